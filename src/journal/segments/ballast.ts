/** A piece of the disk that is kept free by being taken: released when the disk is full, it holds the facts that come then. */
import {lstatSync} from 'node:fs';
import {join} from 'node:path';
import type {Disk} from '../disk.ts';
import {closeQuietly, nodeDisk} from '../disk.ts';

/** Measured: room for more than 150 durable records on a full ext4 and a full tmpfs; test/terminal/full-disk.test.ts counts them. */
export const ballastBytes = 64 * 1024;

const ballastOf = (state: string): string => join(state, 'ballast');

/** Makes it, whole and durable, unless it is there. False where there is no room for it, or the directory takes no writes. */
export const makeBallast = (state: string, disk: Disk = nodeDisk): boolean => {
  const path = ballastOf(state);
  if (isWhole(path)) {
    return true;
  }
  const fresh = `${path}.new`;
  removeQuietly(disk, fresh);
  let file: number | undefined;
  try {
    file = disk.create(fresh);
    // Bytes that no file system leaves out or packs: a run of zeros may take no room at all.
    if (disk.write(file, fillingOf(ballastBytes)) !== ballastBytes) {
      throw new Error('the disk took only a part');
    }
    disk.syncFully(file);
    disk.rename(fresh, path);
    disk.syncDirectory(state);
    return true;
  } catch {
    removeQuietly(disk, fresh);
    return false;
  } finally {
    if (file !== undefined) {
      closeQuietly(disk, file);
    }
  }
};

/** Gives its room back, durably, so that a journal can take it at once. */
export const releaseBallast = (state: string, disk: Disk = nodeDisk): void => {
  removeQuietly(disk, ballastOf(state));
  try {
    disk.syncDirectory(state);
  } catch {
    // Then the next write says so.
  }
};

const isWhole = (path: string): boolean => {
  try {
    const found = lstatSync(path);
    return found.isFile() && found.size === ballastBytes;
  } catch {
    return false;
  }
};

const removeQuietly = (disk: Disk, path: string): void => {
  try {
    disk.remove(path);
  } catch {
    // It was not there.
  }
};

/** Numbers of a congruential generator (Numerical Recipes): nothing in them repeats within the file. */
const fillingOf = (bytes: number): Buffer => {
  const filling = Buffer.alloc(bytes);
  let word = 1;
  for (let at = 0; at < bytes; at += 4) {
    word = (Math.imul(word, 1_664_525) + 1_013_904_223) >>> 0;
    filling.writeUInt32LE(word, at);
  }
  return filling;
};
