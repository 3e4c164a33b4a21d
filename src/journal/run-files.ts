/** The files of a run beside its journal: written once and durably, read back only from inside the run's own directory. */
import {realpathSync, renameSync, rmSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {assert} from '../base/assert.ts';
import type {Result} from '../base/result.ts';
import {fail, succeed} from '../base/result.ts';
import {closeQuietly, nodeDisk} from './disk.ts';
import {diskFailure} from './disk-failure.ts';
import {headNote} from './head-note.ts';
import type {Head} from './journal.ts';
import type {RunDirectory} from './run-directory.ts';
import {
  createWritten,
  digestSafely,
  type FileDigest,
  type ReadFailure,
  readEnd,
  readPiece,
  readSafely,
  sha256,
  sizeSafely,
  writeNewFile,
} from './safe-file.ts';
import {makeDirectory} from './state-directory.ts';
import {writeTogether} from './write-together.ts';

/** Outputs and attachments may be large; what is larger than this is only read in pieces. */
const runFileBytesMax = 1024 * 1024 * 1024;

/** A file to write: its path relative to the run, and its bytes. */
export type RunFile = {readonly path: string; readonly bytes: Uint8Array};

/** Whether a path that stands in a fact stays below the run: `/` between names, none of them empty, `.` or `..`. */
const isInside = (relative: string): boolean =>
  !relative.includes('\0') && relative.split('/').every(name => name !== '' && name !== '.' && name !== '..');

/** Writes a file that must never change again, 0400, and says what the first fact says of it. */
export const pinFile = (run: RunDirectory, file: RunFile): Result<{readonly path: string; readonly sha256: string}> => {
  const written = write(run, {...file, mode: 0o400});
  return written.ok ? succeed({path: file.path, sha256: sha256(file.bytes)}) : written;
};

/** A file that a new run begins with; one that must never change again is pinned, 0400 instead of 0600. */
export type FirstFile = RunFile & {readonly isPinned: boolean};

/** What the first fact says of a file. */
export type Named = {readonly path: string; readonly sha256: string};

/** Writes the files that a new run begins with, all of them before it returns; durable, and as the first fact names them, when it resolves. */
export const writeFirstFiles = async (
  run: RunDirectory,
  files: readonly FirstFile[],
): Promise<Result<readonly Named[]>> => {
  for (const {path} of files) {
    const placed = placeFor(run, path);
    if (!placed.ok) {
      return placed;
    }
  }
  const written = await writeTogether(
    files.map(({path, bytes, isPinned}) => ({path: join(run.path, path), bytes, mode: isPinned ? 0o400 : 0o600})),
  );
  return written.ok ? succeed(files.map(({path, bytes}) => ({path, sha256: sha256(bytes)}))) : written;
};

/** Writes a file of the run, 0600, and says what a fact says of it. */
export const writeRunFile = (
  run: RunDirectory,
  file: RunFile,
): Result<{readonly file: string; readonly sha256: string}> => {
  const written = write(run, {...file, mode: 0o600});
  return written.ok ? succeed({file: file.path, sha256: sha256(file.bytes)}) : written;
};

const write = (run: RunDirectory, {path, bytes, mode}: RunFile & {readonly mode: 0o400 | 0o600}): Result<void> => {
  const placed = placeFor(run, path);
  return placed.ok ? writeNewFile({path: join(run.path, path), bytes, mode}) : placed;
};

const placeFor = (run: RunDirectory, path: string): Result<void> => {
  assert(isInside(path), `"${path}" was about to be written outside the run's directory`);
  return makeDirectory(dirname(join(run.path, path)));
};

/** Reads a file that a fact names; nothing when it is missing, is no regular file, or is not in the run's own directory. */
export const readRunFile = (run: RunDirectory, relative: string): Buffer | undefined =>
  inside(run, relative, path => readSafely(path, runFileBytesMax));

/** The end of a file of the run, whatever its size; nothing where it cannot be read. */
export const readRunFileEnd = (run: RunDirectory, relative: string, bytesMax: number): Buffer | undefined =>
  inside(run, relative, path => readEnd(path, bytesMax));

/** How many bytes such a file has now. */
export const sizeOfRunFile = (run: RunDirectory, relative: string): number | undefined =>
  inside(run, relative, sizeSafely);

/** A piece of it, from a place on. */
export const readRunFilePiece = (
  run: RunDirectory,
  relative: string,
  piece: {readonly offset: number; readonly bytesMax: number},
): Buffer | undefined => inside(run, relative, path => readPiece(path, piece));

/** Its digest, whatever its size: a step may have printed more than fits into memory. */
export const digestRunFile = (run: RunDirectory, relative: string): FileDigest | undefined =>
  inside(run, relative, digestSafely);

const inside = <Found>(
  run: RunDirectory,
  relative: string,
  read: (path: string) => Result<Found, ReadFailure>,
): Found | undefined => {
  if (!isInside(relative)) {
    return undefined;
  }
  const path = join(run.path, relative);
  try {
    const isBelow = realpathSync(dirname(path)) === join(realpathSync(run.path), dirname(relative));
    const found = isBelow ? read(path) : undefined;
    return found?.ok ? found.value : undefined;
  } catch {
    return undefined;
  }
};

/** Writes `seals/head.note` and its signature, each whole or not at all. Called once `sealed` is durable. */
export const writeHeadNote = (run: RunDirectory, head: Head, signature?: string): Result<void> => {
  const noted = writeSealFile(run, 'head.note', headNote(run.id, head));
  return noted.ok && signature !== undefined ? writeSealFile(run, 'head.note.sig', signature) : noted;
};

/** Writes a file beside the seals, whole or not at all, in the place of one of that name. */
export const writeSealFile = (run: RunDirectory, name: string, text: string): Result<void> => {
  const path = join(run.seals, name);
  const fresh = `${path}.new`;
  let file: number | undefined;
  try {
    rmSync(fresh, {force: true});
    file = createWritten({path: fresh, bytes: Buffer.from(text), mode: 0o600});
    // Its passing name need not last: what counts is that the bytes are there before the name that lasts is.
    nodeDisk.syncFully(file);
    renameSync(fresh, path);
    nodeDisk.syncDirectory(run.seals);
    return succeed(undefined);
  } catch (error) {
    return fail(diskFailure(error, {path, then: 'try again'}));
  } finally {
    if (file !== undefined) {
      closeQuietly(nodeDisk, file);
    }
  }
};
