/** Typing into one line: what a key or a paste makes of the text that stands there. */
import {graphemes} from '../cells.ts';
import type {KeyPress} from './key-press.ts';

/** More than anybody types as one line. */
export const charactersMax = 2_000;

/** The text after the key; undefined where the key is none of typing. */
export const editText = (text: string, key: KeyPress): string | undefined => {
  if (key.kind === 'paste') {
    return atMost(text + oneLine(key.text));
  }
  switch (key.name) {
    case 'backspace':
    case 'delete':
      return graphemes(text).slice(0, -1).join('');
    case 'ctrl-u':
      return '';
    default:
      return key.text === '' ? undefined : atMost(text + key.text);
  }
};

/** What is said of a text that has no room for more. */
export const fullWords = (text: string): string | undefined =>
  text.length >= charactersMax
    ? `There is room for ${charactersMax} characters; what came after them was not taken.`
    : undefined;

const atMost = (text: string): string =>
  text.length <= charactersMax ? text : text.slice(0, charactersMax).replace(/[\ud800-\udbff]$/, '');

/** What others wrote, as one line: ends of lines and tabs are spaces, and no control character gets into a record. */
const oneLine = (text: string): string =>
  text
    .trim()
    .replaceAll(/\s*[\r\n\t\v\f\u2028\u2029]+\s*/g, ' ')
    .replaceAll(/\p{Cc}/gu, '')
    .toWellFormed();
