/** A backup as a restore in place takes it: whose it is, how its files are laid into a directory, and where its WAL comes from. */
import {existsSync, realpathSync} from 'node:fs';
import {rm} from 'node:fs/promises';
import {join} from 'node:path';
import {fail, type Result, succeed} from '../../base/result.ts';
import {readControlFile} from '../../postgres/control-file.ts';
import {copyDataDirectory, isTransient} from '../../postgres/copy-data-directory.ts';
import type {ServerUser} from '../../postgres/server-user.ts';
import {commandWord} from '../../postgres/shell-word.ts';
import {type BaseBackup, inspectBaseBackup} from '../base-backup.ts';
import {fetchCommand} from '../fetch-command.ts';
import {isOfTablespaces, layTablespaces} from '../tablespaces.ts';
import {changeWhatDiffers} from './change-what-differs.ts';
import {sizeOfSegments} from './old-wal.ts';
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
  /** What it takes on the disk, and what its tablespaces take besides, where that is known. */
  readonly bytes: number;
  readonly tablespaceBytes?: number;
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
  /** Whoever has it laid says where tablespaces go; else a backup that has some is refused. */
  readonly takesTablespaces?: boolean | undefined;
};

/** A plain base backup, as pg_basebackup -Fp, the lab and our own driver make it. */
export const openPlainBackup = async ({
  backupDir,
  wal,
  takesTablespaces = false,
}: PlainSource): Promise<Result<BackupSource>> => {
  const inspected = inspectBaseBackup(backupDir);
  if (!inspected.ok) {
    return inspected;
  }
  const {directory, major, startedAt, startSegment, tablespaces} = inspected.value;
  if (tablespaces.length > 0 && !takesTablespaces) {
    return fail(
      `the backup has tablespaces (${tablespaces.map(({oid, location}) => location ?? oid).join(', ')}), whose directories production still uses; on a second site they get others (lifeboat backup second-site --tablespaces), and beside production too (lifeboat backup restore)`,
    );
  }
  const control = readControlFile(directory);
  if (control === null) {
    return fail(`${directory}/global/pg_control cannot be read, so nothing says which cluster this backup is of`);
  }
  const source = walOf(wal, directory);
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
    bytes: (await bytesIn(directory)) - (await bytesOfTablespaces(directory)),
    tablespaceBytes: await bytesOfTablespaces(directory),
    restoreCommand: command,
    archiveDir,
    walDirectory: join(directory, 'pg_wal'),
    places: [
      {what: 'The backup', path: directory},
      ...(archiveDir === null ? [] : [{what: 'The WAL archive', path: archiveDir}]),
    ],
    lay: laying => layPlain(inspected.value, laying),
    change: async laying => {
      const {into, user} = laying;
      const leaveOut = (path: string): boolean => isUnwanted(path) || isOfTablespaces(path);
      const changed = await changeWhatDiffers({from: directory, into, user, leaveOut});
      return changed.ok ? laySpaces(inspected.value, laying, changed.value) : changed;
    },
  });
};

const bytesOfTablespaces = async (backup: string): Promise<number> =>
  existsSync(join(backup, 'pg_tblspc')) ? bytesIn(join(backup, 'pg_tblspc')) : 0;

/** What an earlier try left of them is made anew: whoever gives the place has seen that it is nobody else's. */
const laySpaces = async (
  {directory, tablespaces}: BaseBackup,
  {into, user, tablespaces: place}: Laying,
  laid: Laid,
): Promise<Result<Laid>> => {
  if (tablespaces.length === 0) {
    return succeed(laid);
  }
  if (place === undefined) {
    return fail('the backup has tablespaces, and nobody said where they go');
  }
  try {
    for (const {oid} of tablespaces) {
      await rm(join(place, oid), {recursive: true, force: true});
    }
    await layTablespaces({backup: directory, tablespaces, data: into, into: place, user});
    return succeed(laid);
  } catch (thrown) {
    return fail(`the tablespaces cannot be copied: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
  }
};

const walOf = (wal: PlainSource['wal'], backup: string): Result<{command: string; archiveDir: string | null}> => {
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
  if (!word.ok) {
    return word;
  }
  const plain = `cp ${word.value}/%f "%p"`;
  const segmentBytes = sizeOfSegments([join(backup, 'pg_wal'), archiveDir]);
  const command =
    segmentBytes === null
      ? succeed(plain)
      : fetchCommand({archiveCommand: plain, archiveDir, receivedDir: null, segmentBytes: Number(segmentBytes)});
  return command.ok ? succeed({command: command.value, archiveDir}) : command;
};

/** Without what only a running server has, and without WAL: that is chosen by whoever knows the old pg_wal too. */
const isUnwanted = (path: string): boolean =>
  isTransient(path) ||
  path === 'backup_manifest' ||
  path.startsWith('pg_wal/') ||
  /^(standby|recovery)\.signal$/.test(path);

const controlFile = 'global/pg_control';

const layPlain = async (backup: BaseBackup, laying: Laying): Promise<Result<Laid>> => {
  const {directory: from} = backup;
  const {into, user, onProgress} = laying;
  try {
    await rm(into, {recursive: true, force: true});
    const all = await copyDataDirectory({
      from,
      to: into,
      user,
      leaveOut: path => isUnwanted(path) || isOfTablespaces(path) || path === controlFile,
    });
    const spaces = await laySpaces(backup, laying, all);
    if (!spaces.ok) {
      return spaces;
    }
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
