/** How much a directory holds, and whether a disk has room for it. */
import {lstat, readdir, statfs} from 'node:fs/promises';
import {join} from 'node:path';

/** Bytes of all files below, links not followed. Throws what the file system throws. */
export const bytesIn = async (directory: string): Promise<number> => {
  const entries = await readdir(directory, {withFileTypes: true});
  const sizes = await Promise.all(
    entries.map(async entry => {
      const path = join(directory, entry.name);
      if (entry.isDirectory()) {
        return bytesIn(path);
      }
      return entry.isFile() ? (await lstat(path)).size : 0;
    }),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
};

/** What this user may still write there. Throws what the file system throws. */
export const freeBytes = async (directory: string): Promise<number> => {
  const {bavail, bsize} = await statfs(directory);
  return bavail * bsize;
};
