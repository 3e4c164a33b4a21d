/** The journal in a file: what `flush` reports as done is on the disk, and what it cannot put there ends the journal. */
import {basename, dirname} from 'node:path';
import {assert} from '../base/assert.ts';
import type {Clock} from '../base/clock.ts';
import type {Result} from '../base/result.ts';
import {fail, succeed} from '../base/result.ts';
import {emptyHead, entriesMax, journalBytesMax} from './chain.ts';
import type {Disk, Standing} from './disk.ts';
import {closeQuietly, nodeDisk} from './disk.ts';
import {diskFailure} from './disk-failure.ts';
import type {Journal} from './journal.ts';
import type {Scribe} from './scribe.ts';
import {createScribe} from './scribe.ts';

/** Where a journal is kept. `disk` is the real one unless a test brings one that fails. */
export type JournalPlace = {readonly path: string; readonly clock: Clock; readonly disk?: Disk};

/** Begins the journal of a new run; its name is durable before the first entry can be. Fails when there is one already. */
export const createJournal = ({path, clock, disk = nodeDisk}: JournalPlace): Result<Journal> => {
  let file: number | undefined;
  try {
    file = disk.create(path);
    disk.syncFully(file);
    disk.syncDirectory(dirname(path));
    const scribe = createScribe({clock, session: 1, head: emptyHead});
    return succeed(writeThrough({path, disk, file, standing: disk.standing(path), scribe}));
  } catch (error) {
    if (file !== undefined) {
      closeQuietly(disk, file);
    }
    return fail(diskFailure(error, {path, then: 'start the run again'}));
  }
};

/** A file that is open for appending, how it stood when it was last looked at, and the scribe that goes on in it. */
export type OpenFile = {
  readonly path: string;
  readonly disk: Disk;
  readonly file: number;
  readonly standing: Standing;
  readonly scribe: Scribe;
};

/** The port over an open file. After the first failure nothing is tried again: a sync that failed once lies the second time. */
export const writeThrough = (open: OpenFile): Journal => {
  const {disk, file, scribe} = open;
  // One object for all writes: copies of it were a tenth of what a fact costs beside the disk.
  const now = {...open};
  let isOpen = true;
  let failure: string | undefined;
  return {
    append: draft => {
      assert(isOpen, 'a fact was about to be recorded in a closed journal');
      const fact = scribe.write(draft);
      if (failure !== undefined) {
        scribe.drop();
      }
      return fact;
    },
    flush: () => {
      assert(isOpen, 'a closed journal was about to be flushed');
      if (failure !== undefined) {
        return fail(failure);
      }
      const bytes = Buffer.from(scribe.waiting());
      if (bytes.length === 0) {
        return succeed(undefined);
      }
      const written = writeDurably(now, bytes);
      if (!written.ok) {
        failure = written.reason;
        scribe.drop();
        return written;
      }
      now.standing = {...now.standing, size: now.standing.size + bytes.length};
      scribe.settle();
      return succeed(undefined);
    },
    head: scribe.head,
    close: () => {
      if (isOpen) {
        isOpen = false;
        closeQuietly(disk, file);
      }
    },
  };
};

/** Puts bytes at the end of the file and on the disk; when that fails, cuts the file back to what was durable before. */
const writeDurably = (open: OpenFile, bytes: Buffer): Result<void> => {
  const {path, disk, file, standing} = open;
  const limit = limitReached(open, bytes.length);
  if (limit !== undefined) {
    return fail(limit);
  }
  try {
    if (!isSame(disk.standing(path), standing)) {
      return fail(
        `${path} was deleted, replaced, linked, cut or added to by another program; nothing more is recorded in it. ` +
          `Look at it with \`lifeboat verify ${basename(dirname(path))}\` before anything else.`,
      );
    }
    const taken = disk.write(file, bytes);
    if (taken === bytes.length) {
      disk.sync(file);
      return succeed(undefined);
    }
    // A full disk takes a part and reports no error; only the next call would.
    cutBack(open);
    return fail(
      `The disk that holds ${path} is full: it took ${taken} of ${bytes.length} bytes; free space and ${goOn(path)}.`,
    );
  } catch (error) {
    cutBack(open);
    return fail(diskFailure(error, {path, then: goOn(path)}));
  }
};

const goOn = (path: string): string => `run \`lifeboat resume ${basename(dirname(path))}\``;

const cutBack = ({disk, file, standing}: OpenFile): void => {
  try {
    disk.truncate(file, standing.size);
  } catch {
    // The torn-tail rule removes what stays; the first reason is the one to tell.
  }
};

const limitReached = ({path, standing, scribe}: OpenFile, bytes: number): string | undefined =>
  standing.size + bytes > journalBytesMax || scribe.head().entries > entriesMax
    ? `${path} has reached its limit of ${entriesMax} entries or ${journalBytesMax} bytes; end this run and start another.`
    : undefined;

const isSame = (now: Standing, then: Standing): boolean =>
  now.dev === then.dev && now.ino === then.ino && now.nlink === 1 && now.size === then.size;
