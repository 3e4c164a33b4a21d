/** What is refused whatever a text means: too long, too much, too deep, no UTF-8, invisible characters, directives. */
import type {Diagnostic} from '../../diagnostics/diagnostic.ts';
import {firstHidden} from '../../diagnostics/hidden-characters.ts';
import type {Span} from '../../diagnostics/span.ts';

/** Of a runbook, a plan, and any text beside them. Nearly 300 steps of 900 bytes fit, or a thousand short ones; a list of 1 MB took the parser four seconds. */
export const textBytesMax = 256 * 1024;

/** No procedure that a person can follow nests deeper. */
export const depthMax = 32;

/** Words and signs as the parser counts them. A thousand short steps have 70,000; brackets alone took it 500 MB at 260,000. */
export const lexemesMax = 150_000;

/** Items of a list or keys of a map. More than that is data; the schema library ends with an accident at 100,000. */
export const itemsMax = 10_000;

/** The first thing in a text that is refused without parsing it. */
export const firstBadPlace = (text: string): Diagnostic | undefined => {
  // UTF-16 units are at most a third of the bytes, so this is checked without encoding a huge text.
  if (text.length > textBytesMax || new TextEncoder().encode(text).length > textBytesMax) {
    return refusal('yaml/too-large', {from: 0, to: 1}, [
      `this file is longer than ${textBytesMax / 1024} KiB`,
      'split the procedure into several runbooks',
    ]);
  }
  const byte = notUtf8(text);
  if (byte !== undefined) {
    return refusal('yaml/encoding', {from: byte.at, to: byte.at + 1}, [
      `the byte ${byte.name} here is no UTF-8`,
      'save the file as UTF-8',
    ]);
  }
  const invisible = firstHidden(text.replace(/\r\n/g, ' \n').replace(/^\ufeff/, ' '));
  if (invisible !== undefined) {
    const span = {from: invisible.at, to: invisible.at + 1};
    return refusal('yaml/invisible-character', span, [
      `the invisible character ${invisible.name} can make a text read other than it is`,
      'remove it',
    ]);
  }
  return undefined;
};

/** The first byte of a file that was no UTF-8, by its offset in the text; see cli/decode-text.ts. */
export const notUtf8 = (text: string): {readonly at: number; readonly name: string} | undefined => {
  const at = text.search(/[\udc80-\udcff]/u);
  return at < 0 ? undefined : {at, name: `0x${(text.charCodeAt(at) - 0xdc00).toString(16)}`};
};

/** The refusal of a line that would change how the text is read. */
export const directiveRefusal = (at: number): Diagnostic =>
  refusal('yaml/refused', {from: at, to: at + 1}, ['directives are not allowed', 'remove the line that begins with %']);

/** The refusal of a place that nests too deep. */
export const deepRefusal = (at: number): Diagnostic =>
  refusal('yaml/too-deep', {from: at, to: at + 1}, [
    `this is nested more than ${depthMax} levels deep`,
    'move the inner part to a runbook of its own; JSON can be given as a text',
  ]);

/** The refusal of a text that holds too much, at the place up to which it was read. */
export const crowdedRefusal = (at: number): Diagnostic =>
  refusal('yaml/too-large', {from: at, to: at + 1}, [
    `this file holds more than ${lexemesMax} words and signs`,
    'split the procedure into several runbooks',
  ]);

/** The refusal of a list or a map that holds too much. */
export const longRefusal = (what: 'list' | 'map', span: Span): Diagnostic =>
  refusal('yaml/too-large', span, [
    `this ${what} holds more than ${itemsMax} ${what === 'list' ? 'items' : 'keys'}`,
    'so many are data: put them into a file that a program reads',
  ]);

const refusal = (code: string, span: Span, [message, hint]: readonly [string, string]): Diagnostic => ({
  code,
  severity: 'error',
  message,
  span,
  hint,
});
