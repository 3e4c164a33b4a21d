/** `passed_moment`: a moment goes by that is wanted later; nothing is broken, and what was there then is there no more. */

import {existsSync} from 'node:fs';
import {setTimeout as delay} from 'node:timers/promises';
import {fail, type Result, succeed} from '../../base/result.ts';
import type {Connection} from '../../postgres/connect.ts';
import {type DatabaseFailure, refusal} from '../../postgres/failure.ts';
import {inTransaction, rowsOf} from '../../postgres/query.ts';
import {takeRepositoryBackup} from '../backups.ts';
import type {Damage} from '../damage.ts';
import type {Dataset} from '../dataset.ts';
import type {Estate} from '../estate.ts';
import type {Fault} from '../fault.ts';
import {fingerprintTables} from '../fingerprint.ts';
import {inLab} from '../in-lab.ts';
import {type MomentBefore, readMomentBefore} from '../moment-before.ts';
import {lookForMoment, momentInWords, momentOf} from '../moment-seen.ts';
import {momentSeenAt} from '../moment-watch.ts';
import {takeNewerPgbackrestBackup} from '../pgbackrest-backup.ts';
import {readParameters} from './fault-parameters.ts';
import {findTable} from './one-transaction.ts';

const name = 'passed_moment';

export const passedMoment: Fault = {
  name,
  summary:
    'Note a moment by its time, position, transaction and restore point, and go on: rows change after it, and a newer backup is taken. The cure is to have it again beside production.',
  parameters: {
    table: {summary: 'the table', isNeeded: true},
    set: {summary: 'what is set after the moment, as SQL has it: `total_cents = 0`', isNeeded: true},
    where: {summary: 'a condition in SQL; `t` is the row', isNeeded: true},
  },
  prepare: async (estate, parameters) => {
    const wanted = readParameters(passedMoment, parameters);
    if (!wanted.ok) {
      return wanted;
    }
    const {table = '', set = '', where = ''} = wanted.value;
    const found = await inLab(estate, connection => findTable(connection, table));
    const rows = await inLab(estate, connection => fingerprintTables(connection, estate.dataset.writtenRows));
    if (!found.ok || !rows.ok) {
      return found.ok ? (rows.ok ? fail('') : rows) : found;
    }
    const now = {tables: momentInWords(rows.value), fromMs: null, toMs: null};
    return succeed({
      summary: `let a moment pass, and change rows of ${found.value} after it`,
      symptom: () => lookForMoment(estate, now, null),
      inject: () => inject(estate, `update ${found.value} t set ${set}\n where (${where}\n)`),
    });
  },
  symptomOf: (estate, damage) => {
    const moment = momentOf(damage);
    return moment === null
      ? Promise.resolve(fail('nothing was noted of the moment'))
      : lookForMoment(estate, moment, momentSeenAt(estate));
  },
};

const inject = async (estate: Estate, change: string): Promise<Result<Damage>> => {
  const damage = await inLab(estate, connection => letPass(connection, estate, change));
  // A newer backup is of no use for the moment, and whoever takes the newest one finds it out.
  const isKept = damage.ok && existsSync(estate.backups);
  const another = isKept ? await takeRepositoryBackup(estate) : succeed(undefined);
  const pushed = damage.ok && another.ok ? await takeNewerPgbackrestBackup(estate) : another;
  return pushed.ok ? damage : pushed;
};

const letPass = async (connection: Connection, {dataset}: Estate, change: string): Promise<Result<Damage>> => {
  const restorePoint = 'before the change';
  const fromMs = Date.now();
  await aFewMilliseconds();
  const noted = await rowsOf(connection, noteSql, [restorePoint]);
  if (!noted.ok) {
    return fail(`the moment cannot be noted: ${noted.reason.message}`);
  }
  await aFewMilliseconds();
  const changed = await inTransaction(connection, () => changeAndLook(connection, dataset, change));
  if (!changed.ok) {
    return fail(`the change after the moment cannot be made: ${changed.reason.message}`);
  }
  const {tables, xid, ...now} = changed.value;
  return succeed({
    fault: name,
    committedAt: String(noted.value[0]?.at),
    lost: [],
    tablesLost: [],
    rowsLost: 0,
    ...now,
    detail: {
      moment_tables: tables,
      moment_lsn: String(noted.value[0]?.lsn),
      moment_transaction: xid,
      restore_point: restorePoint,
      from_ms: fromMs,
      to_ms: Date.now(),
    },
  });
};

type Changed = MomentBefore & {readonly tables: readonly string[]; readonly xid: string};

/** How it was, the change, and how it is from then on: a restore beside production changes nothing of that. */
const changeAndLook = async (
  connection: Connection,
  dataset: Dataset,
  change: string,
): Promise<Result<Changed, DatabaseFailure>> => {
  const then = await fingerprintTables(connection, dataset.writtenRows);
  const done = then.ok ? await connection.run(change) : fail(refusal(then.reason));
  const xid = done.ok ? await rowsOf(connection, 'select pg_current_xact_id()::xid::text as xid') : done;
  if (!then.ok || !xid.ok) {
    return then.ok ? (xid.ok ? fail(refusal('')) : xid) : fail(refusal(then.reason));
  }
  const now = await readMomentBefore(connection, dataset);
  return now.ok
    ? succeed({...now.value, tables: momentInWords(then.value), xid: String(xid.value[0]?.xid)})
    : fail(refusal(now.reason));
};

/** What was written just before and just after the moment is to be told apart by a clock of milliseconds. */
const aFewMilliseconds = (): Promise<void> => delay(5);

const noteSql = `
  select pg_create_restore_point($1)::text as point, pg_current_wal_insert_lsn()::text as lsn,
         to_json(clock_timestamp() at time zone 'UTC') #>> '{}' || 'Z' as at`;
