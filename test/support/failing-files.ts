/** Lets the N-th call that our code makes to the file system below a directory fail, whoever makes it: for whole runs. */
import fs from 'node:fs';
import {syncBuiltinESMExports} from 'node:module';
import type {Fault} from './failing-disk.ts';

export type FailingFiles = {
  /** The calls so far, with the names that they are about. */
  readonly calls: readonly string[];
  /** Looks as if from another process, whose calls neither fail nor count. */
  readonly asOther: <Seen>(look: () => Seen) => Seen;
  readonly restore: () => void;
};

const byPath = ['openSync', 'mkdirSync', 'renameSync', 'unlinkSync', 'rmSync', 'lstatSync'] as const;
const byFile = ['writeSync', 'fsyncSync', 'fdatasyncSync', 'ftruncateSync'] as const;
const beside = ['fsync'] as const;

export type FailAt = {readonly at: number; readonly lasting: boolean; readonly fault: Fault; readonly below: string};

/** Until `restore`; calls about other directories go through and are not counted. */
export const failingFiles = ({at, lasting, fault, below}: FailAt): FailingFiles => {
  const real = Object.fromEntries([...byPath, ...byFile, ...beside].map(name => [name, fs[name]]));
  const paths = new Map<number, string>();
  const calls: string[] = [];
  let isOther = false;
  const isDue = (name: string, path: string): boolean => {
    if (isOther || !path.startsWith(below) || (fault === 'short write' && name !== 'writeSync')) {
      return false;
    }
    calls.push(`${name} ${path.slice(below.length)}`);
    return lasting ? calls.length > at : calls.length === at + 1;
  };
  const failure = (): NodeJS.ErrnoException => Object.assign(new Error(fault), {code: fault});
  const fail = (): never => {
    throw failure();
  };
  const put = fs as unknown as Record<string, unknown>;
  for (const name of byPath) {
    const call = real[name] as (path: fs.PathLike, ...rest: readonly unknown[]) => unknown;
    put[name] = (path: fs.PathLike, ...rest: readonly unknown[]) => {
      const result = isDue(name, String(path)) ? fail() : call(path, ...rest);
      if (name === 'openSync') {
        paths.set(result as number, String(path));
      }
      return result;
    };
  }
  for (const name of byFile) {
    const call = real[name] as (file: number, ...rest: readonly unknown[]) => unknown;
    put[name] = (file: number, ...rest: readonly unknown[]) => {
      if (!isDue(name, paths.get(file) ?? '')) {
        return call(file, ...rest);
      }
      const [bytes, offset = 0] = rest;
      return fault === 'short write' && bytes instanceof Uint8Array ? call(file, bytes, offset, 1) : fail();
    };
  }
  for (const name of beside) {
    const call = real[name] as (file: number, done: fs.NoParamCallback) => void;
    put[name] = (file: number, done: fs.NoParamCallback) =>
      isDue(name, paths.get(file) ?? '') ? process.nextTick(done, failure()) : call(file, done);
  }
  syncBuiltinESMExports();
  return {
    calls,
    asOther: look => {
      isOther = true;
      try {
        return look();
      } finally {
        isOther = false;
      }
    },
    restore: () => {
      Object.assign(fs, real);
      syncBuiltinESMExports();
    },
  };
};
