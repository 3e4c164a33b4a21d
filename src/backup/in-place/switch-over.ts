/** The moment of a restore in place: the old data move aside, the restored files take their place, WAL that only the old ones had comes along. */
import {existsSync, mkdirSync, readdirSync, renameSync, rmSync} from 'node:fs';
import {cp, mkdir} from 'node:fs/promises';
import {dirname, join} from 'node:path';
import {type Result, succeed} from '../../base/result.ts';
import {formatBytes} from '../../base/size.ts';
import {giveTo, type ServerUser} from '../../postgres/server-user.ts';
import {beginRecovery, copyConfiguration} from './configuration.ts';
import {type Hindrance, impossible} from './hindrance.ts';
import {compareWal, copyWal, segmentsIn} from './old-wal.ts';
import {type RestoreRecord, syncDirectory} from './record.ts';
import type {BackupSource} from './source.ts';
import {undoHint} from './verdict.ts';

export type Switch = {
  readonly record: RestoreRecord;
  readonly source: BackupSource;
  readonly user: ServerUser;
  /** Settings of the recovery that follows. */
  readonly recovery: Readonly<Record<string, string>>;
  readonly onProgress: (sentence: string) => void;
};

/**
 * The server is stopped by now. May be done again after it was interrupted at any place: until the restored directory
 * is complete and told to recover, nothing stands under the cluster's name. Throws what the file system throws.
 */
export const switchOver = async (request: Switch): Promise<Result<{readonly saved: number}, Hindrance>> => {
  const {record, source, user, recovery} = request;
  const {directory, oldDirectory, restoring, isDelta} = record;
  if (!isDelta && !existsSync(restoring)) {
    return takenAsDone(record);
  }
  if (oldDirectory !== null && !existsSync(oldDirectory)) {
    await (isDelta ? save(directory, oldDirectory, user) : moveAside(directory, oldDirectory));
  }
  const changed = isDelta ? await changeInPlace(request) : succeed(undefined);
  if (!changed.ok) {
    return changed;
  }
  const place = isDelta ? directory : restoring;
  const ownWal = source.walDirectory;
  if (ownWal !== null) {
    await copyWal({names: segmentsIn(ownWal), from: ownWal, to: join(place, 'pg_wal'), user});
  }
  const saved = oldDirectory === null ? 0 : await bringAlong(request, oldDirectory, place);
  beginRecovery(place, user, recovery);
  return isDelta ? succeed({saved}) : putInPlace(record, saved);
};

/** What it is about to do, as people are told. */
export const switching = ({oldDirectory, isDelta}: RestoreRecord): string => {
  if (oldDirectory === null) {
    return 'putting the files in place';
  }
  return isDelta
    ? `keeping WAL and configuration in ${oldDirectory}, and changing what differs`
    : `keeping the old data in ${oldDirectory}`;
};

/** What was laid is in its place by now, unless somebody removed it: then the old data still stand there, or nothing. */
const takenAsDone = ({
  directory,
  oldDirectory,
  restoring,
}: RestoreRecord): Result<{readonly saved: number}, Hindrance> =>
  existsSync(directory) && (oldDirectory === null || existsSync(oldDirectory))
    ? succeed({saved: 0})
    : impossible(`The files that were laid into ${restoring} are gone.`, undoHint);

const moveAside = (directory: string, oldDirectory: string): void => {
  renameSync(directory, oldDirectory);
  syncDirectory(dirname(directory));
};

const putInPlace = (
  {directory, oldDirectory, restoring}: RestoreRecord,
  saved: number,
): Result<{readonly saved: number}, Hindrance> => {
  if (existsSync(directory)) {
    return impossible(
      `${directory} is there again, though it was moved to ${oldDirectory ?? 'nowhere'}: something made it anew.`,
      'Find out what starts servers here, such as a service manager, stop it, and run this again.',
    );
  }
  renameSync(restoring, directory);
  syncDirectory(dirname(directory));
  return succeed({saved});
};

/** WAL that only the old directory has, and the configuration. */
const bringAlong = async ({source, user}: Switch, oldDirectory: string, place: string): Promise<number> => {
  const walDirectory = join(oldDirectory, 'pg_wal');
  const {startSegment, archiveDir, walDirectory: backupWal} = source;
  const {onlyHere} = compareWal({startSegment, walDirectory, archiveDir, backupWal});
  await copyWal({names: onlyHere, from: walDirectory, to: join(place, 'pg_wal'), user});
  await copyConfiguration(oldDirectory, place, user);
  return onlyHere.length;
};

/** What a change in place would destroy is saved first: WAL, configuration, and the word of pg_control. */
const changeInPlace = async ({record, source, user, onProgress}: Switch): Promise<Result<void, Hindrance>> => {
  const {directory, oldDirectory} = record;
  if (oldDirectory !== null && !existsSync(oldDirectory)) {
    await save(directory, oldDirectory, user);
  }
  if (!existsSync(directory)) {
    mkdirSync(directory, {mode: 0o700});
    giveTo(user, directory);
  }
  for (const name of ['postmaster.pid', 'pg_wal/archive_status']) {
    rmSync(join(directory, name), {recursive: true, force: true});
  }
  const walDirectory = join(directory, 'pg_wal');
  for (const name of existsSync(walDirectory) ? readdirSync(walDirectory) : []) {
    rmSync(join(walDirectory, name), {recursive: true, force: true});
  }
  mkdirSync(walDirectory, {recursive: true, mode: 0o700});
  giveTo(user, walDirectory);
  const changed = await source.change({into: directory, user, onProgress});
  if (!changed.ok) {
    return impossible(`${changed.reason}.`, 'The files are half changed and cannot be started; run this again.');
  }
  onProgress(
    changed.value.files === null
      ? 'the files are as in the backup'
      : `changed ${changed.value.files} files, ${formatBytes(changed.value.bytes)}`,
  );
  return succeed(undefined);
};

const save = async (directory: string, to: string, user: ServerUser): Promise<void> => {
  const draft = `${to}.part`;
  rmSync(draft, {recursive: true, force: true});
  await mkdir(join(draft, 'global'), {recursive: true, mode: 0o700});
  const wal = join(directory, 'pg_wal');
  if (existsSync(wal)) {
    await cp(wal, join(draft, 'pg_wal'), {recursive: true, dereference: true, preserveTimestamps: true});
  }
  for (const name of ['global/pg_control', 'postmaster.opts', 'PG_VERSION']) {
    if (existsSync(join(directory, name))) {
      await cp(join(directory, name), join(draft, name), {preserveTimestamps: true});
    }
  }
  await copyConfiguration(directory, draft, user);
  renameSync(draft, to);
  syncDirectory(dirname(to));
};
