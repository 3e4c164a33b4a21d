/** The file beside a data directory that says how far its restore has come: written before each thing that it names is done. */

import {closeSync, existsSync, fsyncSync, openSync, readFileSync} from 'node:fs';
import {replaceByDraft} from '../../postgres/drafts.ts';
import type {FoundServer} from '../../postgres/found-server.ts';
import {identify, isAlive, type ProcessIdentity} from '../../postgres/process-identity.ts';
import type {ServerWords} from '../../postgres/server-words.ts';
import type {RecoveryTarget} from '../recovery-target.ts';

/** `end` is everything that was ever written, as far as WAL of it is there. */
export type InPlaceTarget = 'end' | RecoveryTarget;

export type RestorePhase =
  /** Files are laid into `restoring`; the server still runs, if it did. */
  | 'preparing'
  /** The server is stopped and the directories change places; with `--delta` the files are changed. */
  | 'switching'
  /** The restored directory is in place, and its server replays WAL or is about to. */
  | 'recovering'
  | 'finished'
  | 'undone';

export type RestoreRecord = {
  readonly format: 1;
  readonly kind: 'lifeboat-restore-in-place';
  readonly phase: RestorePhase;
  /** A restore that was finished under a name is not done again under it. */
  readonly once: string | null;
  readonly beganAt: string;
  /** The program that restores: while it lives, nobody else may. */
  readonly by: ProcessIdentity;
  readonly directory: string;
  /** Where the old data lie; null where there were none. With `--delta` the directory of its saved WAL. */
  readonly oldDirectory: string | null;
  /** Where the new files are laid before they go into place. */
  readonly restoring: string;
  readonly backup: string;
  readonly target: InPlaceTarget;
  readonly isDelta: boolean;
  readonly identifier: string;
  readonly timeline: number | null;
  readonly server: {
    readonly wasRunning: boolean;
    readonly words: ServerWords | null;
    readonly logFile: string | null;
    readonly socket: FoundServer['socket'];
  };
  /** What it ended with. */
  readonly result: {readonly [name: string]: unknown} | null;
};

/** Where new files are laid: beside the directory, so that a rename is enough to put them in place. */
export const restoringPath = (directory: string): string => `${directory}.restoring`;

/** Where the old data go: a place that is free, also where two restores begin within one second. */
export const oldPath = (directory: string, at: Date): string => {
  const usual = `${directory}.incident-${at.toISOString().replaceAll(/[-:]|\.\d+/g, '')}`;
  let free = usual;
  for (let count = 2; existsSync(free); count += 1) {
    free = `${usual}-${count}`;
  }
  return free;
};

const recordPath = (directory: string): string => `${directory}.restore.json`;

/** Replaces it at once or not at all, and waits until the disk has it. Throws what the file system throws. */
export const writeRecord = (record: RestoreRecord): RestoreRecord => {
  replaceByDraft(recordPath(record.directory), `${JSON.stringify(record, null, 2)}\n`);
  return record;
};

/** Null where no restore was ever begun here. */
export const readRecord = (directory: string): RestoreRecord | null => {
  try {
    const read: unknown = JSON.parse(readFileSync(recordPath(directory), 'utf8'));
    return isRecord(read) && namesOnlyNeighbours(read, directory) ? read : null;
  } catch {
    return null;
  }
};

/** The process that works on it now, where that is another one than this. */
export const workingOn = (record: RestoreRecord | null): number | null => {
  const isOpen = record !== null && record.phase !== 'finished' && record.phase !== 'undone';
  return isOpen && record.by.pid !== process.pid && isAlive(record.by) ? record.by.pid : null;
};

export const thisProcess = (): ProcessIdentity => identify(process.pid) ?? {pid: process.pid, startTicks: ''};

/** A rename is on the disk when its directory is. */
export const syncDirectory = (path: string): void => {
  const directory = openSync(path, 'r');
  try {
    fsyncSync(directory);
  } finally {
    closeSync(directory);
  }
};

/** What it names is renamed and removed, and whoever can write there could name anything. */
const namesOnlyNeighbours = ({directory, restoring, oldDirectory}: RestoreRecord, of: string): boolean =>
  directory === of &&
  restoring === restoringPath(of) &&
  (oldDirectory === null ||
    (oldDirectory.startsWith(`${of}.incident-`) && !oldDirectory.slice(of.length + 1).includes('/')));

const isRecord = (value: unknown): value is RestoreRecord =>
  typeof value === 'object' &&
  value !== null &&
  'kind' in value &&
  value.kind === 'lifeboat-restore-in-place' &&
  'format' in value &&
  value.format === 1 &&
  'directory' in value;
