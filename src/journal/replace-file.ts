/** A file takes the place of another whole, or not at all: it is written under another name first. */
import {dirname} from 'node:path';
import type {Disk} from './disk.ts';
import {closeQuietly} from './disk.ts';

/** Whether it stands there, durable with its name. Where the disk does not take it, what stood there before still does. */
export const replaceFile = (disk: Disk, path: string, bytes: Buffer): boolean => {
  const fresh = `${path}.new`;
  let file: number | undefined;
  try {
    disk.remove(fresh);
  } catch {
    // Nobody died here before.
  }
  try {
    file = disk.create(fresh);
    if (disk.write(file, bytes) !== bytes.length) {
      return false;
    }
    disk.syncFully(file);
    disk.rename(fresh, path);
    disk.syncDirectory(dirname(path));
    return true;
  } catch {
    return false;
  } finally {
    if (file !== undefined) {
      closeQuietly(disk, file);
    }
  }
};
