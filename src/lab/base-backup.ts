/** A base backup of the estate by the low-level interface: nothing but SQL and copying files is needed. */
import {randomUUID} from 'node:crypto';
import {mkdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {fail, type Result, succeed} from '../base/result.ts';
import type {Connection} from '../postgres/connect.ts';
import {copyDataDirectory, isTransient} from '../postgres/copy-data-directory.ts';
import {rowsOf} from '../postgres/query.ts';
import {giveTo} from '../postgres/server-user.ts';
import type {Estate} from './estate.ts';
import {inPhase, type OnPhase} from './phases.ts';
import {connectToLab} from './proof.ts';

export type BaseBackup = {
  readonly directory: string;
  readonly startLsn: string;
  readonly stopLsn: string;
  readonly files: number;
  readonly bytes: number;
};

/** Takes it into `estate.backup`, a plain copy as `pg_basebackup -Fp -X none` makes it; the WAL it needs is then in the archive. */
export const takeBaseBackup = (estate: Estate, onPhase?: OnPhase): Promise<Result<BaseBackup>> =>
  inPhase(onPhase, {phase: 'backup', title: 'Take a base backup'}, async () => {
    const connection = await connectToLab(estate.primary, estate.token);
    if (!connection.ok) {
      return connection;
    }
    try {
      return await backUp(estate, connection.value);
    } catch (thrown) {
      return fail(`the base backup failed: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
    } finally {
      await connection.value.close();
    }
  });

// The session that starts a backup must be the one that stops it.
const backUp = async (estate: Estate, connection: Connection): Promise<Result<BaseBackup>> => {
  const calls = connection.serverVersion >= 150_000 ? current : before15;
  const started = await rowsOf(connection, calls.start, [`lifeboat ${randomUUID()}`]);
  if (!started.ok) {
    return fail(`the base backup cannot start: ${started.reason.message}`);
  }

  const {tools, dataDirectory, backup} = estate;
  const leaveOut = (path: string) => isTransient(path) || path.startsWith('pg_wal/');
  const copied = await copyDataDirectory({from: dataDirectory, to: backup, user: tools.user, leaveOut});

  const stopped = await rowsOf(connection, calls.stop);
  if (!stopped.ok) {
    return fail(`the base backup cannot end: ${stopped.reason.message}`);
  }
  const {lsn, labelfile} = stopped.value[0] ?? {};
  const label = join(backup, 'backup_label');
  writeFileSync(label, String(labelfile), {mode: 0o600});
  mkdirSync(join(backup, 'pg_wal'), {recursive: true, mode: 0o700});
  giveTo(tools.user, label);
  giveTo(tools.user, join(backup, 'pg_wal'));
  return succeed({directory: backup, startLsn: String(started.value[0]?.lsn), stopLsn: String(lsn), ...copied});
};

/** A fast checkpoint, because nobody wants to wait for one; the end waits until the archive has all the WAL. */
const current = {
  start: 'select pg_backup_start($1, true)::text as lsn',
  stop: 'select lsn::text, labelfile from pg_backup_stop(true)',
};
const before15 = {
  start: 'select pg_start_backup($1, true, false)::text as lsn',
  stop: 'select lsn::text, labelfile from pg_stop_backup(false, true)',
};
