/** A disk on which the N-th call fails, whichever call that is: for asking what is left after each of them. */
import {closeSync, fstatSync, lstatSync, openSync, renameSync, rmSync, writeSync} from 'node:fs';
import {dirname} from 'node:path';
import {type Disk, nodeDisk} from '../../src/journal/disk.ts';

/** How a call fails: with the code of an error; a write may also take only a part and say nothing. */
export type Fault = 'EIO' | 'ENOSPC' | 'EDQUOT' | 'EROFS' | 'EMFILE' | 'short write';

export const faults: readonly Fault[] = ['EIO', 'ENOSPC', 'EDQUOT', 'EROFS', 'EMFILE', 'short write'];

export type FailingDisk = Disk & {
  /** The calls so far, by name. */
  readonly calls: readonly string[];
  /** What a host that loses its power does at the worst: what no sync reported is zeros, and a name that its directory does not hold durably is gone. */
  readonly losePower: () => void;
};

export type When = {
  /** Which call fails, from 0. */
  readonly at: number;
  /** That call alone, or it and all behind it. */
  readonly lasting: boolean;
  readonly fault: Fault;
  /** Of which paths; without it of all. A file that is open counts as its path. */
  readonly below?: string;
};

/** A file, by whatever number it is open, and how much of it a sync has reported. */
type Written = {path: string; syncedBytes: number; hasLost?: boolean};

/** The disk of this machine until then. */
export const failingDisk = ({at, lasting, fault, below = ''}: When): FailingDisk => {
  const calls: string[] = [];
  const files = new Map<number, Written>();
  const written = new Map<string, Written>();
  const names = new Set<string>();
  const renamed = new Map<string, string>();
  const isDue = (name: string, path: string): boolean => {
    if (!path.startsWith(below) || (fault === 'short write' && name !== 'write')) {
      return false;
    }
    calls.push(name);
    return lasting ? calls.length > at : calls.length === at + 1;
  };
  const fail = (): never => {
    const code = fault === 'short write' ? 'EIO' : fault;
    throw Object.assign(new Error(code), {code});
  };
  const byPath =
    <Args extends readonly [string, ...unknown[]], Value>(name: string, call: (...args: Args) => Value) =>
    (...args: Args): Value =>
      isDue(name, args[0]) ? fail() : call(...args);
  const pathOf = (file: number): string => files.get(file)?.path ?? '';
  const opening =
    (name: string, call: (path: string) => number) =>
    (path: string): number => {
      const file = byPath(name, call)(path);
      const known = written.get(path) ?? {path, syncedBytes: name === 'create' ? 0 : fstatSync(file).size};
      written.set(path, known);
      files.set(file, known);
      if (name === 'create') {
        names.add(path);
      }
      return file;
    };
  const syncing =
    (name: string, call: (file: number) => void) =>
    (file: number): void => {
      const known = files.get(file);
      if (isDue(name, pathOf(file))) {
        // What this sync was for will never reach the disk, whatever a later one says.
        if (known) {
          known.hasLost = true;
        }
        fail();
      }
      call(file);
      if (known && !known.hasLost) {
        known.syncedBytes = fstatSync(file).size;
      }
    };
  return {
    calls,
    losePower: () => {
      for (const {path, syncedBytes} of written.values()) {
        zeroFrom(path, syncedBytes);
      }
      for (const [to, from] of renamed) {
        renameSync(to, from);
      }
      for (const path of names) {
        rmSync(path, {force: true});
      }
    },
    create: opening('create', nodeDisk.create),
    open: opening('open', nodeDisk.open),
    write: (file, bytes) => {
      if (!isDue('write', pathOf(file))) {
        return nodeDisk.write(file, bytes);
      }
      return fault === 'short write' ? nodeDisk.write(file, bytes.subarray(0, bytes.length >> 1)) : fail();
    },
    sync: syncing('sync', nodeDisk.sync),
    syncFully: syncing('syncFully', nodeDisk.syncFully),
    truncate: (file, size) => (isDue('truncate', pathOf(file)) ? fail() : nodeDisk.truncate(file, size)),
    standing: byPath('standing', nodeDisk.standing),
    close: file => {
      // Its number is another file's from now on, perhaps one of another thread.
      files.delete(file);
      nodeDisk.close(file);
    },
    rename: byPath('rename', (from: string, to: string) => {
      nodeDisk.rename(from, to);
      names.delete(from);
      renamed.set(to, from);
      const known = written.get(from);
      written.delete(from);
      if (known) {
        known.path = to;
        written.set(to, known);
      }
    }),
    remove: byPath('remove', (path: string) => {
      nodeDisk.remove(path);
      written.delete(path);
      names.delete(path);
      renamed.delete(path);
    }),
    syncDirectory: byPath('syncDirectory', (path: string) => {
      nodeDisk.syncDirectory(path);
      for (const name of [...names, ...renamed.keys()].filter(one => dirname(one) === path)) {
        names.delete(name);
        renamed.delete(name);
      }
    }),
  };
};

/** A file that was cut or removed since has nothing there to lose. */
const zeroFrom = (path: string, from: number): void => {
  const size = lstatSync(path, {throwIfNoEntry: false})?.size ?? 0;
  if (size > from) {
    const file = openSync(path, 'r+');
    writeSync(file, Buffer.alloc(size - from), 0, size - from, from);
    closeSync(file);
  }
};
