/** `lab/RUN.json` in the state directory: all that is known of a lab, written before the thing it names exists. */
import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import {basename, join} from 'node:path';
import {fail, type Result, succeed} from '../base/result.ts';
import type {ProcessIdentity} from '../postgres/process-identity.ts';
import type {OtherDump} from './dump-formats.ts';
import type {NetworkPlan} from './network/addresses.ts';
import type {Companion} from './network/companion.ts';
import type {ObjectStorePlan} from './object-store/object-store.ts';
import type {FollowerName} from './sites/site.ts';

export type LabRecord = {
  readonly format: 1;
  readonly run: string;
  /** Stands on the servers' command line and in the marker file: what has it is ours to remove. */
  readonly token: string;
  readonly directory: string;
  /** What it was filled with. */
  readonly dataset: string;
  /** What was built besides the primary. */
  readonly followers?: readonly FollowerName[];
  /** Whether a dump is taken with the base backup. */
  readonly hasDump?: boolean;
  /** In which other formats one is taken too. */
  readonly otherDumps?: readonly OtherDump[];
  /** Whether pgBackRest keeps a repository of it. */
  readonly hasPgbackrest?: boolean;
  /** Whether its clients come over the network with passwords, whether pgAudit notes what they do, whether backups are copied. */
  readonly hasAccounts?: boolean;
  readonly hasAudit?: boolean;
  readonly hasSecondCopy?: boolean;
  /** Its addresses on loopback, where it has a network. */
  readonly network?: NetworkPlan;
  /** The ports of its object store, where it has one. */
  readonly objectStore?: ObjectStorePlan;
  /** What runs beside its servers. */
  readonly companions?: readonly Companion[];
  readonly scale: number;
  /** The drill itself; while it lives nobody reclaims its lab. */
  readonly keeper: ProcessIdentity;
  readonly servers: readonly (ProcessIdentity & {readonly name: string; readonly port: number})[];
  /** The application of a lab that stands by itself; that of a drill lives in the drill. */
  readonly application?: ProcessIdentity;
  /** Left standing on purpose, until someone takes it down. */
  readonly isKept: boolean;
  /** Asked for when the drill began; also a resumed one then leaves it standing. */
  readonly keepAtEnd?: boolean | 'unless-passed';
};

/** The file of a run's lab. */
export const recordPath = (stateDir: string, run: string): string => join(stateDir, 'lab', `${basename(run)}.json`);

/** Replaces the record at once or not at all. Throws what the file system throws. */
export const writeLabRecord = (stateDir: string, record: LabRecord): void => {
  const path = recordPath(stateDir, record.run);
  mkdirSync(join(stateDir, 'lab'), {recursive: true, mode: 0o700});
  const draft = draftOf(path);
  const file = openSync(draft, 'w', 0o600);
  try {
    writeSync(file, `${JSON.stringify(record, null, 2)}\n`);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(draft, path);
};

/** Every lab that this state directory knows of; a file that cannot be read is named by its path. */
export const readLabRecords = (stateDir: string): readonly Result<LabRecord, string>[] => {
  const directory = join(stateDir, 'lab');
  return list(directory)
    .filter(name => name.endsWith('.json'))
    .map(name => readLabRecord(join(directory, name)));
};

/** Removes it, and what a drill left of it that was killed while it wrote. */
export const removeLabRecord = (stateDir: string, run: string): void => {
  const path = recordPath(stateDir, run);
  rmSync(draftOf(path), {force: true});
  rmSync(path, {force: true});
};

const draftOf = (path: string): string => `${path}.draft`;

const readLabRecord = (path: string): Result<LabRecord, string> => {
  try {
    const read: unknown = JSON.parse(readFileSync(path, 'utf8'));
    return isLabRecord(read) ? succeed(read) : fail(path);
  } catch {
    return fail(path);
  }
};

const isLabRecord = (value: unknown): value is LabRecord => {
  const fields: Record<string, unknown> = typeof value === 'object' && value !== null ? {...value} : {};
  const {format, run, token, directory, dataset, scale, keeper, servers} = fields;
  const texts = [run, token, directory, dataset].every(field => typeof field === 'string' && field !== '');
  return (
    format === 1 &&
    texts &&
    typeof scale === 'number' &&
    isProcess(keeper) &&
    Array.isArray(servers) &&
    servers.every(isProcess)
  );
};

const isProcess = (value: unknown): boolean =>
  typeof value === 'object' &&
  value !== null &&
  'pid' in value &&
  typeof value.pid === 'number' &&
  'startTicks' in value &&
  typeof value.startTicks === 'string';

const list = (directory: string): readonly string[] => {
  try {
    return readdirSync(directory);
  } catch {
    return [];
  }
};
