/** Files that root writes into directories of another account: no link that it could have laid there is followed, and they end up its own. */
import {
  closeSync,
  constants,
  fchmodSync,
  fchownSync,
  fsyncSync,
  lchownSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import {open} from 'node:fs/promises';
import {dirname} from 'node:path';
import type {ServerUser} from './server-user.ts';

export type FileOwner = {readonly uid: number; readonly gid: number};

export type DraftOptions = {
  /** Rights, 0600 by default. */
  readonly mode?: number;
  /** Whose it is; by default that of the directory. Only root can give it to somebody. */
  readonly owner?: FileOwner | ServerUser;
};

/** New, or not at all: a name that is there, also a link that leads nowhere, is an error of the system (POSIX, open, O_EXCL). */
const anew = constants.O_WRONLY + constants.O_CREAT + constants.O_EXCL + constants.O_NOFOLLOW;

/** What lies under its name goes first: a link itself, and never what it leads to. Throws what the file system throws. */
const openDraft = (path: string, {mode = 0o600, owner}: DraftOptions = {}): number => {
  rmSync(path, {force: true});
  const file = openSync(path, anew, 0o600);
  try {
    const given = ownerOf(path, owner);
    // By the open file: a path could be another one by now.
    if (given !== null) {
      fchownSync(file, given.uid, given.gid);
    }
    fchmodSync(file, mode);
    return file;
  } catch (thrown) {
    closeSync(file);
    throw thrown;
  }
};

/** A small file that must not be there yet: it says that somebody is at work. Throws what the file system throws, EEXIST too. */
export const createOwned = (path: string, text: string): void => {
  const file = openSync(path, anew, 0o600);
  try {
    const given = ownerOf(path, undefined);
    if (given !== null) {
      fchownSync(file, given.uid, given.gid);
    }
    writeFileSync(file, text);
  } finally {
    closeSync(file);
  }
};

/** Gives what was just made to whose the directory around it is; a link that lies there instead is given, and not followed. */
export const ownAsAround = (path: string): void => {
  const given = ownerOf(path, undefined);
  if (given !== null) {
    lchownSync(path, given.uid, given.gid);
  }
};

/** The whole of a file, on the disk before it is named. Throws what the file system throws. */
export const writeDraft = (path: string, data: string | Uint8Array, options: DraftOptions = {}): void => {
  const file = openDraft(path, options);
  try {
    writeFileSync(file, data);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
};

/** Under its own name at once or not at all, by a draft beside it. Throws what the file system throws. */
export const replaceByDraft = (path: string, data: string | Uint8Array, options: DraftOptions = {}): void => {
  const draft = `${path}.draft`;
  writeDraft(draft, data, options);
  renameSync(draft, path);
  const directory = openSync(dirname(path), 'r');
  try {
    fsyncSync(directory);
  } finally {
    closeSync(directory);
  }
};

/** At the end of a file that may be there; not through a link. Throws what the file system throws. */
export const appendNoLink = (path: string, text: string, options: DraftOptions = {}): void => {
  const flags = constants.O_WRONLY + constants.O_APPEND + constants.O_CREAT + constants.O_NOFOLLOW;
  const file = openSync(path, flags, 0o600);
  try {
    const given = ownerOf(path, options.owner);
    if (given !== null) {
      fchownSync(file, given.uid, given.gid);
    }
    writeFileSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
};

const stepBytes = 1024 * 1024;

/** A copy of a plain file; a link is not followed at either end, or root would read for the account what it may not. */
export const copyAsDraft = async (from: string, draft: string, options: DraftOptions = {}): Promise<void> => {
  const source = await open(from, constants.O_RDONLY + constants.O_NOFOLLOW);
  try {
    if (!(await source.stat()).isFile()) {
      throw new Error(`${from} is no plain file`);
    }
    closeSync(openDraft(draft, options));
    const target = await open(draft, constants.O_WRONLY + constants.O_NOFOLLOW);
    try {
      const bytes = new Uint8Array(stepBytes);
      for (let {bytesRead} = await source.read(bytes); bytesRead > 0; {bytesRead} = await source.read(bytes)) {
        await target.writeFile(bytes.subarray(0, bytesRead));
      }
      await target.sync();
    } finally {
      await target.close();
    }
  } finally {
    await source.close();
  }
};

const ownerOf = (path: string, owner: DraftOptions['owner']): FileOwner | null => {
  if (process.getuid?.() !== 0) {
    return null;
  }
  if (owner !== undefined && 'kind' in owner) {
    return owner.kind === 'account' ? owner : null;
  }
  return owner ?? statSync(dirname(path));
};
