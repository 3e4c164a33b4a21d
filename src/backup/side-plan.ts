/** What a side instance is made from and where, checked before anything is touched. */
import {existsSync, realpathSync} from 'node:fs';
import {join} from 'node:path';
import {fail, type Result, succeed} from '../base/result.ts';
import type {ServerTools} from '../postgres/server.ts';
import {findServerBinaries} from '../postgres/server-binaries.ts';
import {canRead, findServerUser, type ServerUser} from '../postgres/server-user.ts';
import {commandWord} from '../postgres/shell-word.ts';
import {inspectBaseBackup} from './base-backup.ts';
import type {BackupSource} from './in-place/source.ts';
import {type RecoveryTarget, recoverySettings} from './recovery-target.ts';
import {checkSideDirectory, inspectSideDirectory, socketDirectory} from './side-directory.ts';
import {type LaySide, laidByItsMaker, laidFromDirectory} from './side-files.ts';
import {type SideMarker, sideNames} from './side-marker.ts';

/** A plain base backup, and a directory of archived segments or the cluster's own restore_command with `%f` and `%p`. */
export type PlainBackup = {
  readonly backupDir: string;
  readonly wal: {readonly archiveDir: string} | {readonly restoreCommand: string};
};

/** Or a backup that another program keeps, which lays it and fetches its WAL. */
export type KeptBackup = {readonly source: BackupSource};

export type RestoreRequest = (PlainBackup | KeptBackup) & SideWishes;

export type SideWishes = {
  readonly intoDir: string;
  readonly target: RecoveryTarget;
  /** For the connection string that is returned: an existing role, and a database of the cluster. */
  readonly user?: string;
  readonly database?: string;
  readonly timeoutMs?: number;
  readonly onProgress?: (sentence: string) => void;
};

export type SidePlan = {
  /** As sentences call what it is made from. */
  readonly from: string;
  readonly lay: LaySide;
  readonly directory: string;
  readonly tools: ServerTools;
  readonly recovery: Readonly<Record<string, string>>;
  readonly marker: SideMarker;
  readonly standing: SideMarker | null;
};

/** Looks at everything that a restore needs and changes nothing. */
export const planSide = async (request: RestoreRequest): Promise<Result<SidePlan>> => {
  const user = findServerUser();
  const recovery = recoverySettings(request.target);
  if (!user.ok || !recovery.ok) {
    return fail([user, recovery].find(part => !part.ok)?.reason ?? '');
  }
  const origin = 'source' in request ? keptOrigin(request.source) : await plainOrigin(request, user.value);
  if (!origin.ok) {
    return origin;
  }
  const {name, major, backupDir, lay} = origin.value;
  const binaries = await findServerBinaries(user.value, {major});
  const place = binaries.ok ? findPlace(request, origin.value) : binaries;
  if (!binaries.ok || !place.ok) {
    return fail([binaries, place].find(part => !part.ok)?.reason ?? '');
  }
  const {directory, standing, restoreCommand} = place.value;
  const marker: SideMarker = {
    format: 1,
    kind: 'lifeboat-side',
    target: request.target,
    backupDir,
    restoreCommand,
    socketDir: standing?.socketDir ?? socketDirectory(directory, user.value),
  };
  const tools = {binaries: binaries.value, user: user.value};
  return succeed({from: name, lay, directory, tools, recovery: recovery.value, marker, standing});
};

type SidePlace = Pick<SidePlan, 'directory' | 'standing'> & {readonly restoreCommand: string};

const findPlace = ({intoDir}: RestoreRequest, {places, restoreCommandIn}: Origin): Result<SidePlace> => {
  const directory = checkSideDirectory(intoDir, places);
  if (!directory.ok) {
    return directory;
  }
  const standing = inspectSideDirectory(directory.value);
  const command = restoreCommandIn(join(directory.value, sideNames.data));
  if (!standing.ok || !command.ok) {
    return fail([standing, command].find(part => !part.ok)?.reason ?? '');
  }
  return succeed({directory: directory.value, standing: standing.value, restoreCommand: command.value});
};

/** Where its files and its WAL come from. */
type Origin = {
  readonly name: string;
  readonly major: number;
  /** What the side instance must stay away from. */
  readonly places: readonly string[];
  /** For the server of that data directory. */
  readonly restoreCommandIn: (dataDirectory: string) => Result<string>;
  /** As the marker has it, by which a side instance of the same making is known. */
  readonly backupDir: string;
  readonly lay: LaySide;
};

const plainOrigin = async ({backupDir, wal}: PlainBackup, user: ServerUser): Promise<Result<Origin>> => {
  const backup = inspectBaseBackup(backupDir);
  const source = backup.ok ? await walSource(wal, user) : backup;
  if (!backup.ok || !source.ok) {
    return fail(backup.ok ? (source.ok ? '' : source.reason) : backup.reason);
  }
  const {directory, startedAt, major} = backup.value;
  return succeed({
    name: `the base backup of ${startedAt ?? directory}`,
    major,
    places: [directory, ...source.value.directories],
    restoreCommandIn: () => succeed(source.value.command),
    backupDir: directory,
    lay: laidFromDirectory(backup.value),
  });
};

const keptOrigin = (source: BackupSource): Result<Origin> =>
  succeed({
    name: source.name,
    major: source.major,
    places: source.places.map(({path}) => path),
    restoreCommandIn: source.restoreCommandIn ?? (() => succeed(source.restoreCommand)),
    backupDir: source.name,
    lay: laidByItsMaker(source),
  });

type WalSource = {readonly command: string; readonly directories: readonly string[]};

const walSource = async (wal: PlainBackup['wal'], user: ServerUser): Promise<Result<WalSource>> => {
  if ('restoreCommand' in wal) {
    return wal.restoreCommand.includes('%f') && wal.restoreCommand.includes('%p')
      ? succeed({command: wal.restoreCommand, directories: []})
      : fail('the restore command must contain %f and %p, as in the cluster’s own configuration');
  }

  if (!existsSync(wal.archiveDir)) {
    return fail(`the WAL archive ${wal.archiveDir} does not exist, or this user may not see it`);
  }
  const archive = realpathSync(wal.archiveDir);
  if (!(await canRead(user, archive))) {
    return fail(
      `the account ${user.name} runs the side instance and cannot read the WAL archive ${archive}; let it read there, or copy the archive`,
    );
  }
  const word = commandWord(archive);
  return word.ok ? succeed({command: `cp ${word.value}/%f "%p"`, directories: [archive]}) : word;
};
