/** Segments by name: 16 MiB each unless the cluster was made with another size. */
import {expect, test} from 'vitest';
import {firstGap, segmentAt} from '../../../src/backup/wal-segment.ts';

const usual = 16n * 1024n * 1024n;
const large = 1024n * 1024n * 1024n;

test('a position stands in the segment that the server itself names', () => {
  // As pg_walfile_name says.
  expect(segmentAt(0x0193_53f8n, {timeline: '00000001', segmentBytes: usual})).toBe('000000010000000000000001');
  expect(segmentAt(0x2a_ff00_0000n, {timeline: '00000003', segmentBytes: usual})).toBe('000000030000002A000000FF');
  expect(segmentAt(0x2a_ff00_0000n, {timeline: '00000003', segmentBytes: large})).toBe('000000030000002A00000003');
});

test('a row without a gap is counted to its end, across the 256th segment', () => {
  const names = new Set([
    '0000000100000000000000FE',
    '0000000100000000000000FF',
    '000000010000000100000000',
    'backup.old',
  ]);
  const row = {first: '0000000100000000000000FE', last: '000000010000000100000000', names};
  expect(firstGap(row, usual)).toEqual({archived: 3, missing: null});
});

test('the first segment that is not there is named', () => {
  const names = new Set(['000000010000000000000003', '000000010000000000000005']);
  const row = {first: '000000010000000000000003', last: '000000010000000000000005', names};
  expect(firstGap(row, usual)).toEqual({archived: 1, missing: '000000010000000000000004'});
});

test('after a promotion the row goes on, on the next timeline', () => {
  const names = new Set(['000000010000000000000003', '000000020000000000000004']);
  const row = {first: '000000010000000000000003', last: '000000020000000000000004', names};
  expect(firstGap(row, usual)).toEqual({archived: 2, missing: null});
});
