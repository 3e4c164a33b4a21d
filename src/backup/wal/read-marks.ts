/** Reads archived WAL from a backup on, until what is looked for is found or WAL ends; what is missing or damaged is told. */
import {fail, type Result, succeed} from '../../base/result.ts';
import {segmentAt} from '../wal-segment.ts';
import {markOf, type WalMark} from './marks.ts';
import {readRecords} from './read-records.ts';
import {timelinesFrom, type WalArchive} from './wal-archive.ts';

export type MarksRequest = {
  readonly archive: WalArchive;
  /** Where replay of a backup begins. */
  readonly startLsn: bigint;
  readonly timeline: number;
  readonly major: number;
  /** Of the backup's cluster: WAL of another one is refused. */
  readonly identifier: string | null;
  /** Not read further than to the record that begins there. */
  readonly untilLsn?: bigint | undefined;
};

export type WalReach = {
  /** Where reading ended. */
  readonly endLsn: bigint;
  /** Where the last record begins that was read. */
  readonly lastLsn: bigint;
  readonly firstSegment: string;
  readonly lastSegment: string;
  readonly segments: number;
  readonly timeline: number;
  /** Timelines that the archive has besides, which this line does not lead through. */
  readonly otherTimelines: readonly number[];
  /** In a sentence, where WAL breaks off though there is more behind: recovery would end there too. */
  readonly broken: string | null;
};

/** False from `take` ends the reading: no record behind it is looked at. */
export const readMarks = async (request: MarksRequest, take: (mark: WalMark) => boolean): Promise<Result<WalReach>> => {
  const {archive, startLsn, timeline, major, untilLsn} = request;
  const line = await timelinesFrom(archive, timeline);
  if (!line.ok) {
    return line;
  }
  let isFound = false;
  let lastLsn = 0n;
  const reader = readRecords(record => {
    lastLsn = record.lsn;
    const isBehind = untilLsn !== undefined && record.lsn >= untilLsn;
    const mark = isBehind || record.lsn < startLsn ? null : markOf(record, major);
    isFound = isBehind || (mark !== null && !take(mark));
    return !isFound;
  });
  const first = await findFirst(request);
  if (!first.ok) {
    return first;
  }
  const {segmentBytes} = first.value;
  let at = startLsn - (startLsn % segmentBytes);
  const nameAt = (lsn: bigint, on: number): string =>
    segmentAt(lsn, {timeline: on.toString(16).toUpperCase().padStart(8, '0'), segmentBytes});
  const firstSegment = nameAt(at, timeline);
  let lastSegment = firstSegment;
  let segments = 0;
  let goesOn = true;
  while (goesOn) {
    const found = await firstThere(
      archive,
      line.value.at(at + segmentBytes).map(one => nameAt(at, one)),
    );
    if (found === null) {
      break;
    }
    lastSegment = found.name;
    segments += 1;
    goesOn = reader.take(found.bytes, at);
    at += segmentBytes;
  }
  const next = nameAt(at, line.value.newest);
  return succeed({
    endLsn: reader.endLsn(),
    lastLsn,
    firstSegment,
    lastSegment,
    segments,
    timeline: line.value.newest,
    otherTimelines: line.value.others,
    broken: isFound ? null : breakIn(archive, {next, isEnded: !goesOn, lastSegment, others: line.value.others}),
  });
};

type First = {readonly segmentBytes: bigint};

/** The first segment, whose length says how long all of them are. */
const findFirst = async ({archive, startLsn, timeline, identifier}: MarksRequest): Promise<Result<First>> => {
  const inHex = timeline.toString(16).toUpperCase().padStart(8, '0');
  // Its name depends on that length, which is a power of two from 1 MiB to 1 GiB (initdb --wal-segsize).
  for (let segmentBytes = 1n << 20n; segmentBytes <= 1n << 30n; segmentBytes *= 2n) {
    const name = segmentAt(startLsn, {timeline: inHex, segmentBytes});
    const bytes = archive.names === null || archive.names.has(name) ? await archive.read(name) : null;
    if (bytes !== null && BigInt(bytes.length) === segmentBytes) {
      // The long header of its first page (xlog_internal.h, XLogLongPageHeaderData).
      const own = bytes.readBigUInt64LE(24).toString();
      return identifier === null || own === identifier
        ? succeed({segmentBytes})
        : fail(`the WAL in ${archive.name} is of another cluster (${own}), and the backup is of ${identifier}`);
    }
  }
  const name = segmentAt(startLsn, {timeline: inHex, segmentBytes: 1n << 24n});
  const packed = [...(archive.names ?? [])].find(one => /^[0-9A-F]{24}\.(?!backup$|partial$|[0-9A-F]{8}\.)/.test(one));
  return fail(
    packed === undefined
      ? `the WAL archive ${archive.name} lacks the segment that the backup begins with (${name}, where segments have 16 MiB)`
      : `the WAL archive ${archive.name} has ${packed}; unpack the archive into a directory of plain segments and name that`,
  );
};

const firstThere = async (
  archive: WalArchive,
  names: readonly string[],
): Promise<{readonly name: string; readonly bytes: Buffer} | null> => {
  for (const name of names) {
    const bytes = await archive.read(name);
    if (bytes !== null) {
      return {name, bytes};
    }
  }
  return null;
};

type Place = {
  readonly next: string;
  readonly isEnded: boolean;
  readonly lastSegment: string;
  readonly others: readonly number[];
};

/** Later segments of the same line say that WAL did not end here. A branch that was left may well reach further. */
const breakIn = ({names, name}: WalArchive, {next, isEnded, lastSegment, others}: Place): string | null => {
  const isLater = [...(names ?? [])].some(
    one =>
      /^[0-9A-F]{24}$/.test(one) &&
      one.slice(0, 8) >= lastSegment.slice(0, 8) &&
      !others.includes(Number.parseInt(one.slice(0, 8), 16)) &&
      (isEnded ? one.slice(8) >= next.slice(8) : one.slice(8) > next.slice(8)),
  );
  if (!isLater) {
    return null;
  }
  return isEnded
    ? `the WAL segment ${lastSegment} in ${name} can be read in part only, though later ones are there: it is damaged`
    : `the WAL archive ${name} lacks the segment ${next}, though later ones are there`;
};
