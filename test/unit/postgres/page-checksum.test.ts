/** Checksums of pages as PostgreSQL 15 gave them by its own page_checksum() of pageinspect. */
import {expect, test} from 'vitest';
import {
  isPageSound,
  pageBytes,
  pageChecksum,
  readPageHeader,
  writePageChecksum,
} from '../../../src/postgres/page-checksum.ts';

/** No page of a table, but the server computes over any 8,192 bytes. */
const madeUp = (step: number): Uint8Array =>
  Uint8Array.from({length: pageBytes}, (_, at) => (at * step + (at >> 8)) % 256);

test('a page has the checksum that the server computes, by its bytes and by its place', () => {
  const computed = [7, 31, 113].flatMap(step => [0, 4321, 131_072].map(block => pageChecksum(madeUp(step), block)));
  expect(computed).toEqual([15923, 11986, 15925, 62803, 1587, 62805, 15290, 11033, 15292]);
});

test('a page in the middle of a larger buffer is read where it stands, also at an odd place', () => {
  const wide = new Uint8Array(pageBytes + 3);
  wide.set(madeUp(31), 3);
  const page = wide.subarray(3);
  expect(pageChecksum(page, 4321)).toBe(pageChecksum(madeUp(31), 4321));

  writePageChecksum(page, 4321);
  expect(isPageSound(page, 4321)).toBe(true);
  expect(wide.subarray(0, 3)).toEqual(new Uint8Array(3));
});

test('one bit, or another place, makes a page unsound, and its checksum made anew hides that', () => {
  const page = madeUp(7);
  writePageChecksum(page, 12);
  expect(isPageSound(page, 12)).toBe(true);
  expect(isPageSound(page, 13)).toBe(false);

  page[5000] = (page[5000] ?? 0) ^ 1;
  expect(isPageSound(page, 12)).toBe(false);
  writePageChecksum(page, 12);
  expect(isPageSound(page, 12)).toBe(true);
});

test('the checksum of a page does not depend on what stands in its field', () => {
  const page = madeUp(113);
  const before = pageChecksum(page, 9);
  writePageChecksum(page, 9);
  expect(pageChecksum(page, 9)).toBe(before);
  expect(readPageHeader(page).checksum).toBe(before);
});

test('a page that was never used is sound only when it is zero all over', () => {
  const page = new Uint8Array(pageBytes);
  expect(readPageHeader(page)).toEqual({lsn: '0/0', checksum: 0, isNew: true});
  expect(isPageSound(page, 5)).toBe(true);
  page[8000] = 1;
  expect(isPageSound(page, 5)).toBe(false);
});

test('the LSN of a page is written as the server writes it', () => {
  const page = new Uint8Array(pageBytes);
  new Uint32Array(page.buffer, 0, 2).set([0x1a, 0xbb3053e8]);
  expect(readPageHeader(page).lsn).toBe('1A/BB3053E8');
});
