/** The last moment of a server that is about to be lost: what it was, and who else has every write that it acknowledged. */
import {setTimeout as delay} from 'node:timers/promises';
import {fail, type Result, succeed} from '../../../base/result.ts';
import type {Connection} from '../../../postgres/connect.ts';
import {identify} from '../../../postgres/process-identity.ts';
import {rowsOf} from '../../../postgres/query.ts';
import type {Dataset} from '../../dataset.ts';
import type {Estate} from '../../estate.ts';
import {inLab} from '../../in-lab.ts';
import {type MomentBefore, readMomentBefore} from '../../moment-before.ts';

export type LastMoment = {
  readonly before: MomentBefore;
  /** When it was over, by this machine's clock, which is the server's. */
  readonly atMs: number;
  readonly timeline: string;
  /** The receivers that have all of its WAL, by their names. */
  readonly heldBy: readonly string[];
};

type Ending = {
  /** For so long nothing is sent to any receiver before, as by a network that is too slow: then that is lost. 0 is as it is. */
  readonly behindMs: number;
  readonly end: () => Promise<Result<void>>;
};

/**
 * Reads the moment before, holds the application's writes, waits until whoever receives the WAL has all of it, and ends the
 * server. What a cure then loses is its own loss and not chance's: a write that was acknowledged and on no other machine yet
 * would be lost by the best failover too.
 */
export const atLastMoment = (estate: Estate, {behindMs, end}: Ending): Promise<Result<LastMoment>> =>
  inLab(estate, async connection => {
    const before = await readMomentBefore(connection, estate.dataset);
    if (!before.ok) {
      return before;
    }
    const behind = behindMs > 0 ? await stopSending(connection, behindMs) : succeed(undefined);
    const held = behind.ok ? await holdWrites(connection, estate.dataset) : behind;
    const seen = held.ok ? await lookAtReceivers(connection, behindMs > 0 ? 0 : receivedWithinMs) : held;
    if (!seen.ok) {
      return seen;
    }
    const atMs = Date.now();
    const ended = await end();
    return ended.ok ? succeed({before: before.value, atMs, ...seen.value}) : ended;
  });

/** The senders of WAL stand still, and the application writes on. They are killed with their server. */
const stopSending = async (connection: Connection, behindMs: number): Promise<Result<void>> => {
  const senders = await rowsOf(connection, 'select pid from pg_stat_replication');
  if (!senders.ok) {
    return fail(senders.reason.message);
  }
  const pids = senders.value.map(({pid}) => Number(pid));
  if (pids.length === 0) {
    return fail('nobody receives the WAL of the primary, so nobody can be behind it');
  }
  for (const pid of pids) {
    if (identify(pid) !== null) {
      process.kill(pid, 'SIGSTOP');
    }
  }
  await delay(behindMs);
  return succeed(undefined);
};

/** Until the session ends, which is with its server: no further write of the application is acknowledged. */
const holdWrites = async (connection: Connection, {writtenRows}: Dataset): Promise<Result<void>> => {
  const tables = Object.keys(writtenRows);
  const lock = tables.length === 0 ? '' : `lock table ${tables.join(', ')} in exclusive mode`;
  const held = await connection.run(`set lock_timeout = '10s'; begin; ${lock}`);
  return held.ok ? succeed(undefined) : fail(`the application's writes cannot be held: ${held.reason.message}`);
};

/** Twice as long as a standby waits before it asks again for WAL (PostgreSQL manual, 20.6.3, wal_retrieve_retry_interval). */
const receivedWithinMs = 10_000;
const pollEveryMs = 5;

const lookAtReceivers = async (
  connection: Connection,
  withinMs: number,
): Promise<Result<Pick<LastMoment, 'timeline' | 'heldBy'>>> => {
  const end = await rowsOf(connection, endSql);
  if (!end.ok) {
    return fail(end.reason.message);
  }
  const {lsn, timeline} = end.value[0] ?? {};
  for (const deadlineMs = performance.now() + withinMs; ; await delay(pollEveryMs)) {
    // Within a transaction the sessions of a server are read once.
    await connection.run('select pg_stat_clear_snapshot()');
    const receivers = await rowsOf(connection, receiversSql, [lsn]);
    if (!receivers.ok) {
      return fail(receivers.reason.message);
    }
    const haveAll = receivers.value.every(({has}) => has === true);
    if (haveAll || performance.now() >= deadlineMs) {
      const heldBy = receivers.value.filter(({has}) => has === true).map(({name}) => String(name));
      return succeed({timeline: String(timeline), heldBy});
    }
  }
};

// A segment's name begins with the timeline (PostgreSQL, xlog_internal.h).
const endSql = `
  select pg_current_wal_flush_lsn()::text as lsn, left(pg_walfile_name(pg_current_wal_lsn()), 8) as timeline`;

// A standby that is just coming back has its slot and no session yet.
const receiversSql = `
  select application_name as name, coalesce(flush_lsn >= $1::pg_lsn, false) as has
    from pg_stat_replication where state <> 'backup'
  union all
  select slot_name, false from pg_replication_slots where slot_type = 'physical' and not active
  order by 1`;
