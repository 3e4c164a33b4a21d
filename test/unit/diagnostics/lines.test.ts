/** Offsets as lines and columns. */
import {expect, test} from 'vitest';
import {readLines} from '../../../src/diagnostics/lines.ts';

test('lines and columns are counted from 1', () => {
  const lines = readLines('ab\ncd\n');

  expect([0, 1, 2, 3, 5].map(lines.position)).toEqual([
    {line: 1, column: 1},
    {line: 1, column: 2},
    {line: 1, column: 3},
    {line: 2, column: 1},
    {line: 2, column: 3},
  ]);
});

test('an offset past the end is the place after the last character', () => {
  expect(readLines('ab\ncd').position(99)).toEqual({line: 2, column: 3});
  expect(readLines('').position(7)).toEqual({line: 1, column: 1});
});

test('a line comes without its line break, also one of Windows', () => {
  const lines = readLines('ab\r\ncd\n');

  expect([1, 2, 3, 4].map(lines.line)).toEqual(['ab', 'cd', '', '']);
});

test('the byte order mark at the beginning of a file is no column', () => {
  const lines = readLines('\ufeffab\ncd');

  expect([0, 1, 2, 4].map(lines.position)).toEqual([
    {line: 1, column: 1},
    {line: 1, column: 1},
    {line: 1, column: 2},
    {line: 2, column: 1},
  ]);
  expect(lines.line(1)).toBe('ab');
});
