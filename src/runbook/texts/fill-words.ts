/** The words of a command, filled in: one text may become none, one or several words. */
import {isList} from '../../base/canonical-json.ts';
import type {Result} from '../../base/result.ts';
import {fail, succeed} from '../../base/result.ts';
import type {Content} from '../action.ts';
import type {Scope} from '../expressions/scope.ts';
import {fillContent} from './contents.ts';
import {fillText} from './text.ts';

/** A word that is one `${…}` of null is left out, of a list becomes several words; a JSON value is always one. */
export const fillWords = (contents: readonly Content[], scope: Scope): Result<readonly string[]> => {
  const words: string[] = [];
  for (const content of contents) {
    const filled = wordsOf(content, scope);
    if (!filled.ok) {
      return filled;
    }
    words.push(...filled.value);
  }
  return words.some(word => word.includes('\0'))
    ? fail('a word of a command holds a zero byte, which no program can receive')
    : succeed(words);
};

const wordsOf = (content: Content, scope: Scope): Result<readonly string[]> => {
  if (typeof content !== 'string') {
    const written = fillContent(content, scope);
    return written.ok ? succeed([written.value]) : written;
  }
  const value = fillText(content, scope);
  if (!value.ok) {
    return value;
  }
  const found = value.value === null ? [] : isList(value.value) ? value.value : [value.value];
  return found.some(item => item === null || typeof item === 'object')
    ? fail(`${content} holds a null, a list or a map, which cannot be a word of a command`)
    : succeed(found.map(String));
};
