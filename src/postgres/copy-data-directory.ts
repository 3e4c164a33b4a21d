/** Copies a data directory file by file, as a base backup or back again, and gives the copy to the server's account. */
import {chown, constants, copyFile, lstat, mkdir, readdir} from 'node:fs/promises';
import {join} from 'node:path';
import type {ServerUser} from './server-user.ts';

export type CopyRequest = {
  readonly from: string;
  readonly to: string;
  readonly user: ServerUser;
  /** Called with a path relative to the data directory; such a thing is left out, a directory only emptied. */
  readonly leaveOut?: (path: string) => boolean;
  readonly onBytes?: (bytes: number) => void;
};

/** Enough to keep a disk busy; more only makes the heads jump. */
const filesAtOnce = 8;

/** What a server makes anew at its start, or what belongs to a running one alone (PostgreSQL manual, 26.3.4). */
export const isTransient = (path: string): boolean =>
  /^(postmaster\.(pid|opts)|pg_(dynshmem|notify|replslot|serial|snapshots|stat_tmp|subtrans)\/.+|pg_internal\.init.*)$/.test(
    path,
  ) || /(^|\/)(pgsql_tmp.*|pg_internal\.init.*)$/.test(path);

/** Copies directories and files, no other links; a file that vanishes meanwhile is no error, because WAL of the backup makes it good. Throws what the file system throws. */
export const copyDataDirectory = async (
  request: CopyRequest,
): Promise<{readonly files: number; readonly bytes: number}> => {
  const files: string[] = [];
  await copyDirectories(request, '', files);

  let bytes = 0;
  const work = files.values();
  const copyNext = async (): Promise<void> => {
    for (const path of work) {
      const size = await copyOne(request, path);
      bytes += size;
      request.onBytes?.(bytes);
    }
  };
  await Promise.all(Array.from({length: filesAtOnce}, copyNext));
  return {files: files.length, bytes};
};

const copyDirectories = async (request: CopyRequest, path: string, files: string[]): Promise<void> => {
  const target = join(request.to, path);
  await mkdir(target, {recursive: true, mode: 0o700});
  await own(request.user, target);
  for (const entry of await readdir(join(request.from, path), {withFileTypes: true})) {
    const inner = path === '' ? entry.name : `${path}/${entry.name}`;
    if (request.leaveOut?.(inner) === true) {
      continue;
    }
    // WAL may live behind a link; a copy that kept the link would write into the original's.
    if (entry.isDirectory() || (entry.isSymbolicLink() && inner === 'pg_wal')) {
      await copyDirectories(request, inner, files);
    } else if (entry.isFile()) {
      files.push(inner);
    }
  }
};

const copyOne = async ({from, to, user}: CopyRequest, path: string): Promise<number> => {
  try {
    // A clone where the file system can, which takes no time and no space.
    await copyFile(join(from, path), join(to, path), constants.COPYFILE_FICLONE);
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT') {
      return 0;
    }
    throw thrown;
  }
  await own(user, join(to, path));
  return (await lstat(join(to, path))).size;
};

const own = async (user: ServerUser, path: string): Promise<void> => {
  if (user.kind === 'account') {
    await chown(path, user.uid, user.gid);
  }
};
