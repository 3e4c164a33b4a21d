/** A disk on which the N-th call fails, whichever call that is: for asking what is left after each of them. */
import {type Disk, nodeDisk} from '../../src/journal/disk.ts';

/** How a call fails: with the code of an error, or, of a write, by taking only a part or saying that it took more. */
export type Fault = {readonly code: string} | {readonly takes: 'part' | 'more'};

export const faults: readonly Fault[] = [
  ...['EIO', 'ENOSPC', 'EDQUOT', 'EROFS', 'EMFILE'].map(code => ({code})),
  {takes: 'part'},
  {takes: 'more'},
];

export type FailingDisk = Disk & {
  /** The calls so far, by name. */
  readonly calls: readonly string[];
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

/** The disk of this machine until then. */
export const failingDisk = ({at, lasting, fault, below = ''}: When): FailingDisk => {
  const calls: string[] = [];
  const paths = new Map<number, string>();
  const isDue = (name: string, path: string): boolean => {
    if (!path.startsWith(below)) {
      return false;
    }
    calls.push(name);
    return lasting ? calls.length > at : calls.length === at + 1;
  };
  const fail = (): never => {
    const code = 'code' in fault ? fault.code : 'EIO';
    throw Object.assign(new Error(code), {code});
  };
  const byPath =
    <Args extends readonly [string, ...unknown[]], Value>(name: string, call: (...args: Args) => Value) =>
    (...args: Args): Value =>
      isDue(name, args[0]) ? fail() : call(...args);
  const byFile =
    <Args extends readonly [number, ...unknown[]], Value>(name: string, call: (...args: Args) => Value) =>
    (...args: Args): Value =>
      isDue(name, paths.get(args[0]) ?? '') ? fail() : call(...args);
  const opening =
    (name: string, call: (path: string) => number) =>
    (path: string): number => {
      const file = byPath(name, call)(path);
      paths.set(file, path);
      return file;
    };
  return {
    calls,
    create: opening('create', nodeDisk.create),
    open: opening('open', nodeDisk.open),
    write: (file, bytes) => {
      if (!isDue('write', paths.get(file) ?? '')) {
        return nodeDisk.write(file, bytes);
      }
      if ('code' in fault) {
        return fail();
      }
      return fault.takes === 'part'
        ? nodeDisk.write(file, bytes.subarray(0, bytes.length >> 1))
        : nodeDisk.write(file, bytes) + 1;
    },
    sync: byFile('sync', nodeDisk.sync),
    syncFully: byFile('syncFully', nodeDisk.syncFully),
    truncate: byFile('truncate', nodeDisk.truncate),
    standing: byPath('standing', nodeDisk.standing),
    close: nodeDisk.close,
    rename: byPath('rename', nodeDisk.rename),
    remove: byPath('remove', nodeDisk.remove),
    syncDirectory: byPath('syncDirectory', nodeDisk.syncDirectory),
  };
};
