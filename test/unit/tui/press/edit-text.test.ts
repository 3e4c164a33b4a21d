/** Typing into one line: what keys and pastes make of it. */
import {expect, test} from 'vitest';
import {charactersMax, editText} from '../../../../src/tui/press/edit-text.ts';

const paste = (text: string): string | undefined => editText('note: ', {kind: 'paste', text});

test('a paste becomes one line, without anything that a terminal would obey', () => {
  expect(paste('  sector 7\r\n\tis gone\n')).toBe('note: sector 7 is gone');
  expect(paste('\u001b[2Jall is well\u0007')).toBe('note: [2Jall is well');
  expect(paste('half \ud83d')).toBe('note: half \ufffd');
});

test('what is longer than a line may be is cut, never inside a character', () => {
  expect(paste('x'.repeat(9_000))).toHaveLength(charactersMax);
  const wide = paste(`${'x'.repeat(charactersMax - 'note: '.length - 1)}😀`);
  expect(wide?.isWellFormed()).toBe(true);
});

test('a character goes as a person sees it, and other keys are none of typing', () => {
  const key = (name: string, text = '') => ({kind: 'key', name, text}) as const;
  expect(editText('cafe\u0301', key('backspace'))).toBe('caf');
  expect(editText('abc', key('ctrl-u'))).toBe('');
  expect(editText('abc', key('d', 'd'))).toBe('abcd');
  expect(editText('abc', key('page-up'))).toBe(undefined);
});
