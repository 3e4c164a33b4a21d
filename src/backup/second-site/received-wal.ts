/** WAL that is still there when a primary is gone: what its archive has, and what pg_receivewal wrote beside it up to the last moment. */
import {existsSync, readdirSync, realpathSync, statSync} from 'node:fs';
import {isAbsolute, join} from 'node:path';
import {fail, type Result, succeed} from '../../base/result.ts';
import {bytesOf} from '../base-backup.ts';
import {firstGap} from '../wal-segment.ts';

/** A directory of pg_receivewal as it was found. */
export type ReceivedWal = {
  readonly directory: string;
  /** Whole segments. */
  readonly segments: readonly string[];
  /** The one that it was writing when the primary went, padded to its full size; null where there is none. */
  readonly partial: string | null;
};

const segmentName = /^[0-9A-F]{24}$/;

/** The sizes that initdb allows (PostgreSQL manual, initdb --wal-segsize): powers of two from 1 MiB to 1 GiB. */
const isSegmentSize = (bytes: number): boolean =>
  bytes >= 2 ** 20 && bytes <= 2 ** 30 && Number.isInteger(Math.log2(bytes));

/** Looks into a directory that pg_receivewal writes, or wrote. What it compressed nobody here can read. */
export const openReceivedWal = (path: string): Result<ReceivedWal> => {
  if (!isAbsolute(path) || !existsSync(path)) {
    return fail(`the directory of received WAL ${path} does not exist, or this user may not see it`);
  }
  const directory = realpathSync(path);
  const names = namesIn(directory);
  const compressed = names.find(name => /^[0-9A-F]{24}(\.(gz|lz4|zst))(\.partial)?$/.test(name));
  if (compressed !== undefined) {
    return fail(
      `${join(directory, compressed)} is compressed; unpack what the archive lacks (gzip -d, lz4 -d, zstd -d) into another directory, and name that`,
    );
  }
  const partials = names.filter(name => /^[0-9A-F]{24}\.partial$/.test(name)).sort();
  return succeed({
    directory,
    segments: names.filter(name => segmentName.test(name)).sort(),
    partial: partials.at(-1)?.slice(0, 24) ?? null,
  });
};

export type WalPlaces = {
  readonly startSegment: string;
  readonly archiveDir: string | null;
  readonly backupWal: string | null;
  readonly received: ReceivedWal | null;
};

export type WalThere = {
  /** Bytes of a segment; null where no whole one is there. */
  readonly segmentBytes: number | null;
  /** The newest whole one of the archive, on the newest timeline; null where it has none, or cannot be looked into. */
  readonly archiveEnds: string | null;
  /** Those of the archive whose copying ended in the middle. */
  readonly cutShort: readonly string[];
  /** What only pg_receivewal has, the partial one last. */
  readonly onlyReceived: readonly string[];
  /** The newest whole segment that anybody has. */
  readonly lastWhole: string | null;
  /** The first that nobody has, though later ones are there. */
  readonly missing: string | null;
};

/** A segment counts where it has its full size: a server that died in the middle of archive_command leaves a shorter one under the same name. */
export const lookAtWal = ({startSegment, archiveDir, backupWal, received}: WalPlaces): WalThere => {
  const places = [archiveDir, backupWal, received?.directory ?? null];
  const sizes = places.flatMap(place => segmentsOf(place).map(({bytes}) => bytes)).filter(isSegmentSize);
  const segmentBytes = sizes.length === 0 ? null : Math.max(...sizes);
  const isWhole = ({name, bytes}: Segment): boolean => bytes === segmentBytes && isFrom(startSegment, name);
  const archived = segmentsOf(archiveDir);
  const whole = new Set(archived.filter(isWhole).map(({name}) => name));
  const inBackup = segmentsOf(backupWal)
    .filter(isWhole)
    .map(({name}) => name);
  const receivedWhole = segmentsOf(received?.directory ?? null)
    .filter(isWhole)
    .map(({name}) => name);
  const partial = received?.partial ?? null;
  const usable = partial !== null && isFrom(startSegment, partial) ? [partial] : [];
  const all = new Set([...whole, ...inBackup, ...receivedWhole, ...usable]);
  return {
    segmentBytes,
    archiveEnds: newest([...whole]),
    cutShort: archived.filter(one => isFrom(startSegment, one.name) && !isWhole(one)).map(({name}) => name),
    onlyReceived: [...receivedWhole, ...usable].filter(name => !whole.has(name)).sort(),
    lastWhole: newest([...whole, ...receivedWhole]),
    missing: missingOf(startSegment, all, segmentBytes),
  };
};

/** Whether replay that ended at a position has taken in the newest whole segment; true where there is none to hold it against. */
export const reachedAll = ({lastWhole, segmentBytes}: WalThere, lsn: string, timeline: number): boolean => {
  if (lastWhole === null || segmentBytes === null || Number.parseInt(lastWhole.slice(0, 8), 16) > timeline) {
    return lastWhole === null || segmentBytes === null;
  }
  const perPart = 0x1_0000_0000n / BigInt(segmentBytes);
  const number = BigInt(`0x${lastWhole.slice(8, 16)}`) * perPart + BigInt(`0x${lastWhole.slice(16)}`);
  return bytesOf(lsn) > number * BigInt(segmentBytes);
};

type Segment = {readonly name: string; readonly bytes: number};

const segmentsOf = (directory: string | null): readonly Segment[] =>
  directory === null
    ? []
    : namesIn(directory)
        .filter(name => segmentName.test(name))
        .flatMap(name => {
          const bytes = statSync(join(directory, name), {throwIfNoEntry: false})?.size;
          return bytes === undefined ? [] : [{name, bytes}];
        });

const isFrom = (start: string, name: string): boolean => name.slice(8) >= start.slice(8);

/** The newest timeline first: what an older one has behind the fork is of a history that nobody follows. */
const newest = (names: readonly string[]): string | null => [...names].sort().at(-1) ?? null;

const missingOf = (first: string, names: ReadonlySet<string>, segmentBytes: number | null): string | null => {
  const last = [...names].sort((a, b) => (a.slice(8) < b.slice(8) ? -1 : 1)).at(-1);
  return last === undefined || segmentBytes === null
    ? first
    : firstGap({first, last, names}, BigInt(segmentBytes)).missing;
};

const namesIn = (directory: string): readonly string[] => {
  try {
    return readdirSync(directory);
  } catch {
    return [];
  }
};
