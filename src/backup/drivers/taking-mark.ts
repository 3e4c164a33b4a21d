/** `LABEL.part.json` beside a backup that is being taken: by whom, so that nobody takes it for what a killed one left. */
import {readdirSync, readFileSync, rmSync, statSync} from 'node:fs';
import {hostname} from 'node:os';
import {join} from 'node:path';
import {createOwned} from '../../postgres/drafts.ts';
import {identify, isAlive, type ProcessIdentity} from '../../postgres/process-identity.ts';

type Taker = ProcessIdentity & {
  readonly format: 1;
  readonly host: string;
  /** Of the system, so that a number from before a restart is nobody's; null where it has none. */
  readonly boot: string | null;
};

const isPart = (name: string): boolean => /^\d{8}T\d{6}Z\.part$/.test(name);

const markOf = (repository: string, part: string): string => join(repository, `${part}.json`);

/** Before the directory is made. Throws what the file system throws. */
export const markTaking = (repository: string, part: string): void => {
  const own = identify(process.pid) ?? {pid: process.pid, startTicks: ''};
  const taker: Taker = {format: 1, host: hostname(), boot: bootId(), ...own};
  createOwned(markOf(repository, part), `${JSON.stringify(taker)}\n`);
};

export const unmarkTaking = (repository: string, part: string): void => rmSync(markOf(repository, part), {force: true});

/** Whether a backup is being taken there, as far as anybody can know: a process of another host is believed to live. */
export const isBeingTaken = (repository: string, part: string): boolean => {
  const mark = markOf(repository, part);
  // Beside a backup that is complete a file of that name is its note.
  const written = isPart(part) ? statSync(mark, {throwIfNoEntry: false}) : undefined;
  if (written === undefined) {
    return false;
  }
  const taker = readTaker(mark);
  if (taker === null) {
    return Date.now() - written.mtimeMs < halfWrittenMs;
  }
  return taker.host !== hostname() || (taker.boot === bootId() && isAlive(taker));
};

/** A mark that says nothing may be one that is just being written. */
const halfWrittenMs = 60_000;

/** Removes what backups left that nobody takes any more; gives the names of those that are left alone. Throws what the file system throws. */
export const removeLeftovers = (repository: string): readonly string[] => {
  const names = readdirSync(repository);
  const parts = new Set([...names, ...names.map(name => name.replace(/\.json$/, ''))].filter(isPart));
  const taken = [...parts].filter(part => isBeingTaken(repository, part));
  for (const part of parts) {
    if (!taken.includes(part)) {
      rmSync(join(repository, part), {recursive: true, force: true});
      unmarkTaking(repository, part);
    }
  }
  return taken;
};

const readTaker = (path: string): Taker | null => {
  try {
    const read: unknown = JSON.parse(readFileSync(path, 'utf8'));
    return isTaker(read) ? read : null;
  } catch (thrown) {
    // One that this account may not read is somebody's.
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'EACCES') {
      return {format: 1, host: '', boot: null, pid: 0, startTicks: ''};
    }
    return null;
  }
};

const isTaker = (value: unknown): value is Taker =>
  typeof value === 'object' &&
  value !== null &&
  'format' in value &&
  value.format === 1 &&
  'host' in value &&
  typeof value.host === 'string' &&
  'pid' in value &&
  typeof value.pid === 'number' &&
  'startTicks' in value &&
  typeof value.startTicks === 'string' &&
  'boot' in value;

const bootId = (): string | null => {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    return null;
  }
};
