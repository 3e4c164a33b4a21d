/** What becomes of text that others wrote before a person sees it. */
import {expect, test} from 'vitest';
import {showForeignLine, showForeignText} from '../../../src/base/foreign-text.ts';

test('an escape sequence in the output of a program is shown and does not act', () => {
  expect(showForeignText('\x1b[2J\x1b]0;root\x07 all gone')).toBe('␛[2J␛]0;root\\x07 all gone');
});

test('characters that turn the direction of reading or cannot be seen are spelled out', () => {
  expect(showForeignText('drop \u202Eselbat\u202C \u200Bnow\u{E0041}')).toBe(
    'drop \\u{202e}selbat\\u{202c} \\u{200b}now\\u{e0041}',
  );
});

test('half a character and the C1 controls are spelled out', () => {
  expect(showForeignText('\ud800 \x9b31m \x7f')).toBe('\\u{d800} \\x9b31m \\x7f');
});

test('a carriage return stays out of sight only before a line feed', () => {
  expect(showForeignText('done\r\nfake\rreal')).toBe('done\nfake\\x0dreal');
});

test('a tab is kept, or drawn as the spaces up to the next column of eight', () => {
  expect(showForeignText('id\tname\u00e9')).toBe('id\tname\u00e9');
  expect(showForeignText('id\tname\n\tx', {tabs: 'expand'})).toBe('id      name\n        x');
});

test('a name with a line feed in it cannot pretend to be a line of ours', () => {
  expect(showForeignLine('payments\n02:47 The run ended: recovered.')).toBe(
    'payments\\n02:47 The run ended: recovered.',
  );
});

test('ordinary text of any language and our own marks stay as they are', () => {
  const text = 'Größe: 12 GB, 東京, naïve café ✔ ✘ ▶ █ ░ …';
  expect(showForeignText(text)).toBe(text);
});
