/** The WAL that a cluster still has itself: what was never archived is in there and nowhere else, so it is read before anything is moved. */

import {closeSync, openSync, readdirSync, readSync, statSync} from 'node:fs';
import {mkdir, rename} from 'node:fs/promises';
import {join} from 'node:path';
import {copyAsDraft} from '../../postgres/drafts.ts';
import {giveTo, type ServerUser} from '../../postgres/server-user.ts';
import {firstGap} from '../wal-segment.ts';

/** Segments that were really written, oldest first: recycled ones wait under names of the future with old contents. */
const writtenSegments = (walDirectory: string): readonly string[] =>
  namesIn(walDirectory)
    .filter(name => segmentName.test(name) && isWrittenSegment(join(walDirectory, name), name))
    .sort((a, b) => (a.slice(8) < b.slice(8) ? -1 : 1));

/** The newest timeline that it knows of, by the histories that promotions leave there; 0 where there was none. */
export const newestHistory = (walDirectory: string): number =>
  namesIn(walDirectory).reduce(
    (newest, name) => (historyName.test(name) ? Math.max(newest, Number.parseInt(name.slice(0, 8), 16)) : newest),
    0,
  );

export type WalNeed = {
  /** The segment that replay begins with. */
  readonly startSegment: string;
  readonly walDirectory: string;
  /** Null where the archive cannot be looked into. */
  readonly archiveDir: string | null;
  /** WAL that stands in the backup itself; null where none can be seen. */
  readonly backupWal: string | null;
};

export type WalRow = {
  /** Segments that only the cluster itself has, as far as can be told. */
  readonly onlyHere: readonly string[];
  /** The first segment that nobody has, though later ones are there; recovery would end before it. */
  readonly missing: string | null;
};

/** What the archive lacks. Without a directory to look into, the server's own marks of what it archived count, and gaps are not seen. */
export const compareWal = ({startSegment, walDirectory, archiveDir, backupWal}: WalNeed): WalRow => {
  const here = writtenSegments(walDirectory).filter(name => name.slice(8) >= startSegment.slice(8));
  if (archiveDir === null) {
    const done = new Set(namesIn(join(walDirectory, 'archive_status')));
    return {onlyHere: here.filter(name => !done.has(`${name}.done`)), missing: null};
  }
  const places = [walDirectory, backupWal, archiveDir];
  const bytes = sizeOfSegments(places) ?? usualBytes;
  // One whose copying ended in the middle stops the server; it comes whole from here.
  const archived = new Set(
    namesIn(archiveDir).filter(name => !segmentName.test(name) || segmentBytesOf(join(archiveDir, name)) === bytes),
  );
  const all = new Set([...archived, ...here, ...segmentsIn(backupWal)]);
  const last = [...all]
    .filter(name => segmentName.test(name) && name.slice(8) >= startSegment.slice(8))
    .sort((a, b) => (a.slice(8) < b.slice(8) ? -1 : 1))
    .at(-1);
  return {
    onlyHere: here.filter(name => !archived.has(name)),
    missing: last === undefined ? startSegment : firstGap({first: startSegment, last, names: all}, bytes).missing,
  };
};

export type WalCopy = {
  readonly names: readonly string[];
  readonly from: string;
  readonly to: string;
  readonly user: ServerUser;
};

/** Copies segments and all histories; each appears whole or not at all, so it may be done again. Throws what the file system throws. */
export const copyWal = async ({names, from, to, user}: WalCopy): Promise<void> => {
  await mkdir(join(to, 'archive_status'), {recursive: true, mode: 0o700});
  giveTo(user, to);
  giveTo(user, join(to, 'archive_status'));
  for (const name of [...names, ...namesIn(from).filter(one => historyName.test(one))]) {
    const draft = join(to, `${name}.part`);
    await copyAsDraft(join(from, name), draft, {owner: user});
    await rename(draft, join(to, name));
  }
};

/** Names of segments in a directory, in no order. */
export const segmentsIn = (directory: string | null): readonly string[] =>
  directory === null ? [] : namesIn(directory).filter(name => segmentName.test(name));

const segmentName = /^[0-9A-F]{24}$/;
const historyName = /^[0-9A-F]{8}\.history$/;

/** Null where it is not there. */
export const segmentBytesOf = (path: string): bigint | null => {
  const size = statSync(path, {throwIfNoEntry: false})?.size ?? 0;
  return size > 0 ? BigInt(size) : null;
};

/** All segments of a cluster have the size that initdb gave them; a smaller one was cut short. Null where there are none. */
export const sizeOfSegments = (places: readonly (string | null)[]): bigint | null =>
  places
    .flatMap(place => segmentsIn(place).map(name => segmentBytesOf(join(place ?? '', name))))
    .reduce((largest, bytes) => (bytes !== null && (largest === null || bytes > largest) ? bytes : largest), null);

/** PostgreSQL's own, where nothing says otherwise. */
const usualBytes = 16n * 1024n * 1024n;

/** The first page says of which place in the WAL it is (xlog_internal.h, XLogPageHeaderData: xlp_tli at 4, xlp_pageaddr at 8). */
export const isWrittenSegment = (path: string, name: string): boolean => {
  try {
    const head = Buffer.alloc(16);
    const file = openSync(path, 'r');
    try {
      readSync(file, head, 0, head.length, 0);
    } finally {
      closeSync(file);
    }
    const size = BigInt(statSync(path).size);
    const number = BigInt(`0x${name.slice(8, 16)}`) * (0x1_0000_0000n / size) + BigInt(`0x${name.slice(16)}`);
    return head.readBigUInt64LE(8) === number * size && head.readUInt32LE(4) > 0;
  } catch {
    return false;
  }
};

const namesIn = (directory: string): readonly string[] => {
  try {
    return readdirSync(directory);
  } catch {
    return [];
  }
};
