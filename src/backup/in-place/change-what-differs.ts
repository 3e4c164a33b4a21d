/** Makes a data directory equal to a backup by writing only what differs: looked at byte by byte, since sizes and times can lie. */
import {chown, copyFile, type FileHandle, lstat, mkdir, open, readdir, rm} from 'node:fs/promises';
import {join} from 'node:path';
import {fail, type Result, succeed} from '../../base/result.ts';
import type {ServerUser} from '../../postgres/server-user.ts';

export type Change = {
  readonly from: string;
  readonly into: string;
  readonly user: ServerUser;
  /** Paths of the backup that are not laid; where they are in the directory they are removed. */
  readonly leaveOut: (path: string) => boolean;
};

export type Changed = {readonly files: number; readonly bytes: number};

const controlFile = 'global/pg_control';

/** Returns what was written. Until pg_control is back, which is last, the directory cannot be started. */
export const changeWhatDiffers = async (change: Change): Promise<Result<Changed>> => {
  const written: number[] = [];
  try {
    await rm(join(change.into, controlFile), {force: true});
    await removeOthers(change, '');
    await layBelow(change, '', written);
    await layFile(change, controlFile, written);
  } catch (thrown) {
    return fail(`${change.into} cannot be changed: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
  }
  return succeed({files: written.length, bytes: written.reduce((sum, bytes) => sum + bytes, 0)});
};

/** WAL belongs to the place and not to the backup; the caller looks after it. */
const isKept = (path: string): boolean => path === 'pg_wal';

const inner = (path: string, name: string): string => (path === '' ? name : `${path}/${name}`);

/** Takes away what the backup does not have. */
const removeOthers = async (change: Change, path: string): Promise<void> => {
  for (const entry of await readdir(join(change.into, path), {withFileTypes: true})) {
    const at = inner(path, entry.name);
    if (isKept(at)) {
      continue;
    }
    const there = change.leaveOut(at) ? null : await lstat(join(change.from, at)).catch(() => null);
    if (there === null || there.isDirectory() !== entry.isDirectory()) {
      await rm(join(change.into, at), {recursive: true, force: true});
    } else if (entry.isDirectory()) {
      await removeOthers(change, at);
    }
  }
};

const layBelow = async (change: Change, path: string, written: number[]): Promise<void> => {
  for (const entry of await readdir(join(change.from, path), {withFileTypes: true})) {
    const at = inner(path, entry.name);
    if (isKept(at) || at === controlFile || change.leaveOut(at)) {
      continue;
    }
    if (entry.isDirectory()) {
      await mkdir(join(change.into, at), {recursive: true, mode: 0o700});
      await own(change, at);
      await layBelow(change, at, written);
    } else if (entry.isFile()) {
      await layFile(change, at, written);
    }
  }
};

const layFile = async (change: Change, path: string, written: number[]): Promise<void> => {
  const [from, into] = [join(change.from, path), join(change.into, path)];
  const there = await lstat(into).catch(() => null);
  if (there === null) {
    await copyFile(from, into);
    await own(change, path);
    written.push((await lstat(into)).size);
    return;
  }
  const bytes = await changeFile(from, into);
  if (bytes > 0) {
    written.push(bytes);
  }
};

const own = async ({into, user}: Change, path: string): Promise<void> => {
  if (user.kind === 'account') {
    await chown(join(into, path), user.uid, user.gid);
  }
};

const changeFile = async (from: string, into: string): Promise<number> => {
  const source = await open(from, 'r');
  const target = await open(into, 'r+');
  try {
    const [wanted, there] = [(await source.stat()).size, (await target.stat()).size];
    if (there > wanted) {
      await target.truncate(wanted);
    }
    return (await writePieces(source, target, wanted)) + Math.max(0, there - wanted);
  } finally {
    await source.close();
    await target.close();
  }
};

const pieceBytes = 1024 * 1024;

const writePieces = async (source: FileHandle, target: FileHandle, wanted: number): Promise<number> => {
  const [good, old] = [Buffer.alloc(pieceBytes), Buffer.alloc(pieceBytes)];
  let written = 0;
  for (let at = 0; at < wanted; at += pieceBytes) {
    const {bytesRead} = await source.read(good, 0, pieceBytes, at);
    const {bytesRead: had} = await target.read(old, 0, pieceBytes, at);
    if (had < bytesRead || !good.subarray(0, bytesRead).equals(old.subarray(0, bytesRead))) {
      await target.write(good, 0, bytesRead, at);
      written += bytesRead;
    }
  }
  return written;
};
