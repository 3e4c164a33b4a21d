/** One write and one sync at the end of a file, or the reason why it can never be written again. */
import {basename, dirname} from 'node:path';
import type {Failure, Result} from '../base/result.ts';
import {fail, succeed} from '../base/result.ts';
import {entriesMax, journalBytesMax} from './chain.ts';
import type {Disk, Standing} from './disk.ts';
import {diskFailure, errorCode} from './disk-failure.ts';

/** A file that is open for appending, and how it stood when it was last looked at. */
export type OpenFile = {
  readonly path: string;
  /** 1 for `journal.jsonl`, n for `journal-000n.jsonl`. */
  readonly number: number;
  readonly disk: Disk;
  readonly file: number;
  readonly standing: Standing;
  /** What the files before it hold of the journal. */
  readonly bytesBefore: number;
};

/** A sentence for a person, and the code of the disk's failure: nothing where somebody else is the cause, or a limit of ours. */
export type WriteFailure = {readonly cause?: string; readonly sentence: string};

/** What waits, and how many entries the journal has with it. */
export type Waiting = {readonly bytes: Buffer; readonly entries: number};

/** Puts bytes at the end of the file and on the disk; when that fails, cuts the file back to what was durable before. */
export const writeDurably = (open: OpenFile, {bytes, entries}: Waiting): Result<void, WriteFailure> => {
  const {path, disk, file, standing, bytesBefore} = open;
  if (bytesBefore + standing.size + bytes.length > journalBytesMax || entries > entriesMax) {
    const sentence = `${path} has reached its limit of ${entriesMax} entries or ${journalBytesMax} bytes; end this run and start another.`;
    return fail({sentence});
  }
  try {
    const now = disk.standing(path);
    if (!isSame(now, standing)) {
      return fail({sentence: changedByOthers(path)});
    }
  } catch (error) {
    return isGone(error) ? fail({sentence: changedByOthers(path)}) : failed(open, error);
  }
  try {
    const taken = disk.write(file, bytes);
    if (taken === bytes.length) {
      disk.sync(file);
      return succeed(undefined);
    }
    // A full disk takes a part and reports no error; only the next call would.
    cutBack(open);
    const sentence = `The disk that holds ${path} is full: it took ${taken} of ${bytes.length} bytes; free space and ${wayOn(path)}.`;
    return fail({cause: 'ENOSPC', sentence: `${sentence} ${onPaper}`});
  } catch (error) {
    cutBack(open);
    return failed(open, error);
  }
};

const failed = ({path}: OpenFile, error: unknown): Failure<WriteFailure> =>
  fail({
    cause: errorCode(error) || 'unknown',
    sentence: `${diskFailure(error, {path, then: wayOn(path)})} ${onPaper}`,
  });

const wayOn = (path: string): string => `run \`lifeboat resume ${runOf(path)}\``;

const runOf = (path: string): string => basename(dirname(path));

/** No place takes a fact: nothing may act that would not be in the record, and people can go on all the same. */
const onPaper =
  'What was recorded is safe. Until then steps go on by hand, on paper (`lifeboat print RUNBOOK`), and are entered later (`lifeboat backfill RUN`).';

const changedByOthers = (path: string): string =>
  `${path} was deleted, replaced, linked, cut, opened to others or added to by another program; nothing more is recorded in it. ` +
  `Look at it with \`lifeboat verify ${runOf(path)}\` before anything else.`;

const isGone = (error: unknown): boolean => ['ENOENT', 'ENOTDIR', 'ELOOP'].includes(errorCode(error));

const cutBack = ({disk, file, standing}: OpenFile): void => {
  try {
    disk.truncate(file, standing.size);
  } catch {
    // The rule of torn tails removes what stays, or the next file leaves it behind; the first reason is the one to tell.
  }
};

/** Whether it is still the file that was opened, ours alone to write, with all that this process wrote and no more. */
const isSame = (now: Standing, then: Standing): boolean =>
  now.dev === then.dev && now.ino === then.ino && now.nlink === 1 && now.size === then.size && (now.mode & 0o022) === 0;
