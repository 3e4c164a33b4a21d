/** A backup as a restore in place takes it: whose it is, how its files are laid into a directory, and where its WAL comes from. */
import {existsSync, realpathSync} from 'node:fs';
import {rm} from 'node:fs/promises';
import {join} from 'node:path';
import {fail, type Result, succeed} from '../../base/result.ts';
import {readControlFile} from '../../postgres/control-file.ts';
import {copyDataDirectory, isTransient} from '../../postgres/copy-data-directory.ts';
import type {ServerUser} from '../../postgres/server-user.ts';
import {commandWord} from '../../postgres/shell-word.ts';
import {inspectBaseBackup} from '../base-backup.ts';
import {changeWhatDiffers} from './change-what-differs.ts';
import {bytesIn} from './room.ts';

/** What was written; null where the program that did it does not count files. */
export type Laid = {readonly files: number | null; readonly bytes: number};

export type Laying = {
  readonly into: string;
  readonly user: ServerUser;
  readonly onProgress: (sentence: string) => void;
  /** Where tablespaces go, a directory for each; without it they would go to where production has its own. */
  readonly tablespaces?: string;
};

export type BackupSource = {
  readonly driver: string;
  /** As sentences call it. */
  readonly name: string;
  readonly identifier: string;
  readonly major: number;
  /** When it was begun, as its maker says it. */
  readonly startedAt: string | null;
  /** The segment that replay begins with. */
  readonly startSegment: string;
  /** What it takes on the disk. */
  readonly bytes: number;
  readonly restoreCommand: string;
  /** Settings for as long as it recovers and is not let go, besides those of the recovery. */
  readonly meanwhile?: Readonly<Record<string, string>>;
  /** The same for another data directory, where the program that fetches WAL looks at which one it is called in. */
  readonly restoreCommandIn?: (dataDirectory: string) => Result<string>;
  /** The directory of archived segments, where there is one that can be looked into. */
  readonly archiveDir: string | null;
  /** Where the backup itself has WAL that a restore lays beside that of the archive; null where its maker does that. */
  readonly walDirectory: string | null;
  /** Places that must stay away from what is restored. */
  readonly places: readonly {readonly what: string; readonly path: string}[];
  /** Lays all files into a new directory, pg_control last: what is not whole cannot be started. */
  readonly lay: (laying: Laying) => Promise<Result<Laid>>;
  /** Changes only what differs in a directory that is there; pg_wal is left to the caller. */
  readonly change: (laying: Laying) => Promise<Result<Laid>>;
};

export type PlainSource = {
  readonly backupDir: string;
  readonly wal: {readonly archiveDir: string} | {readonly restoreCommand: string};
};

/** A plain base backup, as pg_basebackup -Fp, the lab and our own driver make it. */
export const openPlainBackup = async ({backupDir, wal}: PlainSource): Promise<Result<BackupSource>> => {
  const inspected = inspectBaseBackup(backupDir);
  if (!inspected.ok) {
    return inspected;
  }
  const {directory, major, startedAt, startSegment, tablespaces} = inspected.value;
  if (tablespaces.length > 0) {
    return fail(
      `the backup has tablespaces (${tablespaces.map(({oid, location}) => location ?? oid).join(', ')}), whose directories production still uses; restore it beside with lifeboat backup restore, which gives them directories of their own`,
    );
  }
  const control = readControlFile(directory);
  if (control === null) {
    return fail(`${directory}/global/pg_control cannot be read, so nothing says which cluster this backup is of`);
  }
  const source = walOf(wal);
  if (!source.ok) {
    return source;
  }
  const {command, archiveDir} = source.value;
  return succeed({
    driver: 'builtin',
    name: `the base backup ${directory}`,
    identifier: control.identifier,
    major,
    startedAt,
    startSegment,
    bytes: await bytesIn(directory),
    restoreCommand: command,
    archiveDir,
    walDirectory: join(directory, 'pg_wal'),
    places: [
      {what: 'The backup', path: directory},
      ...(archiveDir === null ? [] : [{what: 'The WAL archive', path: archiveDir}]),
    ],
    lay: laying => layPlain(directory, laying),
    change: ({into, user}) => changeWhatDiffers({from: directory, into, user, leaveOut: isUnwanted}),
  });
};

const walOf = (wal: PlainSource['wal']): Result<{command: string; archiveDir: string | null}> => {
  if ('restoreCommand' in wal) {
    return wal.restoreCommand.includes('%f') && wal.restoreCommand.includes('%p')
      ? succeed({command: wal.restoreCommand, archiveDir: null})
      : fail('the restore command must contain %f and %p, as in the cluster’s own configuration');
  }
  if (!existsSync(wal.archiveDir)) {
    return fail(`the WAL archive ${wal.archiveDir} does not exist, or this user may not see it`);
  }
  const archiveDir = realpathSync(wal.archiveDir);
  const word = commandWord(archiveDir);
  return word.ok ? succeed({command: `cp ${word.value}/%f "%p"`, archiveDir}) : word;
};

/** Without what only a running server has, and without WAL: that is chosen by whoever knows the old pg_wal too. */
const isUnwanted = (path: string): boolean =>
  isTransient(path) ||
  path === 'backup_manifest' ||
  path.startsWith('pg_wal/') ||
  /^(standby|recovery)\.signal$/.test(path);

const controlFile = 'global/pg_control';

const layPlain = async (from: string, {into, user, onProgress}: Laying): Promise<Result<Laid>> => {
  try {
    await rm(into, {recursive: true, force: true});
    const all = await copyDataDirectory({
      from,
      to: into,
      user,
      leaveOut: path => isUnwanted(path) || path === controlFile,
    });
    const last = await copyDataDirectory({
      from: join(from, 'global'),
      to: join(into, 'global'),
      user,
      leaveOut: path => path !== 'pg_control',
    });
    onProgress(`copied ${all.files + last.files} files`);
    return succeed({files: all.files + last.files, bytes: all.bytes + last.bytes});
  } catch (thrown) {
    return fail(`the backup cannot be copied: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
  }
};
