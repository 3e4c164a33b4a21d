/** Where triage keeps what its programs print: a directory that goes with it, and what a killed triage left of one. */
import {lstatSync, mkdtempSync, readdirSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {basename, join} from 'node:path';
import {fail, type Result, succeed} from '../../base/result.ts';
import {isLocked} from '../../journal/lock.ts';

const prefix = 'lifeboat-triage-';

/** Triage takes minutes at the most; a clock that was set must not take away what is in use. */
const leftAfterMs = 86_400_000;

/** A new one below $TMPDIR, mode 0700. */
export const makeTriagePlace = (): Result<string> => {
  try {
    return succeed(mkdtempSync(join(tmpdir(), prefix)));
  } catch (error) {
    return fail(`There is no place for temporary files (${error instanceof Error ? error.message : String(error)}).`);
  }
};

/** Held by triage and by all that it starts. */
export const lockPathIn = (directory: string): string => join(directory, 'session-1.lock');

/** With what lies in memory since it may hold secrets (runners/spool.ts names that place after the directory). Never throws. */
export const removePlace = (directory: string): void => {
  const {XDG_RUNTIME_DIR: memory} = process.env;
  const places = [directory, ...(memory ? [join(memory, 'lifeboat', basename(directory))] : [])];
  for (const place of places) {
    try {
      rmSync(place, {recursive: true, force: true});
    } catch {
      // It is not ours, or the disk is read-only by now: the next triage tries again.
    }
  }
};

/** Removes those that a kill left: a day old, of this user, and held by no process. */
export const removeLeftPlaces = (nowMs: number): void => {
  for (const name of namesIn(tmpdir())) {
    const directory = join(tmpdir(), name);
    if (/^lifeboat-triage-[A-Za-z0-9]{6}$/.test(name) && isLeft(directory, nowMs)) {
      removePlace(directory);
    }
  }
};

const isLeft = (directory: string, nowMs: number): boolean => {
  try {
    const stats = lstatSync(directory);
    return (
      stats.isDirectory() &&
      stats.uid === process.getuid?.() &&
      nowMs - stats.mtimeMs > leftAfterMs &&
      !isLocked(lockPathIn(directory))
    );
  } catch {
    // Another triage was faster.
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
