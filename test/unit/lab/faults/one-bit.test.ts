/** A number is found in its row by its bytes alone, so it has to stand there once. */
import {expect, test} from 'vitest';
import {littleEndian, onlyPlaceOf} from '../../../../src/lab/faults/one-bit.ts';
import {pageBytes} from '../../../../src/postgres/page-checksum.ts';

/** One row of two columns of eight bytes, behind a header of 24. */
const rowOf = (first: bigint, second: bigint): Uint8Array => {
  const page = new Uint8Array(pageBytes);
  const view = new DataView(page.buffer);
  view.setUint16(12, 28, true);
  view.setUint32(24, 8000 | (1 << 15) | (40 << 17), true);
  page[8000 + 22] = 24;
  page.set(littleEndian(first, 8), 8024);
  page.set(littleEndian(second, 8), 8032);
  return page;
};

test('a number is written as the server writes it', () => {
  expect([...littleEndian(0x1234n, 4)]).toEqual([0x34, 0x12, 0, 0]);
  expect([...littleEndian(-2n, 2)]).toEqual([0xfe, 0xff]);
});

test('a number that stands once in its row has a place; one that stands twice or not at all has none', () => {
  const wanted = {item: 1, value: 4711n};
  expect(onlyPlaceOf(rowOf(7n, 4711n), wanted, 8)).toBe(8032);
  expect(onlyPlaceOf(rowOf(4711n, 4711n), wanted, 8)).toBeNull();
  expect(onlyPlaceOf(rowOf(7n, 8n), wanted, 8)).toBeNull();
  expect(onlyPlaceOf(rowOf(7n, 4711n), {...wanted, item: 2}, 8), 'no such row').toBeNull();
});
