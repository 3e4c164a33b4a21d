/** What is refused before the parser sees a text: too long, too deep, invisible characters, directives. */
import type {Diagnostic} from '../diagnostics/diagnostic.ts';
import {firstHidden} from '../diagnostics/hidden-characters.ts';
import type {Span} from '../diagnostics/span.ts';

/** No procedure that a person can follow nests deeper; the parser is recursive and would run out of stack. */
export const depthMax = 32;

/** The first thing in a text that is refused without parsing it. */
export const firstBadPlace = (text: string, bytesMax: number): Diagnostic | undefined => {
  // UTF-16 units are at most a third of the bytes, so this is checked without encoding a huge text.
  if (text.length > bytesMax || new TextEncoder().encode(text).length > bytesMax) {
    return refusal('yaml/too-large', {from: 0, to: 1}, [
      `this file is longer than ${bytesMax / 1024} KiB`,
      'split the procedure into several runbooks',
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
  const directive = /^%/m.exec(text);
  if (directive !== null && !/^\s*[^\s#%]/m.test(text.slice(0, directive.index))) {
    return refusal('yaml/refused', {from: directive.index, to: directive.index + 1}, [
      'directives are not allowed',
      'remove the line that begins with %',
    ]);
  }
  return tooDeep(text);
};

/**
 * Counts brackets and indentation, roughly but never too low for a text that is valid YAML: brackets in quoted texts
 * count too, so the limit for them is higher than any honest text reaches.
 */
const tooDeep = (text: string): Diagnostic | undefined => {
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (character === '[' || character === '{') {
      depth++;
    } else if (character === ']' || character === '}') {
      depth = Math.max(0, depth - 1);
    }
    if (depth > bracketsMax) {
      return deepRefusal(at);
    }
  }
  const dashes = /(?:[-?:] +){33}/.exec(text);
  return dashes === null ? undefined : deepRefusal(dashes.index);
};

const bracketsMax = 256;

/** The refusal of a place that nests too deep. */
export const deepRefusal = (at: number): Diagnostic =>
  refusal('yaml/too-deep', {from: at, to: at + 1}, [
    `this is nested more than ${depthMax} levels deep`,
    'move the inner part to a runbook of its own; JSON can be given as a text',
  ]);

const refusal = (code: string, span: Span, [message, hint]: readonly [string, string]): Diagnostic => ({
  code,
  severity: 'error',
  message,
  span,
  hint,
});
