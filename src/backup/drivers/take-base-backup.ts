/** Takes a base backup into a repository of ours: the server's files as they come, plain, with the WAL that they need. */
import {
  chmodSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import {join} from 'node:path';
import {fail, type Result, succeed} from '../../base/result.ts';
import {formatBytes} from '../../base/size.ts';
import {receiveBaseBackup} from '../../postgres/base-backup-stream.ts';
import {withConnection} from '../../postgres/connect.ts';
import {rowsOf} from '../../postgres/query.ts';
import {findServerUser, giveTo, type ServerUser} from '../../postgres/server-user.ts';
import {syncDirectory} from '../in-place/record.ts';
import {freeBytes} from '../in-place/room.ts';
import {type BackupNote, directoryOf, newLabel, writeNote} from './backup-notes.ts';
import {secondsSince, type TakenBackup, type TakeRequest} from './driver.ts';
import {manifestName} from './manifest.ts';
import {markTaking, removeLeftovers, unmarkTaking} from './taking-mark.ts';
import {unpackArchives} from './unpack-archives.ts';

/** A backup that ends in the middle leaves `LABEL.part`, which the next one of this repository removes; one that is still taken is left alone. */
export const takeBaseBackup = async ({repository, live, onProgress}: TakeRequest): Promise<Result<TakenBackup>> => {
  const startedMs = performance.now();
  const directory = directoryOf(repository, false);
  const user = findServerUser();
  if (!directory.ok || !user.ok) {
    return directory.ok ? (user.ok ? fail('') : user) : directory;
  }
  const cluster = await askCluster(live);
  if (!cluster.ok) {
    return cluster;
  }
  try {
    const room = await prepare(directory.value, {...cluster.value, user: user.value, onProgress});
    if (!room.ok) {
      return room;
    }
    onProgress(`taking about ${formatBytes(cluster.value.bytes)} from ${cluster.value.directory}`);
    const startedAt = new Date();
    const label = newLabel(directory.value, startedAt);
    const part = join(directory.value, `${label}.part`);
    markTaking(directory.value, `${label}.part`);
    const received = await receive(live, {label, part, user: user.value});
    if (!received.ok) {
      rmSync(part, {recursive: true, force: true});
      unmarkTaking(directory.value, `${label}.part`);
      return received;
    }
    syncAll(part);
    renameSync(part, join(directory.value, label));
    unmarkTaking(directory.value, `${label}.part`);
    const note: BackupNote = {
      format: 1,
      driver: 'builtin',
      label,
      startedAt: startedAt.toISOString(),
      stoppedAt: new Date().toISOString(),
      identifier: cluster.value.identifier,
      major: cluster.value.major,
      ...received.value,
    };
    writeNote(directory.value, note);
    const {format: _format, ...known} = note;
    return succeed({...known, path: join(directory.value, label), problems: [], seconds: secondsSince(startedMs)});
  } catch (thrown) {
    return fail(`the backup cannot be written: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
  }
};

type Cluster = {
  readonly identifier: string;
  readonly major: number;
  readonly bytes: number;
  readonly directory: string;
};

const oldestMajor = 15;

const askCluster = async (live: string): Promise<Result<Cluster>> => {
  const rows = await withConnection(live, connection =>
    rowsOf(
      connection,
      `select current_setting('server_version_num')::int / 10000 as major, current_setting('data_directory') as directory,
              (select system_identifier::text from pg_control_system()) as identifier,
              (select sum(pg_database_size(oid)) from pg_database)::bigint as bytes`,
    ),
  );
  if (!rows.ok) {
    return fail(rows.reason.message);
  }
  const {major, directory, identifier, bytes} = rows.value[0] ?? {};
  return Number(major) < oldestMajor
    ? fail(
        `the built-in driver takes backups of PostgreSQL ${oldestMajor} and newer, not of ${major}; use pg_basebackup or pgBackRest`,
      )
    : succeed({
        major: Number(major),
        directory: String(directory),
        identifier: String(identifier),
        bytes: Number(bytes),
      });
};

type Preparing = Cluster & {readonly user: ServerUser; readonly onProgress: (sentence: string) => void};

const prepare = async (repository: string, {user, bytes, onProgress}: Preparing): Promise<Result<void>> => {
  if (!existsSync(repository)) {
    mkdirSync(repository, {recursive: true, mode: 0o700});
    chmodSync(repository, 0o700);
    giveTo(user, repository);
  }
  for (const part of removeLeftovers(repository)) {
    onProgress(`${part} is being taken by another one, and is left alone`);
  }
  const free = await freeBytes(repository);
  return free < bytes
    ? fail(
        `${repository} has room for ${formatBytes(free)}, and the databases take ${formatBytes(bytes)}; make room, or name another repository`,
      )
    : succeed(undefined);
};

type Receiving = {readonly label: string; readonly part: string; readonly user: ServerUser};

type ReceivedFiles = Pick<BackupNote, 'bytes' | 'timeline' | 'startLsn' | 'stopLsn'>;

const receive = async (live: string, {label, part, user}: Receiving): Promise<Result<ReceivedFiles>> => {
  mkdirSync(part, {mode: 0o700});
  giveTo(user, part);
  const archives = unpackArchives(part, user);
  const manifest = openSync(join(part, manifestName), 'wx', 0o600);
  giveTo(user, join(part, manifestName));
  try {
    const received = await receiveBaseBackup(live, `lifeboat ${label}`, {
      beginArchive: archives.begin,
      tar: archives.take,
      manifest: bytes => void writeSync(manifest, bytes),
    });
    return received.ok
      ? succeed({...received.value, bytes: archives.end()})
      : fail(`the backup ended in the middle: ${received.reason.message}`);
  } finally {
    closeSync(manifest);
  }
};

/** Until the disk has it, a backup is none. */
const syncAll = (directory: string): void => {
  for (const entry of readdirSync(directory, {withFileTypes: true})) {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) {
      syncAll(path);
    } else if (entry.isFile()) {
      const file = openSync(path, 'r');
      try {
        fsyncSync(file);
      } finally {
        closeSync(file);
      }
    }
  }
  syncDirectory(directory);
};
