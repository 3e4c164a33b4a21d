/** Stops the writes of an application in a way that stops them, and proves it by what the server does, not by what it was told. */
import {setTimeout as delay} from 'node:timers/promises';
import {fail, type Result, succeed} from '../../base/result.ts';
import type {Connection} from '../../postgres/connect.ts';
import {type DatabaseFailure, refusal} from '../../postgres/failure.ts';
import {inTransaction, rowsOf} from '../../postgres/query.ts';
import {quoteIdentifier} from '../../postgres/quote.ts';
import {withAnyDatabase} from './any-database.ts';

export type HeldWrites = {
  /** No role that is to be held can log in or has a session, nobody else writes, and the WAL stands still. */
  readonly held: boolean;
  /** Roles of those that may still log in, or have sessions. */
  readonly open: readonly string[];
  /** Sessions of anybody that are in the middle of a writing transaction, in words. */
  readonly writers: readonly string[];
  /** Prepared transactions, which may be committed by anybody at any time; a person decides about them. */
  readonly prepared: readonly string[];
  /** Where the WAL stands, and whether it stood there for the whole time of the look. */
  readonly lsn: string;
  /** Null where that was not looked for. */
  readonly stoodStill: boolean | null;
  /** By the server's clock. */
  readonly at: string;
};

export type HoldRequest = {
  /** Any database of the cluster: roles are the same in all of them. */
  readonly database: string;
  readonly roles: readonly string[];
  /** How long the WAL may take to come to rest: a last checkpoint or a snapshot for standbys may follow the last write. */
  readonly timeoutMs?: number;
  /** Does not watch the WAL stand still, which takes seconds: for a look just before or after one that does. */
  readonly isBrief?: boolean;
  /** Only the roles themselves count: where what is brought back does not mind what others write. */
  readonly othersMayWrite?: boolean;
};

const defaultTimeoutMs = 60_000;
/** Long enough to see a writer between two of its writes. */
const stillForMs = 2_000;
const endWithinMs = 5_000;
const lookForMs = 10_000;
const againAfterMs = 100;

/**
 * Takes away the roles' logins and ends their sessions, and waits until nothing is written any more.
 * default_transaction_read_only would not do: sessions that are open go on writing. May be done twice.
 */
export const holdWrites = (request: HoldRequest): Promise<Result<HeldWrites>> =>
  withAnyDatabase(request.database, async ({connection}) => {
    const allowed = await refuseOwn(connection, request.roles);
    if (!allowed.ok) {
      return allowed;
    }
    for (const role of request.roles) {
      const taken = await takeLogin(connection, role);
      if (!taken.ok) {
        return taken;
      }
      const ended = await connection.run(
        'select pg_terminate_backend(pid, $2) from pg_stat_activity where usename = $1 and pid <> pg_backend_pid()',
        [role, endWithinMs],
      );
      if (!ended.ok) {
        return ended;
      }
    }
    return waitForRest(connection, {timeoutMs: defaultTimeoutMs, ...request}, () => false);
  });

/** Only looks. A page that is read for the first time may still write a little WAL, so it looks for some seconds. */
export const checkHeld = (request: HoldRequest): Promise<Result<HeldWrites>> =>
  withAnyDatabase(request.database, ({connection}) =>
    // A login that is there again does not go away by waiting.
    waitForRest(connection, {timeoutMs: lookForMs, ...request}, ({open}) => open.length > 0),
  );

export type ReleasedWrites = {
  /** Those that were given their logins back. */
  readonly roles: readonly string[];
  /** Those that were not held, and stay as they are: some of them could not log in before either. */
  readonly left: readonly string[];
};

/** Gives the roles their logins back that were taken from them, and nobody one that they never had. */
export const releaseWrites = ({database, roles}: HoldRequest): Promise<Result<ReleasedWrites>> =>
  withAnyDatabase(database, async ({connection}) => {
    const held = await rowsOf(connection, heldSql, [roles]);
    if (!held.ok) {
      return held;
    }
    const given = held.value.map(({rolname}) => String(rolname));
    for (const role of given) {
      const name = quoteIdentifier(role);
      const done = await runBoth(connection, [`alter role ${name} login`, `alter role ${name} reset ${mark}`]);
      if (!done.ok) {
        return done;
      }
    }
    return succeed({roles: given, left: roles.filter(role => !given.includes(role))});
  });

/** Stands on a role whose login was taken: it outlives a program that is killed, and goes to standbys with the role. */
const mark = 'lifeboat.held';

const heldSql = `select rolname from pg_roles where rolname = any($1) and '${mark}=on' = any(rolconfig)`;

/** A second time it finds none to take. */
const takeLogin = async (connection: Connection, role: string): Promise<Result<unknown, DatabaseFailure>> => {
  const able = await rowsOf(connection, 'select from pg_roles where rolname = $1 and rolcanlogin', [role]);
  if (!able.ok || able.value.length === 0) {
    return able;
  }
  const name = quoteIdentifier(role);
  return runBoth(connection, [`alter role ${name} nologin`, `alter role ${name} set ${mark} = 'on'`]);
};

/** Both or neither. */
const runBoth = (connection: Connection, statements: readonly string[]): Promise<Result<unknown, DatabaseFailure>> =>
  inTransaction(connection, () => connection.run(statements.join('; ')));

/** Whoever takes away their own login is locked out of the recovery. */
const refuseOwn = async (connection: Connection, roles: readonly string[]): Promise<Result<void, DatabaseFailure>> => {
  const rows = await rowsOf(connection, 'select session_user as own, rolname from pg_roles where rolname = any($1)', [
    roles,
  ]);
  if (!rows.ok) {
    return rows;
  }
  const unknown = roles.filter(role => !rows.value.some(({rolname}) => rolname === role));
  if (unknown.length > 0) {
    return fail(refusal(`there is no role ${unknown.join(', ')}`));
  }
  return roles.includes(connection.target.user)
    ? fail(refusal(`the recovery itself logs in as ${connection.target.user}; connect as another superuser`))
    : succeed(undefined);
};

const waitForRest = async (
  connection: Connection,
  {roles, timeoutMs, isBrief = false, othersMayWrite = false}: HoldRequest & {readonly timeoutMs: number},
  isHopeless: (seen: HeldWrites) => boolean,
): Promise<Result<HeldWrites, DatabaseFailure>> => {
  for (const deadlineMs = performance.now() + timeoutMs; ; ) {
    const looked = isBrief || othersMayWrite ? await lookBriefly(connection, roles) : await lookOnce(connection, roles);
    const seen =
      looked.ok && othersMayWrite ? succeed({...looked.value, held: looked.value.open.length === 0}) : looked;
    if (!seen.ok || seen.value.held || isHopeless(seen.value) || performance.now() > deadlineMs) {
      return seen;
    }
    await delay(againAfterMs);
  }
};

const lookOnce = async (
  connection: Connection,
  roles: readonly string[],
): Promise<Result<HeldWrites, DatabaseFailure>> => {
  const before = await lookBriefly(connection, roles);
  if (!before.ok) {
    return before;
  }
  const isClosed = before.value.open.length === 0;
  await delay(isClosed ? stillForMs : againAfterMs);
  const after = await lookBriefly(connection, roles);
  if (!after.ok) {
    return after;
  }
  const stoodStill = after.value.open.length === 0 && isClosed && before.value.lsn === after.value.lsn;
  return succeed({...after.value, stoodStill, held: after.value.held && stoodStill});
};

/** Logins, sessions and transactions as they are now. */
const lookBriefly = async (
  connection: Connection,
  roles: readonly string[],
): Promise<Result<HeldWrites, DatabaseFailure>> => {
  const rows = await rowsOf(connection, stateSql, [roles]);
  if (!rows.ok) {
    return rows;
  }
  const {open, writers, prepared, lsn, at} = rows.value[0] ?? {};
  const seen = {open: texts(open), writers: texts(writers), prepared: texts(prepared)};
  const held = Object.values(seen).every(list => list.length === 0);
  return succeed({held, ...seen, lsn: String(lsn), stoodStill: null, at: String(at)});
};

const texts = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(String) : []);

// Not the session that asks: it has no transaction number, and looks only.
const stateSql = `
  select (select json_agg(rolname order by rolname) from pg_roles r where rolname = any($1)
            and (rolcanlogin or exists (select from pg_stat_activity a where a.usesysid = r.oid))) as open,
         (select json_agg(format('%s (%s, process %s)', coalesce(usename, backend_type), datname, pid))
            from pg_stat_activity where backend_xid is not null and pid <> pg_backend_pid()) as writers,
         (select json_agg(format('%s of %s', gid, owner)) from pg_prepared_xacts) as prepared,
         case when pg_is_in_recovery() then pg_last_wal_replay_lsn() else pg_current_wal_insert_lsn() end::text as lsn,
         clock_timestamp() as at`;
