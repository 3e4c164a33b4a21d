/** Briefs of runs that are over, kept in the state directory: a list of a thousand runs reads no journal twice. */
import {statSync} from 'node:fs';
import {join} from 'node:path';
import type {Json} from '../../base/canonical-json.ts';
import {nodeDisk} from '../../journal/disk.ts';
import {replaceFile} from '../../journal/replace-file.ts';
import {readSafely} from '../../journal/safe-file.ts';
import {makeDirectory} from '../../journal/state-directory.ts';
import {type RunBrief, readBrief} from '../../run/brief.ts';
import {version} from '../version.ts';

/** Goes up with every change of what a brief says of the same facts. */
const form = 4;

/** A brief has about 600 bytes, and two or three thousand with what the run went through. */
const cacheBytesMax = 64 * 1024 * 1024;

export type BriefCache = {
  /** The brief of a run whose journal is still the very file that it was made of. */
  readonly get: (run: string, stamp: string) => RunBrief | undefined;
  readonly put: (run: string, stamp: string, brief: RunBrief) => void;
  /** Writes it where anything changed. A disk that does not take it costs time the next time, and nothing else. */
  readonly save: (runs: readonly string[]) => void;
};

type Kept = {readonly stamp: string; readonly brief: Json};

/** It proves nothing: what it says was read from the journals, which alone count, and whatever is odd about it is made anew. */
export const openBriefCache = (state: string): BriefCache => {
  const directory = join(state, 'cache');
  const path = join(directory, 'runs-in-brief.json');
  const kept = readKept(path);
  let isChanged = false;
  return {
    get: (run, stamp) => {
      const one = kept.get(run);
      return one?.stamp === stamp ? readBrief(one.brief) : undefined;
    },
    put: (run, stamp, brief) => {
      kept.set(run, {stamp, brief: brief as unknown as Json});
      isChanged = true;
    },
    save: runs => {
      const there = new Set(runs);
      const gone = [...kept.keys()].filter(run => !there.has(run));
      for (const run of gone) {
        kept.delete(run);
      }
      if ((isChanged || gone.length > 0) && makeDirectory(directory).ok) {
        replaceFile(nodeDisk, path, Buffer.from(JSON.stringify({made: madeBy(), briefs: Object.fromEntries(kept)})));
      }
      isChanged = false;
    },
  };
};

/** Another version may say other things of the same facts. */
const madeBy = (): string => `${version()} ${form}`;

const readKept = (path: string): Map<string, Kept> => {
  const bytes = readSafely(path, cacheBytesMax);
  try {
    const {made, briefs} = bytes.ok ? JSON.parse(bytes.value.toString('utf8')) : {};
    return made === madeBy() ? new Map(Object.entries(briefs as {readonly [run: string]: Kept})) : new Map();
  } catch {
    return new Map();
  }
};

export type JournalFile = {readonly stamp: string; readonly bytes: number; readonly isFile: boolean};

/** Tells a journal from what it was before: it only grows. Nothing where there is none; fails with the code of the system. */
export const journalFile = (path: string): JournalFile | undefined => {
  const stats = statSync(path, {bigint: true, throwIfNoEntry: false});
  return (
    stats && {stamp: `${stats.ino} ${stats.size} ${stats.mtimeNs}`, bytes: Number(stats.size), isFile: stats.isFile()}
  );
};
