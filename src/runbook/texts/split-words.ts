/** A command written as one text, cut into words when the file is loaded: before values go in, and without any shell. */
import type {Result} from '../../base/result.ts';
import {fail, succeed} from '../../base/result.ts';
import type {Text} from '../action.ts';
import {expressionEnd} from './text.ts';

/** A word and its place in the text. */
export type Word = {readonly text: Text; readonly from: number; readonly to: number};

export type WordProblem = {readonly message: string; readonly from: number; readonly to: number; readonly hint: string};

/** What a shell would act on. Here nothing acts on it, so outside quotes it is a mistake and never just a letter. */
const shellCharacters = '|&;<>()`\\*?[]{}!~#$';

/** Cuts at white space; quotes keep a word together; `${…}` is never cut, also inside quotes. */
export const splitWords = (text: Text): Result<readonly Word[], WordProblem> => {
  const words: Word[] = [];
  let at = 0;
  while (at < text.length) {
    if (/\s/.test(text[at] ?? '')) {
      at++;
      continue;
    }
    const word = readWord(text, at);
    if (!word.ok) {
      return word;
    }
    words.push(word.value);
    at = word.value.to;
  }
  const [first] = words;
  if (first !== undefined && /^[A-Za-z_][A-Za-z0-9_]*=/.test(text.slice(first.from, first.to))) {
    const {from, to} = first;
    return fail({message: 'a command does not begin with an assignment', from, to, hint: 'put it under env'});
  }
  return succeed(words);
};

const readWord = (text: Text, start: number): Result<Word, WordProblem> => {
  let word = '';
  let at = start;
  while (at < text.length && !/\s/.test(text[at] ?? '')) {
    const piece = readPiece(text, at);
    if (!piece.ok) {
      return piece;
    }
    word += piece.value.text;
    at = piece.value.to;
  }
  return succeed({text: word, from: start, to: at});
};

type Piece = {readonly text: string; readonly to: number};

const readPiece = (text: Text, at: number): Result<Piece, WordProblem> => {
  const inserted = readInsertion(text, at);
  if (inserted !== undefined) {
    return inserted;
  }
  const character = text[at] ?? '';
  if (character === '"' || character === "'") {
    return readQuoted(text, at);
  }
  if (shellCharacters.includes(character)) {
    return fail({
      message: `"${character}" means something to a shell, and no shell reads this`,
      from: at,
      to: at + 1,
      hint: 'put it in quotes if it is only a letter; use a script step if you need a shell',
    });
  }
  return succeed({text: character, to: at + 1});
};

/** `${…}` and `$${` as they stand; they are filled in later. */
const readInsertion = (text: Text, at: number): Result<Piece, WordProblem> | undefined => {
  if (text.startsWith('$${', at)) {
    return succeed({text: '$${', to: at + 3});
  }
  if (!text.startsWith('${', at)) {
    return undefined;
  }
  const end = expressionEnd(text, at + 2);
  return end === undefined
    ? fail({
        message: 'this ${ is not closed by a }',
        from: at,
        to: at + 2,
        hint: 'close it, or write $${ for the letters',
      })
    : succeed({text: text.slice(at, end + 1), to: end + 1});
};

/** Between quotes every character is itself; in double quotes `\"` and `\\` stand for `"` and `\`. */
const readQuoted = (text: Text, start: number): Result<Piece, WordProblem> => {
  const quote = text[start] ?? '';
  let word = '';
  let at = start + 1;
  while (at < text.length && text[at] !== quote) {
    const inserted = readInsertion(text, at);
    if (inserted !== undefined && !inserted.ok) {
      return inserted;
    }
    const isEscape = quote === '"' && /^\\["\\]/.test(text.slice(at, at + 2));
    const piece = inserted?.value ?? {text: text[isEscape ? at + 1 : at] ?? '', to: at + (isEscape ? 2 : 1)};
    word += piece.text;
    at = piece.to;
  }
  return at < text.length
    ? succeed({text: word, to: at + 1})
    : fail({message: 'this quote is not closed', from: start, to: start + 1, hint: `close it with ${quote}`});
};
