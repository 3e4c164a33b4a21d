/** Characters that do not show. */
import {expect, test} from 'vitest';
import {firstHidden} from '../../../src/diagnostics/hidden-characters.ts';

test.each([
  ['an escape sequence', 'a\x1b[31m', '␛'],
  ['a change of direction', 'a\u202eb', '\\u{202e}'],
  ['a zero-width space', 'a\u200bb', '\\u{200b}'],
  ['a byte order mark within', 'a\ufeffb', '\\u{feff}'],
  ['half of a surrogate pair', 'a\ud800', '\\u{d800}'],
  ['a line separator', 'a\u2028b', '\\u{2028}'],
  ['a tag character', 'a\u{e0041}', '\\u{e0041}'],
  ['a letter that is a blank', 'a\u3164', '\\u{3164}'],
  ['what is no character', 'a\uffff', '\\u{ffff}'],
  ['a picked variant of a letter', 'a\u{e0100}', '\\u{e0100}'],
  ['a control character of C1', 'a\x9bb', '\\x9b'],
])('%s is found', (_, text, name) => {
  expect(firstHidden(text)).toEqual({at: 1, name});
});

test('letters of all languages, line feeds and tabs show', () => {
  expect(firstHidden('Grüße 日本語 עברית\n\t😀 ⚠️')).toBeUndefined();
});
