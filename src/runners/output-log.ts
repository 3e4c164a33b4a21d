/** The output file of an attempt: what it printed, redacted, with the digest that the fact carries. */
import {createHash} from 'node:crypto';
import {
  closeSync,
  constants,
  fdatasync,
  fdatasyncSync,
  fstatSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readSync,
  writeSync,
} from 'node:fs';
import {dirname} from 'node:path';
import {promisify} from 'node:util';
import type {KeptOutput} from '../run/shown.ts';
import {cutOutput} from './cut-output.ts';
import {makeNameDurable} from './durable-name.ts';

export type OutputLog = {
  readonly write: (bytes: Buffer) => void;
  /** How far the file goes. */
  readonly point: () => LogPoint;
  /** Only its beginning and its end are kept: the disk is nearly full. */
  readonly isCut: () => boolean;
  /** Puts on the disk what was written so far, beside what goes on; false when it can never be. */
  readonly sync: () => Promise<boolean>;
  /** Puts the rest and the name on the disk. */
  readonly close: () => Promise<KeptOutput>;
};

/** The bytes of the file, and how many more were printed that are not in it. */
export type LogPoint = {readonly logBytes: number; readonly besideBytes: number};

export const emptyLog: LogPoint = {logBytes: 0, besideBytes: 0};

/** Its place on disk, its name in facts, and whether its disk has hardly any room left. */
export type LogPlace = {readonly path: string; readonly file: string; readonly isNearlyFull?: () => boolean};

const syncBeside = promisify(fdatasync);

const hasRoom = (): boolean => false;

/** Written anew, or gone on with after its first bytes, which a former session had put on the disk. */
export const openLog = (
  {path, file, isNearlyFull = hasRoom}: LogPlace,
  {logBytes: keptBytes, besideBytes}: LogPoint,
): OutputLog => {
  const hash = createHash('sha256');
  const cut = cutOutput({isNearlyFull, besideBytes, hash: () => hash});
  let fd: number | undefined;
  let bytesWritten = 0;
  let isBroken = false;
  let syncing: Promise<boolean> = Promise.resolve(true);
  const open = (): number => {
    if (fd === undefined) {
      fd = createLog(path, keptBytes > 0);
      bytesWritten = keptBytes > 0 ? goOnAfter(fd, keptBytes, bytes => hash.update(bytes)) : 0;
    }
    return fd;
  };
  const write = (bytes: Buffer): void => {
    if (bytes.length === 0) {
      return;
    }
    const to = open();
    for (let done = 0; done < bytes.length; ) {
      done += writeSync(to, bytes, done, bytes.length - done);
    }
    hash.update(bytes);
    bytesWritten += bytes.length;
  };
  const syncNow = async (): Promise<boolean> => {
    try {
      if (fd !== undefined && !isBroken) {
        await syncBeside(fd);
      }
    } catch {
      // The second sync would report success for what the first has lost.
      isBroken = true;
    }
    return !isBroken;
  };
  const attempt = (work: () => void): void => {
    if (isBroken) {
      return;
    }
    try {
      work();
    } catch {
      // A program is never ended because its log cannot be written; the fact then says that it is lost.
      isBroken = true;
    }
  };
  if (keptBytes > 0) {
    attempt(open);
  }
  return {
    write: bytes => attempt(() => write(cut.take(bytes, bytesWritten))),
    point: () => ({logBytes: bytesWritten, besideBytes: cut.besideBytes()}),
    isCut: cut.isCut,
    sync: () => {
      syncing = syncing.then(syncNow);
      return syncing;
    },
    close: async () => {
      await syncing;
      const whole = cut.whole(bytesWritten);
      attempt(() => write(cut.end()));
      const isOnDisk = fd === undefined || closeDurably(fd, path);
      if (isBroken || !isOnDisk) {
        return {outputLost: true};
      }
      const output = {file, bytes: bytesWritten, sha256: hash.digest('hex'), ...(whole && {whole})};
      return fd === undefined ? {} : {output};
    },
  };
};

const createLog = (path: string, isKept: boolean): number => {
  mkdirSync(dirname(path), {recursive: true, mode: 0o700});
  const flags = isKept ? constants.O_RDWR : constants.O_WRONLY | constants.O_TRUNC;
  return openSync(path, flags | constants.O_CREAT | constants.O_NOFOLLOW, 0o600);
};

/** Cuts off what was not on the disk for certain, and takes up the rest; says how much that is. */
const goOnAfter = (fd: number, keptBytes: number, take: (bytes: Buffer) => void): number => {
  const there = Math.min(keptBytes, fstatSync(fd).size);
  ftruncateSync(fd, there);
  const buffer = Buffer.allocUnsafe(262_144);
  // Read without a position, so that writing goes on behind it.
  for (let at = 0; at < there; ) {
    const count = readSync(fd, buffer, 0, Math.min(buffer.length, there - at), null);
    if (count === 0) {
      return at;
    }
    take(buffer.subarray(0, count));
    at += count;
  }
  return there;
};

/** The digest is recorded next, so the bytes and the name must be on disk before it. */
const closeDurably = (fd: number, path: string): boolean => {
  try {
    fdatasyncSync(fd);
    makeNameDurable(path);
    return true;
  } catch {
    return false;
  } finally {
    closeSync(fd);
  }
};
