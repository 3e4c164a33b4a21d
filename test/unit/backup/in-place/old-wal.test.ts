/** Which WAL a cluster still has itself: only what was really written counts. */
import {mkdirSync, mkdtempSync, readdirSync, rmSync, truncateSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, beforeEach, expect, test} from 'vitest';
import {compareWal, copyWal, newestHistory} from '../../../../src/backup/in-place/old-wal.ts';

const segmentBytes = 1024 * 1024;

let room: string;
let walDirectory: string;
let archiveDir: string;

beforeEach(() => {
  room = mkdtempSync(join(tmpdir(), 'lifeboat-wal-'));
  walDirectory = join(room, 'pg_wal');
  archiveDir = join(room, 'archive');
  mkdirSync(join(walDirectory, 'archive_status'), {recursive: true});
  mkdirSync(archiveDir);
});

afterEach(() => rmSync(room, {recursive: true}));

const nameOf = (number: number): string => `0000000100000000${number.toString(16).toUpperCase().padStart(8, '0')}`;

/** The first page of a segment says of which place in the WAL it is; a recycled one says an older place. */
const writeSegment = (directory: string, number: number, saysNumber = number): void => {
  const bytes = Buffer.alloc(segmentBytes);
  bytes.writeUInt32LE(1, 4);
  bytes.writeBigUInt64LE(BigInt(saysNumber * segmentBytes), 8);
  writeFileSync(join(directory, nameOf(number)), bytes);
};

const compare = (archive: string | null = archiveDir) =>
  compareWal({startSegment: nameOf(3), walDirectory, archiveDir: archive, backupWal: null});

test('what the archive lacks comes along; recycled segments, which wait under names of the future, do not', () => {
  for (const number of [2, 3, 4]) writeSegment(archiveDir, number);
  for (const number of [4, 5, 6]) writeSegment(walDirectory, number);
  for (const number of [7, 8]) writeSegment(walDirectory, number, number - 5);
  expect(compare()).toEqual({onlyHere: [nameOf(5), nameOf(6)], missing: null});
});

test('one whose copying to the archive ended in the middle comes along whole', () => {
  for (const number of [3, 4]) writeSegment(archiveDir, number);
  for (const number of [4, 5]) writeSegment(walDirectory, number);
  truncateSync(join(archiveDir, nameOf(4)), 4096);
  expect(compare()).toEqual({onlyHere: [nameOf(4), nameOf(5)], missing: null});
});

test('a gap is named by the first segment that nobody has', () => {
  for (const number of [3, 4]) writeSegment(archiveDir, number);
  writeSegment(walDirectory, 7);
  expect(compare()).toEqual({onlyHere: [nameOf(7)], missing: nameOf(5)});
});

test('an archive that has nothing of the backup lacks its first segment', () => {
  expect(compare()).toEqual({onlyHere: [], missing: nameOf(3)});
});

test('where the archive cannot be looked into, the server’s own marks count', () => {
  for (const number of [4, 5]) writeSegment(walDirectory, number);
  writeFileSync(join(walDirectory, 'archive_status', `${nameOf(4)}.done`), '');
  writeFileSync(join(walDirectory, 'archive_status', `${nameOf(5)}.ready`), '');
  expect(compare(null)).toEqual({onlyHere: [nameOf(5)], missing: null});
});

test('segments are copied with all histories, and the newest timeline is known by them', async () => {
  writeSegment(walDirectory, 5);
  writeFileSync(join(walDirectory, '00000002.history'), '1\t0/500000\tno recovery target specified\n');
  writeFileSync(join(walDirectory, '0000000A.history'), '');
  expect(newestHistory(walDirectory)).toBe(10);
  const to = join(room, 'restored');
  await copyWal({names: [nameOf(5)], from: walDirectory, to, user: {kind: 'self', name: 'postgres'}});
  expect(readdirSync(to).sort()).toEqual([nameOf(5), '00000002.history', '0000000A.history', 'archive_status'].sort());
});
