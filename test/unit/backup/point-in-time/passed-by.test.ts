/** Where a recovery stops, by the rules of the server. */
import {expect, test} from 'vitest';
import {inMicroseconds, isSameXid, stopsAt} from '../../../../src/backup/point-in-time/passed-by.ts';
import type {WalMark} from '../../../../src/backup/wal/marks.ts';

const commit: WalMark = {
  kind: 'end',
  xid: '850',
  isCommit: true,
  at: '2026-11-23T02:47:00.123456Z',
  lsn: 0x3000148n,
  savepoints: [],
};
const point: WalMark = {kind: 'restore-point', name: 'before-migration', at: '2026-11-23T02:46:00.000000Z', lsn: 1n};

test('a time stops before the first transaction that ended at it or later, rolled back or not', () => {
  expect(stopsAt(commit, {untilTime: '2026-11-23T02:47:00.123456Z'})).toBe(true);
  expect(stopsAt(commit, {untilTime: '2026-11-23T03:47:00.123457+01:00'})).toBe(false);
  expect(stopsAt({...commit, isCommit: false}, {untilTime: '2026-11-23T02:00:00Z'})).toBe(true);
  expect(stopsAt(point, {untilTime: '2026-11-23T02:00:00Z'})).toBe(false);
});

test('a position stops at whatever stands there or behind it, a name at its restore point only', () => {
  expect(stopsAt(commit, {untilLsn: '0/3000148'})).toBe(true);
  expect(stopsAt(commit, {untilLsn: '0/3000149'})).toBe(false);
  expect(stopsAt(point, {restorePoint: 'before-migration'})).toBe(true);
  expect(stopsAt(point, {restorePoint: 'before'})).toBe(false);
  expect(stopsAt(commit, {restorePoint: '850'})).toBe(false);
});

test('a transaction is known by its number with and without its epoch', () => {
  expect(stopsAt(commit, {beforeXid: '850'})).toBe(true);
  expect(isSameXid('850', String(2n ** 32n + 850n))).toBe(true);
  expect(isSameXid('850', '851')).toBe(false);
});

test.each([
  ['2026-11-23T02:47:00Z', '2026-11-23T02:47:00.000000Z'],
  ['2026-11-23 02:47:00.5+02', '2026-11-23T00:47:00.500000Z'],
  ['2026-11-23T02:47:00.1234567-0330', '2026-11-23T06:17:00.123456Z'],
])('%s is %s', (time, inUtc) => {
  expect(inMicroseconds(time)).toBe(inUtc);
});
