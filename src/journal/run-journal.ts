/** The files of a run's journal, wherever they stand, read as one: in the run's directory, and where a disk that failed sent them. */
import {basename, dirname} from 'node:path';
import type {Result} from '../base/result.ts';
import {fail, succeed} from '../base/result.ts';
import {journalBytesMax} from './chain.ts';
import {type Joined, joinSegments, type Part} from './join-segments.ts';
import {segmentsElsewhere} from './journal-next.ts';
import {type ReadFailure, readSafely} from './safe-file.ts';
import {type Sink, segmentNumber, segmentsIn, sinksOf} from './sinks.ts';

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
  const parts: Part[] = [{path, bytes: first.value}];
  const missing: string[] = [];
  let bytesLeft = journalBytesMax;
  for (const segment of segmentPaths(path, sinks)) {
    const bytes = readSafely(segment, bytesLeft);
    if (bytes.ok) {
      parts.push({path: segment, bytes: bytes.value});
      bytesLeft -= bytes.value.length;
    } else {
      missing.push(segment);
    }
  }
  const joined = joinSegments(parts);
  return joined.bytes.length > journalBytesMax
    ? fail({kind: 'unusable', message: `The files of ${path} have more than ${journalBytesMax} bytes together.`})
    : succeed({...joined, missing});
};

/** The file that was begun last, which is the one that grows: `path` itself as long as it has not failed. */
export const newestSegment = (path: string, sinks: readonly Sink[] = sinksOf(dirname(path))): string =>
  segmentPaths(path, sinks).at(-1) ?? path;

/** In the order of their numbers; one that was brought home is not looked for elsewhere. */
const segmentPaths = (path: string, sinks: readonly Sink[]): readonly string[] => {
  const elsewhere = segmentsElsewhere(dirname(path)).map(named => ({
    number: segmentNumber(basename(named)) ?? 0,
    path: named,
  }));
  const found = new Map<number, string>();
  for (const {number, path: segment} of [...sinks.flatMap(({directory}) => segmentsIn(directory)), ...elsewhere]) {
    if (!found.has(number)) {
      found.set(number, segment);
    }
  }
  return [...found.entries()].sort(([one], [other]) => one - other).map(([, segment]) => segment);
};
