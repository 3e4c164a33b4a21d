/** What the application could not read, kept beside the servers: what users of the broken system saw, by their own side's record. */
import {appendFileSync, readFileSync} from 'node:fs';
import {join} from 'node:path';

export type FailedReads = {
  /** When the last of them failed. */
  readonly atMs: number;
  readonly why: string;
  /** How many since the line before. */
  readonly count: number;
};

/** A table that is gone fails fifty times a second, and one line a second says as much. */
const lineEveryMs = 1_000;

export type ReadNotes = {
  /** Notes one that failed. Throws what the file system throws. */
  readonly failed: (why: string, atMs: number) => void;
  readonly count: () => number;
  readonly last: () => string | null;
};

const pathIn = (directory: string): string => join(directory, 'failed-reads.jsonl');

/** Opens the notes of one application. */
export const openReadNotes = (directory: string): ReadNotes => {
  let count = 0;
  let last: string | null = null;
  let pending = 0;
  let writtenMs = Number.NEGATIVE_INFINITY;
  return {
    failed: (why, atMs) => {
      count += 1;
      pending += 1;
      const isNew = why !== last;
      last = why;
      if (isNew || atMs - writtenMs >= lineEveryMs) {
        appendFileSync(pathIn(directory), `${JSON.stringify({atMs, why, count: pending})}\n`, {mode: 0o600});
        writtenMs = atMs;
        pending = 0;
      }
    },
    count: () => count,
    last: () => last,
  };
};

/** All that were noted, in order; a line that a kill or a full disk cut short is left out. */
export const readFailedReads = (directory: string): readonly FailedReads[] => {
  try {
    return readFileSync(pathIn(directory), 'utf8').split('\n').slice(0, -1).flatMap(parsed);
  } catch {
    return [];
  }
};

const parsed = (line: string): readonly FailedReads[] => {
  try {
    return [JSON.parse(line) as FailedReads];
  } catch {
    return [];
  }
};
