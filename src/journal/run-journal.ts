/** The files of a run's journal, wherever they stand, read as one: in the run's directory, and where a disk that failed sent them. */
import {basename, dirname} from 'node:path';
import type {Result} from '../base/result.ts';
import {fail, succeed} from '../base/result.ts';
import type {Fact} from '../run/event.ts';
import type {Sink} from '../run/record-fact.ts';
import {journalBytesMax} from './chain.ts';
import {readLine} from './entry.ts';
import {type ReadFailure, readSafely} from './safe-file.ts';
import {type Joined, joinSegments, type Part} from './segments/join-segments.ts';
import {segmentsElsewhere} from './segments/journal-next.ts';
import {segmentNumber, segmentsIn, sinksOf} from './segments/sinks.ts';

export type RunJournal = Joined & {
  /** Files that are known to go on with it and cannot be read. */
  readonly missing: readonly string[];
};

/** Reads the whole journal that begins in the file at `path`. Fails when that file cannot be read, or all are too long. */
export const readRunJournal = (
  path: string,
  sinks: readonly Sink[] = sinksOf(dirname(path)),
): Result<RunJournal, ReadFailure> => {
  const first = readSafely(path, journalBytesMax);
  if (!first.ok) {
    return first;
  }
  const {parts, missing} = readSegments({path, bytes: first.value}, sinks);
  const joined = joinSegments(parts);
  return joined.bytes.length > journalBytesMax
    ? fail({kind: 'unusable', message: `The files of ${path} have more than ${journalBytesMax} bytes together.`})
    : succeed({...joined, missing});
};

type Segments = {readonly parts: readonly Part[]; readonly missing: readonly string[]};

/** What is read may name further places, of the sessions that wrote it. */
const readSegments = (first: Part, sinks: readonly Sink[]): Segments => {
  const parts: Part[] = [first];
  const missing: string[] = [];
  for (const copies of segmentPaths(first.path, sinks)) {
    const read = copies.flatMap(copy => partAt(copy));
    parts.push(...(read.length > 1 ? [fullest(read)] : read));
    missing.push(...(read.length === 0 ? copies.slice(0, 1) : []));
  }
  const more = parts.flatMap(({bytes}) => sinksNamedIn(bytes)).filter(isNotIn(sinks));
  return more.length === 0 ? {parts, missing} : readSegments(first, [...sinks, ...more]);
};

const isNotIn =
  (sinks: readonly Sink[]) =>
  ({directory}: Sink): boolean =>
    sinks.every(sink => sink.directory !== directory);

/** The places that the sessions in these bytes would go on in. */
const sinksNamedIn = (bytes: Buffer): readonly Sink[] => {
  const sinks: Sink[] = [];
  for (let at = bytes.indexOf(opening); at !== -1; at = bytes.indexOf(opening, at + opening.length)) {
    const end = bytes.indexOf(lineFeed, at);
    const entry = end === -1 ? undefined : readLine(bytes.subarray(bytes.lastIndexOf(lineFeed, at) + 1, end));
    sinks.push(...(entry?.ok ? sinksNamedBy(entry.value.fact) : []));
  }
  return sinks;
};

const opening = Buffer.from('"type":"session-opened"');

/** The places that a session named, where the fact is its first. */
export const sinksNamedBy = (fact: Fact): readonly Sink[] =>
  fact.type === 'session-opened' ? (fact.sinks ?? []).filter(({directory}) => directory.startsWith('/')) : [];

/** The file that was begun last, which is the one that grows: `path` itself as long as it has not failed. */
export const newestSegment = (path: string, sinks: readonly Sink[] = sinksOf(dirname(path))): string => {
  const copies = segmentPaths(path, sinks).at(-1) ?? [];
  const read = copies.length > 1 ? copies.flatMap(copy => partAt(copy)) : [];
  return (read.length > 1 ? fullest(read).path : copies[0]) ?? path;
};

const partAt = (path: string): readonly Part[] => {
  const bytes = readSafely(path, journalBytesMax);
  return bytes.ok ? [{path, bytes: bytes.value}] : [];
};

/** By their numbers. Of one that is being brought home there are two for a moment, and of two the first is the one at home. */
const segmentPaths = (path: string, sinks: readonly Sink[]): readonly (readonly string[])[] => {
  const elsewhere = segmentsElsewhere(dirname(path)).map(named => ({
    number: segmentNumber(basename(named)) ?? 0,
    path: named,
  }));
  const found = new Map<number, string[]>();
  for (const {number, path: segment} of [...sinks.flatMap(({directory}) => segmentsIn(directory)), ...elsewhere]) {
    const copies = found.get(number) ?? [];
    if (!copies.includes(segment)) {
      found.set(number, [...copies, segment]);
    }
  }
  return [...found.entries()].sort(([one], [other]) => one - other).map(([, copies]) => copies);
};

/** A copy that was not used, because it could not be made durable, or not removed afterwards, is a beginning of the other one. */
const fullest = (copies: readonly Part[]): Part =>
  copies.reduce((best, copy) => (wholeEntries(copy.bytes) > wholeEntries(best.bytes) ? copy : best));

const wholeEntries = (bytes: Buffer): number => {
  let entries = 0;
  for (let start = 0, end = bytes.indexOf(lineFeed); end !== -1; end = bytes.indexOf(lineFeed, start)) {
    if (!readLine(bytes.subarray(start, end)).ok) {
      return entries;
    }
    entries += 1;
    start = end + 1;
  }
  return entries;
};

const lineFeed = 0x0a;
