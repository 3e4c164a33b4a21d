/** A copy of a running cluster by the low-level interface: nothing but SQL and copying files is needed. */
import {randomUUID} from 'node:crypto';
import {mkdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {fail, type Result, succeed} from '../../base/result.ts';
import type {Connection} from '../../postgres/connect.ts';
import {copyDataDirectory, isTransient} from '../../postgres/copy-data-directory.ts';
import {rowsOf} from '../../postgres/query.ts';
import {giveTo, type ServerUser} from '../../postgres/server-user.ts';

export type Copy = {
  readonly directory: string;
  readonly startLsn: string;
  readonly stopLsn: string;
  readonly files: number;
  readonly bytes: number;
};

export type CopyOrder = {
  readonly from: string;
  readonly to: string;
  readonly user: ServerUser;
  /** Whether it ends only when the archive has all the WAL that the copy needs. */
  readonly waitsForArchive: boolean;
};

/** Copies as `pg_basebackup -Fp -X none` does. The session that starts a backup must be the one that stops it. Throws what the file system throws. */
export const copyCluster = async (connection: Connection, order: CopyOrder): Promise<Result<Copy>> => {
  const calls = connection.serverVersion >= 150_000 ? current : before15;
  const started = await rowsOf(connection, calls.start, [`lifeboat ${randomUUID()}`]);
  if (!started.ok) {
    return fail(`the base backup cannot start: ${started.reason.message}`);
  }

  const {from, to, user, waitsForArchive} = order;
  const leaveOut = (path: string) => isTransient(path) || path.startsWith('pg_wal/');
  const copied = await copyDataDirectory({from, to, user, leaveOut});

  const stopped = await rowsOf(connection, calls.stop, [waitsForArchive]);
  if (!stopped.ok) {
    return fail(`the base backup cannot end: ${stopped.reason.message}`);
  }
  const {lsn, labelfile} = stopped.value[0] ?? {};
  const label = join(to, 'backup_label');
  writeFileSync(label, String(labelfile), {mode: 0o600});
  mkdirSync(join(to, 'pg_wal'), {recursive: true, mode: 0o700});
  giveTo(user, label);
  giveTo(user, join(to, 'pg_wal'));
  return succeed({directory: to, startLsn: String(started.value[0]?.lsn), stopLsn: String(lsn), ...copied});
};

/** A fast checkpoint, because nobody wants to wait for one. */
const current = {
  start: 'select pg_backup_start($1, true)::text as lsn',
  stop: 'select lsn::text, labelfile from pg_backup_stop($1)',
};
const before15 = {
  start: 'select pg_start_backup($1, true, false)::text as lsn',
  stop: 'select lsn::text, labelfile from pg_stop_backup(false, $1)',
};
