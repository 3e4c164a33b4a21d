/** Pages laid out by hand as PostgreSQL lays them out: a header, line pointers from the front, items from the back. */
import {expect, test} from 'vitest';
import {columnsFrom, isLeafWithKeys, itemsOf, scramble} from '../../../../src/lab/faults/page-items.ts';
import {pageBytes} from '../../../../src/postgres/page-checksum.ts';

type Pointer = {readonly from: number; readonly bytes: number; readonly state: 0 | 1 | 2 | 3};

const pageWith = (pointers: readonly Pointer[], special = pageBytes): Uint8Array => {
  const page = new Uint8Array(pageBytes);
  const view = new DataView(page.buffer);
  view.setUint16(12, 24 + pointers.length * 4, true);
  view.setUint16(16, special, true);
  for (const [index, {from, bytes, state}] of pointers.entries()) {
    view.setUint32(24 + index * 4, from | (state << 15) | (bytes << 17), true);
  }
  return page;
};

/** A page of a B-tree has 16 bytes of its own at the end: neighbours, level, flags. */
const treePage = (flags: number, items: number): Uint8Array => {
  const pointers = Array.from({length: items}, (_, index) => ({from: 8000 - index * 16, bytes: 16, state: 1}) as const);
  const page = pageWith(pointers, pageBytes - 16);
  new DataView(page.buffer).setUint16(pageBytes - 16 + 12, flags, true);
  return page;
};

test('items in use are found by their pointers; dead, redirected and unused ones are none', () => {
  const page = pageWith([
    {from: 8100, bytes: 90, state: 1},
    {from: 0, bytes: 0, state: 0},
    {from: 3, bytes: 0, state: 2},
    {from: 8000, bytes: 60, state: 3},
    {from: 7900, bytes: 100, state: 1},
  ]);
  expect(itemsOf(page)).toEqual([
    {number: 1, from: 8100, to: 8190},
    {number: 5, from: 7900, to: 8000},
  ]);
  expect(itemsOf(new Uint8Array(pageBytes))).toEqual([]);
});

test('the columns of a row begin where its header says', () => {
  const page = pageWith([{from: 8000, bytes: 100, state: 1}]);
  page[8000 + 22] = 24;
  const [item = {number: 0, from: 0, to: 0}] = itemsOf(page);
  expect(columnsFrom(page, item)).toBe(8024);
});

test('a leaf of a B-tree that holds keys is told from every other page of it', () => {
  const [leaf, root, meta, deleted, halfDead] = [1, 2, 8, 4, 16];
  const holds = (flags: number, items = 3) => isLeafWithKeys(treePage(flags, items));
  expect([holds(leaf), holds(leaf + root)]).toEqual([true, true]);
  expect(holds(leaf, 1), 'one item may be the bound alone').toBe(false);
  expect([holds(0), holds(meta), holds(leaf + deleted), holds(leaf + halfDead)]).toEqual([false, false, false, false]);
});

test('a page of a table is no leaf', () => {
  expect(isLeafWithKeys(pageWith([{from: 8000, bytes: 100, state: 1}]))).toBe(false);
});

test('every byte of the place is another afterwards, and no other is', () => {
  const page = Uint8Array.from({length: pageBytes}, (_, at) => at % 251);
  const before = Uint8Array.from(page);
  scramble(page, 100, 164);
  const changed = [...page.keys()].filter(at => page[at] !== before[at]);
  expect(changed).toEqual(Array.from({length: 64}, (_, at) => 100 + at));
});
