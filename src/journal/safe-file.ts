/** Reads and writes whole files without following links, waiting for pipes or leaving half a file that counts. */
import {createHash, hash} from 'node:crypto';
import type {Stats} from 'node:fs';
import {closeSync, constants, fstatSync, fsyncSync, openSync, readFileSync, readSync, writeSync} from 'node:fs';
import {dirname} from 'node:path';
import type {Result} from '../base/result.ts';
import {fail, succeed} from '../base/result.ts';
import {nodeDisk} from './disk.ts';
import {diskFailure, errorCode} from './disk-failure.ts';

/** SHA-256 as 64 hexadecimal digits: the digest that facts carry. */
export const sha256 = (bytes: Uint8Array): string => hash('sha256', bytes);

/** Why a file was not read: it is not there, or something stands in the way, in a sentence. */
export type ReadFailure = {readonly kind: 'missing' | 'unusable'; readonly message: string};

/** Reads a regular file of at most `bytesMax` bytes. A second name (hard link), as backups make them, does no harm to a reader. */
export const readSafely = (path: string, bytesMax: number): Result<Buffer, ReadFailure> =>
  withFile(path, (file, stats) =>
    stats.size > bytesMax
      ? fail(unusable(`${path} has ${stats.size} bytes, more than the ${bytesMax} that are allowed.`))
      : succeed(readFileSync(file)),
  );

/** Reads the last bytes of such a file, or all of it when it is shorter. */
export const readEnd = (path: string, bytesMax: number): Result<Buffer, ReadFailure> =>
  withFile(path, (file, {size}) => {
    const bytes = Buffer.alloc(Math.min(size, bytesMax));
    const got = readSync(file, bytes, 0, bytes.length, size - bytes.length);
    return succeed(bytes.subarray(0, got));
  });

/** Reads the first bytes of such a file, or all of it when it is shorter. */
export const readStart = (path: string, bytesMax: number): Result<Buffer, ReadFailure> =>
  withFile(path, (file, {size}) => {
    const bytes = Buffer.alloc(Math.min(size, bytesMax));
    const got = readSync(file, bytes, 0, bytes.length, 0);
    return succeed(bytes.subarray(0, got));
  });

/** The digest of such a file of any size, read piece by piece. */
export const digestSafely = (path: string): Result<FileDigest, ReadFailure> =>
  withFile(path, file => {
    const taken = createHash('sha256');
    const piece = Buffer.allocUnsafe(1_048_576);
    let bytes = 0;
    for (let got = readSync(file, piece); got > 0; got = readSync(file, piece)) {
      taken.update(piece.subarray(0, got));
      bytes += got;
    }
    return succeed({sha256: taken.digest('hex'), bytes});
  });

/** What a fact says of a file. */
export type FileDigest = {readonly sha256: string; readonly bytes: number};

/** Reads such a file from a place on. Fails when it has become shorter than that, or has more than `bytesMax` bytes. */
export const readFrom = (
  path: string,
  {offset, bytesMax}: {readonly offset: number; readonly bytesMax: number},
): Result<Buffer, ReadFailure> =>
  withFile(path, (file, {size}) => {
    if (size < offset || size > bytesMax) {
      const why = size < offset ? `became shorter than the ${offset} that were there` : `are more than ${bytesMax}`;
      return fail(unusable(`${path} has ${size} bytes; they ${why}.`));
    }
    const bytes = Buffer.alloc(size - offset);
    const got = bytes.length === 0 ? 0 : readSync(file, bytes, 0, bytes.length, offset);
    return succeed(bytes.subarray(0, got));
  });

const withFile = <Found>(
  path: string,
  read: (file: number, stats: Stats) => Result<Found, ReadFailure>,
): Result<Found, ReadFailure> => {
  let file: number | undefined;
  try {
    file = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    const stats = fstatSync(file);
    return stats.isFile() ? read(file, stats) : fail(unusable(`${path} is not a regular file.`));
  } catch (error) {
    const kind = errorCode(error) === 'ENOENT' ? 'missing' : 'unusable';
    return fail({kind, message: diskFailure(error, {path, then: 'try again'})});
  } finally {
    if (file !== undefined) {
      closeSync(file);
    }
  }
};

const unusable = (message: string): ReadFailure => ({kind: 'unusable', message});

/** A new file: its bytes, and its mode (0400 for what must not change any more). */
export type NewFile = {readonly path: string; readonly bytes: Uint8Array; readonly mode: 0o400 | 0o600};

/** Writes a new file and makes it and its name durable. Fails when the name is taken. */
export const writeNewFile = ({path, bytes, mode}: NewFile): Result<void> => {
  let file: number | undefined;
  try {
    const {O_WRONLY, O_CREAT, O_EXCL, O_NOFOLLOW} = constants;
    file = openSync(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, mode);
    writeAll(file, bytes);
    fsyncSync(file);
    nodeDisk.syncDirectory(dirname(path));
    return succeed(undefined);
  } catch (error) {
    return fail(diskFailure(error, {path, then: 'try again'}));
  } finally {
    if (file !== undefined) {
      closeSync(file);
    }
  }
};

/** Asks again after a short write, so that a full disk says so with an error. */
const writeAll = (file: number, bytes: Uint8Array): void => {
  let done = 0;
  while (done < bytes.length) {
    done += writeSync(file, bytes, done);
  }
};
