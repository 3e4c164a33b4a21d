/** Whose archive it is, and which of its segments hold less than those of the old primary, told by their pages and not by their sizes. */
import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, beforeEach, expect, test} from 'vitest';
import {keptPath, lacks, strangeIn} from '../../../../src/backup/failover/archive-of-cluster.ts';
import {clusterOf, writtenPages} from '../../../../src/backup/wal/segment-file.ts';

const segmentBytes = 1024 * 1024;
const pageBytes = 8192;
const own = '7711152328148641719';
const other = '7400000000000000001';

let room: string;
let archive: string;
let walDirectory: string;

beforeEach(() => {
  room = mkdtempSync(join(tmpdir(), 'lifeboat-archive-'));
  archive = join(room, 'archive');
  walDirectory = join(room, 'pg_wal');
  mkdirSync(archive);
  mkdirSync(walDirectory);
});
afterEach(() => rmSync(room, {recursive: true}));

const nameOf = (number: number): string => `0000000100000000${number.toString(16).toUpperCase().padStart(8, '0')}`;

type Written = {readonly cluster?: string; readonly pages?: number; readonly says?: string; readonly bytes?: number};

/** As a server leaves it (xlog_internal.h): pages of this place, and behind them those of a segment that was used before. */
const write = (directory: string, number: number, {cluster = own, pages = 1, says = '', bytes}: Written = {}) => {
  const segment = Buffer.alloc(segmentBytes);
  for (let page = 0; page < segmentBytes / pageBytes; page += 1) {
    const from = page * pageBytes;
    segment.writeUInt16LE(0xd110, from);
    segment.writeUInt16LE(page === 0 ? 2 : 0, from + 2);
    segment.writeBigUInt64LE(BigInt((page < pages ? number : 0) * segmentBytes + from), from + 8);
  }
  segment.writeBigUInt64LE(BigInt(cluster), 24);
  segment.writeUInt32LE(pageBytes, 36);
  segment.write(says, (pages - 1) * pageBytes + 100);
  writeFileSync(join(directory, nameOf(number)), segment.subarray(0, bytes ?? segmentBytes));
};

const strange = () => strangeIn(archive, nameOf(7), own)?.path ?? null;

test('an archive is that of the cluster by the last segment before, and by all that the standby is about to read', () => {
  expect(strange()).toBeNull();
  write(archive, 5, {cluster: other});
  expect(strange()).toBe(join(archive, nameOf(5)));
  write(archive, 6);
  expect(strange()).toBeNull();
  write(archive, 8, {cluster: other, bytes: 100});
  expect(strangeIn(archive, nameOf(7), own)).toEqual({path: join(archive, nameOf(8)), cluster: other});
  writeFileSync(join(archive, nameOf(8)), 'half');
  expect(strange()).toBeNull();
});

type Pair = {readonly there: Written | null; readonly here: Written; readonly brings: boolean};

test.each<[string, Pair]>([
  ['is not there', {there: null, here: {}, brings: true}],
  ['was cut short', {there: {bytes: 5000}, here: {}, brings: true}],
  ['is the same', {there: {pages: 3, says: 'orders'}, here: {pages: 3, says: 'orders'}, brings: false}],
  ['ends in the middle of a page', {there: {pages: 3}, here: {pages: 3, says: 'orders'}, brings: true}],
  ['ends pages before', {there: {pages: 2}, here: {pages: 9}, brings: true}],
  ['goes pages further, as after files were set back', {there: {pages: 9}, here: {pages: 2}, brings: false}],
])('of a segment that %s', async (_how, {there, here, brings}) => {
  if (there !== null) {
    write(archive, 7, there);
  }
  write(walDirectory, 7, here);
  expect(await lacks(archive, walDirectory, nameOf(7))).toBe(brings);
});

test('a file that is no segment says no cluster and has no page', () => {
  write(archive, 7, {pages: 4});
  expect([clusterOf(join(archive, nameOf(7))), writtenPages(join(archive, nameOf(7)))]).toEqual([own, 4]);
  for (const text of ['half', ' '.repeat(segmentBytes), '\0'.repeat(segmentBytes)]) {
    writeFileSync(join(archive, nameOf(7)), text);
    expect([clusterOf(join(archive, nameOf(7))), writtenPages(join(archive, nameOf(7)))]).toEqual([null, 0]);
  }
});

test('what is replaced is kept under a name that is free', () => {
  expect(keptPath(archive, nameOf(7))).toBe(join(archive, `${nameOf(7)}.replaced`));
  writeFileSync(join(archive, `${nameOf(7)}.replaced`), '');
  expect(keptPath(archive, nameOf(7))).toBe(join(archive, `${nameOf(7)}.replaced-2`));
});
