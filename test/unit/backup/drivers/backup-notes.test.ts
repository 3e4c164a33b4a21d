/** Which backup a restore begins with, and which one is looked into, where nobody names one. */
import {expect, test} from 'vitest';
import {chosen, newLabel, toVerify} from '../../../../src/backup/drivers/backup-notes.ts';
import type {KnownBackup} from '../../../../src/backup/drivers/driver.ts';

const nightly = (day: number, changes: Partial<KnownBackup> = {}): KnownBackup => ({
  driver: 'builtin',
  label: `202611${day}T030000Z`,
  path: `/srv/backups/202611${day}T030000Z`,
  startedAt: `2026-11-${day}T03:00:00.000Z`,
  stoppedAt: `2026-11-${day}T03:20:00.000Z`,
  bytes: 1,
  identifier: '7711152328148641719',
  major: 15,
  timeline: 1,
  startLsn: `0/${day}000028`,
  stopLsn: `0/${day}000100`,
  problems: [],
  ...changes,
});

const backups = [nightly(21), nightly(22), nightly(23, {problems: ['It was never finished.']})];

const pick = (...args: Parameters<typeof chosen>): string => {
  const found = chosen(...args);
  return found.ok ? found.value.label : found.reason;
};

test('a restore begins with the newest that is whole', () => {
  expect(pick(backups, undefined)).toBe('20261122T030000Z');
  expect(pick(backups, '20261121T030000Z')).toBe('20261121T030000Z');
  expect(pick(backups, '20261120T030000Z')).toContain(
    'there is no backup 20261120T030000Z; the repository has 20261121',
  );
});

test('one that goes to a moment of the past begins with a backup that was complete by then', () => {
  expect(pick(backups, undefined, {untilTime: '2026-11-22T03:19:59Z'})).toBe('20261121T030000Z');
  expect(pick(backups, undefined, {untilTime: '2026-11-22T04:20:00+01:00'})).toBe('20261122T030000Z');
  expect(pick(backups, undefined, {untilLsn: '0/220000FF'})).toBe('20261121T030000Z');
  expect(pick(backups, undefined, {untilTime: '2026-11-20T00:00:00Z'})).toContain('was complete before 2026-11-20');
  // Its number does not say when it was: replay will.
  expect(pick(backups, undefined, {beforeXid: '850'})).toBe('20261122T030000Z');
});

test('the newest is looked into, whole or not', () => {
  expect(toVerify(backups, undefined)).toMatchObject({value: {label: '20261123T030000Z'}});
  expect(toVerify([], undefined)).toMatchObject({ok: false});
});

test('labels sort by time', () => {
  expect(newLabel('/srv/backups', new Date('2026-11-23T03:12:07.123Z'))).toBe('20261123T031207Z');
});
