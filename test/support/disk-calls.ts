/** Watches what our code asks of the disk: the calls themselves go through, and are written down with the name they are about. */
import fs from 'node:fs';
import {syncBuiltinESMExports} from 'node:module';
import {basename} from 'node:path';

/** Runs `work` and lists its writes, syncs, renames and new directories in order, like `fsync runs`. Names of tests' own directories are `TMP`. */
export const diskCalls = (work: () => void): readonly string[] => {
  const {calls, restore} = watchDisk();
  try {
    work();
  } finally {
    restore();
  }
  return calls;
};

/** The same of work that others go on beside: a sync that is asked for beside it counts when it is asked for. */
export const diskCallsBeside = async (work: () => Promise<unknown>): Promise<readonly string[]> => {
  const {calls, restore} = watchDisk();
  try {
    await work();
  } finally {
    restore();
  }
  return calls;
};

const watchDisk = (): {readonly calls: readonly string[]; readonly restore: () => void} => {
  const {openSync, writeSync, fsync, fsyncSync, fdatasyncSync, renameSync} = fs;
  const real = {openSync, writeSync, fsync, fsyncSync, fdatasyncSync, renameSync};
  const names = new Map<number, string>();
  const calls: string[] = [];
  const nameOf = (path: fs.PathLike): string => basename(String(path)).replace(/^lifeboat-journal-.*/, 'TMP');
  const byFile =
    <Args extends readonly [number, ...unknown[]], Value>(name: string, call: (...args: Args) => Value) =>
    (...args: Args): Value => {
      calls.push(`${name} ${names.get(args[0])}`);
      return call(...args);
    };
  Object.assign(fs, {
    openSync: (...args: Parameters<typeof fs.openSync>): number => {
      const file = real.openSync(...args);
      names.set(file, nameOf(args[0]));
      return file;
    },
    writeSync: byFile('write', (...args: Parameters<typeof fs.writeSync>) => real.writeSync(...args)),
    fsync: byFile('fsync', (...args: Parameters<typeof fs.fsync>) => real.fsync(...args)),
    fsyncSync: byFile('fsync', real.fsyncSync),
    fdatasyncSync: byFile('fdatasync', real.fdatasyncSync),
    renameSync: (from: fs.PathLike, to: fs.PathLike): void => {
      calls.push(`rename ${nameOf(from)} ${nameOf(to)}`);
      real.renameSync(from, to);
    },
  });
  syncBuiltinESMExports();
  return {
    calls,
    restore: () => {
      Object.assign(fs, real);
      syncBuiltinESMExports();
    },
  };
};
