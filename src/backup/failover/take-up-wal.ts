/** Makes a standby read its archive now: one that a silent network cut off believes for a minute that it streams. */
import {setTimeout as delay} from 'node:timers/promises';
import {type Result, succeed} from '../../base/result.ts';
import {type Connection, withConnection} from '../../postgres/connect.ts';
import type {DatabaseFailure} from '../../postgres/failure.ts';
import {rowsOf} from '../../postgres/query.ts';
import {quoteLiteral} from '../../postgres/quote.ts';
import {bytesOf} from '../base-backup.ts';

export type TakenUp = {
  readonly replayedLsn: string | null;
  /** Whether it has replayed all up to there. */
  readonly isAll: boolean;
};

const pollEveryMs = 50;

/**
 * Its receiver gives up after a second instead of a minute, and then it reads the archive before it asks its primary again. The
 * setting is put back as it was. A server that has been promoted is left alone.
 */
export const takeUpWal = async (
  standby: string,
  {end, withinMs}: {readonly end: string; readonly withinMs: number},
): Promise<Result<TakenUp, DatabaseFailure>> =>
  withConnection(
    standby,
    async connection => {
      const former = await shortenTimeout(connection);
      if (!former.ok) {
        return former;
      }
      const taken = await untilReplayed(connection, end, withinMs);
      const back = await putBack(connection, former.value);
      return back.ok ? taken : back;
    },
    {connectTimeoutMs: 5_000, statementTimeoutMs: 10_000},
  );

const ours = '1s';

/** Null where ALTER SYSTEM has not set it; undefined where it was left alone. */
type Former = string | null | undefined;

const shortenTimeout = async (connection: Connection): Promise<Result<Former, DatabaseFailure>> => {
  const rows = await rowsOf(
    connection,
    `select exists (select from pg_stat_wal_receiver) and pg_is_in_recovery() as streams,
            (select setting from pg_file_settings where name = 'wal_receiver_timeout' and sourcefile like '%/postgresql.auto.conf'
              order by seqno desc limit 1) as former`,
  );
  if (!rows.ok || rows.value[0]?.streams !== true) {
    return rows.ok ? succeed(undefined) : rows;
  }
  const set = await setTimeoutOf(connection, `set wal_receiver_timeout = ${quoteLiteral(ours)}`);
  const {former} = rows.value[0] ?? {};
  // Our own value is what an interrupted run left, and nobody's wish.
  return set.ok ? succeed(typeof former === 'string' && former !== ours ? former : null) : set;
};

const putBack = async (connection: Connection, former: Former): Promise<Result<unknown, DatabaseFailure>> =>
  former === undefined
    ? succeed(undefined)
    : setTimeoutOf(
        connection,
        former === null ? 'reset wal_receiver_timeout' : `set wal_receiver_timeout = ${quoteLiteral(former)}`,
      );

const setTimeoutOf = async (connection: Connection, what: string): Promise<Result<unknown, DatabaseFailure>> => {
  const set = await connection.run(`alter system ${what}`);
  return set.ok ? connection.run('select pg_reload_conf()') : set;
};

const untilReplayed = async (
  connection: Connection,
  end: string,
  withinMs: number,
): Promise<Result<TakenUp, DatabaseFailure>> => {
  for (const deadlineMs = performance.now() + withinMs; ; ) {
    const rows = await rowsOf(connection, 'select pg_last_wal_replay_lsn()::text as lsn');
    if (!rows.ok) {
      return rows;
    }
    const lsn = typeof rows.value[0]?.lsn === 'string' ? rows.value[0].lsn : null;
    const isAll = lsn !== null && bytesOf(lsn) >= bytesOf(end);
    if (isAll || performance.now() > deadlineMs) {
      return succeed({replayedLsn: lsn, isAll});
    }
    await delay(pollEveryMs);
  }
};
