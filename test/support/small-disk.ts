/** Disks of a given size, for what happens when they are full or fail; undefined where this account may not mount any. */
import {spawnSync} from 'node:child_process';
import {mkdirSync} from 'node:fs';
import {join} from 'node:path';
import {onTestFinished} from 'vitest';
import type {Desk} from './lifeboat.ts';

export type SmallDisk = {
  readonly path: string;
  /** Takes all of its room; `free` gives it back. */
  readonly fill: () => void;
  readonly free: () => void;
};

const run = (program: string, ...args: readonly string[]): boolean => spawnSync(program, args).status === 0;

/** In memory. */
export const memoryDisk = (desk: Desk, bytes: number): SmallDisk | undefined =>
  mounted(desk, ['-t', 'tmpfs', '-o', `size=${bytes},mode=0700`, 'tmpfs']);

/** With ext4 in a file, and so many inodes. */
export const ext4Disk = (desk: Desk, bytes: number, inodes = 1_024): SmallDisk | undefined => {
  const image = join(desk.directory, 'disk.img');
  const isMade =
    run('dd', 'if=/dev/zero', `of=${image}`, 'bs=1024', `count=${bytes / 1024}`) &&
    run('mkfs.ext4', '-q', '-F', '-m', '0', '-N', String(inodes), image);
  return isMade ? mounted(desk, ['-o', 'loop', image]) : undefined;
};

const mounted = (desk: Desk, args: readonly string[]): SmallDisk | undefined => {
  const path = join(desk.directory, 'disk');
  mkdirSync(path, {recursive: true});
  if (!run('mount', ...args, path)) {
    return undefined;
  }
  onTestFinished(() => void run('umount', '-l', path));
  run('chmod', '700', path);
  const filler = join(path, 'filler');
  return {
    path,
    fill: () => {
      run('dd', 'if=/dev/zero', `of=${filler}`, 'bs=64k');
      // What is left behind the last whole block.
      run('dd', 'if=/dev/zero', `of=${filler}`, 'bs=1k', 'oflag=append', 'conv=notrunc');
      run('sync', '-f', path);
    },
    free: () => void run('rm', '-f', filler),
  };
};

/** As the kernel does it after an error: the mount takes no writes any more, open files included. */
export const abortDisk = ({path}: SmallDisk): boolean => run('mount', '-o', 'remount,abort', path);

/** What a person does about it: checks the disk and mounts it again. */
export const mendDisk = (desk: Desk, {path}: SmallDisk): void => {
  const image = join(desk.directory, 'disk.img');
  run('umount', path);
  run('e2fsck', '-fy', image);
  run('mount', '-o', 'loop', image, path);
};
