/** Holds a standby still at the moment of its primary, so that what is done there cannot reach the healthy rows. */
import {setTimeout as delay} from 'node:timers/promises';
import {fail, type Result, succeed} from '../../base/result.ts';
import {type Connection, withConnection} from '../../postgres/connect.ts';
import {type DatabaseFailure, refusal} from '../../postgres/failure.ts';
import {rowsOf} from '../../postgres/query.ts';
import {systemIdentifier} from '../../postgres/same-instance.ts';
import {withAnyDatabase} from './any-database.ts';

export type HeldCopy = {
  readonly state: string;
  /** Up to where it has replayed. */
  readonly lsn: string;
  readonly seconds: number;
};

export type HoldCopyRequest = {
  readonly copy: string;
  /** Its primary; any database of it will do. */
  readonly live: string;
  readonly timeoutMs?: number;
};

const defaultTimeoutMs = 2 * 60_000;
const pollEveryMs = 50;

/** Waits until the copy has replayed what the primary has written by now, and pauses its replay. May be done twice. */
export const holdCopy = async ({
  copy,
  live,
  timeoutMs = defaultTimeoutMs,
}: HoldCopyRequest): Promise<Result<HeldCopy>> => {
  const written = await withAnyDatabase(live, ({connection}) => flushedUpTo(connection));
  if (!written.ok) {
    return written;
  }
  const {lsn, identifier} = written.value;
  const held = await withConnection(copy, async connection => {
    const same = await isOfCluster(connection, identifier);
    return same.ok ? pauseAt(connection, {lsn, timeoutMs}) : same;
  });
  return held.ok ? held : fail(`the copy cannot be held still: ${held.reason.message}`);
};

/** Lets it go on; it then replays all that happened meanwhile. A server that is no standby any more needs nothing. */
export const releaseCopy = async (copy: string): Promise<Result<HeldCopy>> => {
  const startedMs = performance.now();
  for (let tries = 1; ; tries += 1) {
    const released = await withConnection(copy, async connection => {
      const resumed = await rowsOf(
        connection,
        `select case when pg_is_in_recovery() then pg_wal_replay_resume()::text end as done`,
      );
      return resumed.ok ? stateOf(connection, startedMs) : resumed;
    });
    // What is replayed now may be in the way of the very session that asks: the server ends its statement (27.4.2).
    const isInTheWay = !released.ok && released.reason.sqlstate === '40001';
    if (!isInTheWay || tries === triesMax) {
      return released.ok ? released : fail(`the copy does not go on: ${released.reason.message}`);
    }
    await delay(pollEveryMs);
  }
};

const triesMax = 5;

type Written = {readonly lsn: string; readonly identifier: string};

const flushedUpTo = async (connection: Connection): Promise<Result<Written, DatabaseFailure>> => {
  const rows = await rowsOf(
    connection,
    `select pg_is_in_recovery() as standby, pg_current_wal_flush_lsn()::text as lsn`,
  );
  if (!rows.ok) {
    return rows;
  }
  if (rows.value[0]?.standby === true) {
    return fail(refusal('the damaged server is a standby; name the primary'));
  }
  const identifier = await systemIdentifier(connection);
  return identifier.ok ? succeed({lsn: String(rows.value[0]?.lsn), identifier: identifier.value}) : identifier;
};

/** Positions of two clusters can be compared and mean nothing; what is held here may be promoted in place of the other. */
const isOfCluster = async (copy: Connection, identifier: string): Promise<Result<void, DatabaseFailure>> => {
  const own = await systemIdentifier(copy);
  if (!own.ok) {
    return own;
  }
  return own.value === identifier
    ? succeed(undefined)
    : fail(refusal(`it follows another cluster (system identifier ${own.value}, the primary has ${identifier})`));
};

const pauseAt = async (
  connection: Connection,
  {lsn, timeoutMs}: {readonly lsn: string; readonly timeoutMs: number},
): Promise<Result<HeldCopy, DatabaseFailure>> => {
  const startedMs = performance.now();
  for (;;) {
    const rows = await rowsOf(connection, stepSql, [lsn]);
    if (!rows.ok) {
      return rows;
    }
    const {standby, state, there, at} = rows.value[0] ?? {};
    const objection = objectionTo({standby, state, there}, `${at}, and the primary at ${lsn}`);
    if (objection !== null) {
      return fail(refusal(objection));
    }
    if (state === 'paused') {
      return stateOf(connection, startedMs);
    }
    const paused = there === true ? await connection.run('select pg_wal_replay_pause()') : succeed(undefined);
    if (!paused.ok) {
      return paused;
    }
    if (performance.now() - startedMs > timeoutMs) {
      return fail(refusal(`it stands at ${at}, and the primary at ${lsn}; does it still stream from it?`));
    }
    await delay(pollEveryMs);
  }
};

type Step = {readonly standby: unknown; readonly state: unknown; readonly there: unknown};

const objectionTo = ({standby, state, there}: Step, where: string): string | null => {
  if (standby !== true) {
    return 'it is not a standby';
  }
  return state === 'paused' && there !== true ? `its replay is paused already at ${where}; let it go on first` : null;
};

const stepSql = `
  select pg_is_in_recovery() as standby, at::text as at, at >= $1::pg_lsn as there,
         case when pg_is_in_recovery() then pg_get_wal_replay_pause_state() end as state
    from pg_last_wal_replay_lsn() at`;

const stateOf = async (connection: Connection, startedMs: number): Promise<Result<HeldCopy, DatabaseFailure>> => {
  const rows = await rowsOf(
    connection,
    `select case when pg_is_in_recovery() then pg_get_wal_replay_pause_state() else 'promoted' end as state,
            pg_last_wal_replay_lsn()::text as lsn`,
  );
  return rows.ok
    ? succeed({
        state: String(rows.value[0]?.state),
        lsn: String(rows.value[0]?.lsn),
        seconds: Math.round(performance.now() - startedMs) / 1000,
      })
    : rows;
};
