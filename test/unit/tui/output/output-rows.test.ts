/** Rows of what was printed, from any place of it, read in pieces of 64 kB. */
import {expect, test} from 'vitest';
import type {Printed} from '../../../../src/run/printed.ts';
import {placeAbove, rowAt, rowsFrom} from '../../../../src/tui/output/output-rows.ts';

const printed = (text: string): Printed => {
  const bytes = Buffer.from(text);
  return {bytes: () => bytes.length, read: (offset, bytesMax) => bytes.subarray(offset, offset + bytesMax)};
};
const texts = (of: Printed, from: number, count: number): readonly string[] =>
  rowsFrom(of, from, count).map(({text}) => text);

const many = printed(Array.from({length: 20_000}, (_, row) => `restored row ${row} of payments\n`).join(''));

test('line feeds, carriage returns and both together end a row; the last one needs none', () => {
  const some = printed('copying\r\n10 %\r20 %\rdone\nsector 7');
  expect(texts(some, 0, 9)).toEqual(['copying', '10 %', '20 %', 'done', 'sector 7']);
  expect(texts(some, 0, 2)).toEqual(['copying', '10 %']);
  expect(texts(printed(''), 0, 9)).toEqual([]);
});

test('any number of rows above a place is found, over the edges of pieces', () => {
  expect(texts(many, placeAbove(many, many.bytes(), 2), 9)).toEqual([
    'restored row 19998 of payments',
    'restored row 19999 of payments',
  ]);
  for (const back of [1, 2_000, 5_000, 19_999]) {
    expect(texts(many, placeAbove(many, many.bytes(), back), 1)).toEqual([`restored row ${20_000 - back} of payments`]);
  }
  expect(placeAbove(many, many.bytes(), 30_000)).toBe(0);
});

test('going down and up again by any step comes back to the same place', () => {
  const [, , third] = rowsFrom(many, 0, 5_000).slice(4_000);
  expect(third?.text).toBe('restored row 4002 of payments');
  const far = rowsFrom(many, third?.from ?? 0, 3_000).at(-1);
  expect(placeAbove(many, far?.from ?? 0, 2_999)).toBe(third?.from);
});

test('the row of a byte in its middle begins where the row does', () => {
  const row = rowsFrom(many, 0, 1_000).at(-1);
  expect(rowAt(many, (row?.from ?? 0) + 9)).toBe(row?.from);
  expect(rowAt(many, 0)).toBe(0);
});

test('a line without an end is cut into rows, never inside a character, and can be left again', () => {
  const endless = printed(`${'ä'.repeat(200_000)}\nthe end`);
  const rows = rowsFrom(endless, 0, 300);
  expect(rows.every(({text}) => /^(?:ä{1000}|the end)$/.test(text))).toBe(true);
  expect(rows.at(-1)?.text).toBe('the end');
  expect(placeAbove(endless, endless.bytes(), 100_000)).toBe(0);
});
