/** What the file journal asks of the disk, call by call, so that a test can let any one of them fail. Each throws as Node does. */
import {
  closeSync,
  constants,
  fdatasyncSync,
  fsyncSync,
  ftruncateSync,
  lstatSync,
  openSync,
  renameSync,
  unlinkSync,
  writeSync,
} from 'node:fs';

/** What a file must still be for us to go on writing it. */
export type Standing = {
  readonly dev: number;
  readonly ino: number;
  readonly nlink: number;
  readonly size: number;
  readonly mode: number;
};

export type Disk = {
  /** Makes a new file that only we can read, to be appended to; fails when the name is taken, be it by a link. */
  readonly create: (path: string) => number;
  /** Opens a file that is there, to be appended to; never through a link, never waiting for a pipe. */
  readonly open: (path: string) => number;
  /** Returns how many bytes were taken: a full disk first takes fewer and says nothing. */
  readonly write: (file: number, bytes: Buffer) => number;
  /** Makes the content durable, and the length that it takes to find it. */
  readonly sync: (file: number) => void;
  /** The same with everything that the file system knows of the file, as after cutting. */
  readonly syncFully: (file: number) => void;
  readonly truncate: (file: number, size: number) => void;
  readonly standing: (path: string) => Standing;
  readonly close: (file: number) => void;
  readonly rename: (from: string, to: string) => void;
  readonly remove: (path: string) => void;
  /** Makes the names in a directory durable. */
  readonly syncDirectory: (path: string) => void;
};

const {O_WRONLY, O_APPEND, O_CREAT, O_EXCL, O_NOFOLLOW, O_NONBLOCK, O_RDONLY, O_DIRECTORY} = constants;

/** The disk of this machine. */
export const nodeDisk: Disk = {
  create: path => openSync(path, O_WRONLY | O_APPEND | O_CREAT | O_EXCL | O_NOFOLLOW, 0o600),
  open: path => openSync(path, O_WRONLY | O_APPEND | O_NOFOLLOW | O_NONBLOCK),
  write: (file, bytes) => writeSync(file, bytes),
  sync: file => fdatasyncSync(file),
  syncFully: file => fsyncSync(file),
  truncate: (file, size) => ftruncateSync(file, size),
  standing: path => {
    const {dev, ino, nlink, size, mode} = lstatSync(path);
    return {dev, ino, nlink, size, mode};
  },
  close: file => closeSync(file),
  rename: (from, to) => renameSync(from, to),
  remove: path => unlinkSync(path),
  syncDirectory: path => {
    const directory = openSync(path, O_RDONLY | O_DIRECTORY);
    try {
      fsyncSync(directory);
    } finally {
      closeSync(directory);
    }
  },
};

/** Closes a file of which everything that counts was synced or reported before. */
export const closeQuietly = (disk: Disk, file: number): void => {
  try {
    disk.close(file);
  } catch {
    // There is nobody left whom this would tell something.
  }
};
