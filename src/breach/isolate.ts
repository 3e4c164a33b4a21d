/** Isolates a server: nobody new gets in, nobody stays, no role can log in but the one that recovers and those that are named. */
import {setTimeout as delay} from 'node:timers/promises';
import {holdWrites} from '../backup/corruption/hold-writes.ts';
import {fail, type Result, succeed} from '../base/result.ts';
import {type Connection, withConnection} from '../postgres/connect.ts';
import {type DatabaseFailure, refusal} from '../postgres/failure.ts';
import {rowsOf} from '../postgres/query.ts';
import {cleaned} from './clean-session.ts';
import {refusesOthers, switchHba} from './hba-switch.ts';
import {planIsolation} from './isolation-plan.ts';
import {writeRecord} from './isolation-record.ts';
import {readiness} from './readiness.ts';
import type {Login} from './way-in.ts';

export type IsolateRequest = {
  readonly database: string;
  /** Directory here that keeps how it was; the same one for every try and for reopening. */
  readonly recordDir: string;
  /** Logins that stay besides our own, such as that of a standby. */
  readonly keep?: readonly Login[];
};

export type Isolated = {
  /** Nobody else gets in, has a session, or could log in. */
  readonly isolated: boolean;
  /** A login that nobody has was refused by pg_hba.conf. */
  readonly othersRefused: boolean;
  /** Sessions of others, in words. */
  readonly sessions: readonly string[];
  /** Other sessions of the login that recovers, which alone can come again: people who work on this, or somebody who has it too. */
  readonly alike: readonly string[];
  /** Roles that may still log in and are not to. */
  readonly open: readonly string[];
  /** Prepared transactions and background work that is none of the server's own, for a person to look at. */
  readonly leftovers: readonly string[];
  /** When it was looked, by the server's clock. */
  readonly at: string;
};

const endWithinMs = 5_000;
const triesMax = 20;
const againAfterMs = 100;

/** May be done twice: what was before the first time stays the record. */
export const isolate = async (request: IsolateRequest): Promise<Result<Isolated>> => {
  const done = await withConnection(cleaned(request.database), connection => isolateAll(connection, request));
  return done.ok ? done : fail(done.reason.message);
};

/** Only looks. */
export const checkIsolated = async (request: Omit<IsolateRequest, 'recordDir'>): Promise<Result<Isolated>> => {
  const seen = await withConnection(cleaned(request.database), connection =>
    lookAround(connection, request.keep ?? []),
  );
  return seen.ok ? seen : fail(seen.reason.message);
};

const isolateAll = async (
  connection: Connection,
  request: IsolateRequest,
): Promise<Result<Isolated, DatabaseFailure>> => {
  const ready = await readiness(connection);
  if (!ready.ok) {
    return ready;
  }
  const plan = await planIsolation(connection, request);
  if (!plan.ok) {
    return plan;
  }
  const {record, text, roles} = plan.value;
  const noted = writeRecord(request.recordDir, record);
  if (!noted.ok) {
    return fail(refusal(noted.reason));
  }
  // First the door, then the room: whoever is thrown out before comes in again.
  const switched = await switchHba(connection, {path: record.hbaPath, text});
  if (!switched.ok) {
    return switched;
  }
  if (!ready.value.standby && roles.length > 0) {
    const held = await holdWrites({database: cleaned(request.database), roles, othersMayWrite: true});
    if (!held.ok) {
      return fail(refusal(held.reason));
    }
  }
  return endOthers(connection, request.keep ?? []);
};

const endOthers = async (
  connection: Connection,
  keep: readonly Login[],
): Promise<Result<Isolated, DatabaseFailure>> => {
  for (let tries = 0; ; tries += 1) {
    const ended = await connection.run(`select pg_terminate_backend(pid, ${endWithinMs}) from (${othersSql}) others`, [
      keep.map(({role}) => role),
      keep.map(({address}) => address ?? 'local'),
    ]);
    if (!ended.ok) {
      return ended;
    }
    const seen = await lookAround(connection, keep);
    if (!seen.ok || seen.value.isolated || tries >= triesMax) {
      return seen;
    }
    await delay(againAfterMs);
  }
};

const lookAround = async (
  connection: Connection,
  keep: readonly Login[],
): Promise<Result<Isolated, DatabaseFailure>> => {
  const rows = await rowsOf(connection, stateSql, [
    keep.map(({role}) => role),
    keep.map(({address}) => address ?? 'local'),
  ]);
  if (!rows.ok) {
    return rows;
  }
  const othersRefused = await refusesOthers(connection);
  const {sessions, alike, open, leftovers, at} = rows.value[0] ?? {};
  const seen = {sessions: texts(sessions), alike: texts(alike), open: texts(open), leftovers: texts(leftovers)};
  return succeed({
    isolated: othersRefused && seen.sessions.length === 0 && seen.open.length === 0,
    othersRefused,
    ...seen,
    at: String(at),
  });
};

const texts = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(String) : []);

const othersSql = `
  select a.*, usename = session_user and client_addr is not distinct from inet_client_addr() as is_alike
    from pg_stat_activity a
   where backend_type in ('client backend', 'walsender') and pid <> pg_backend_pid()
     and not exists (select from unnest($1::text[], $2::text[]) kept(role, address)
                      where kept.role = usename and kept.address = coalesce(host(client_addr), 'local'))`;

// A standby takes its roles from its primary, so there only sessions and rules count.
const stateSql = `
  with others as (
    select is_alike, format('%s from %s, %s, since %s', usename, coalesce(host(client_addr), 'the socket'), backend_type, backend_start) as words
      from (${othersSql}) others
  )
  select (select json_agg(words) from others where not is_alike) as sessions,
         (select json_agg(words) from others where is_alike) as alike,
         (select json_agg(rolname order by rolname) from pg_roles
           where rolcanlogin and rolname <> session_user and rolname <> all($1) and not pg_is_in_recovery()) as open,
         (select json_agg(what) from (
            select format('prepared transaction %s of %s', gid, owner) as what from pg_prepared_xacts
            union all
            select format('background work %s, process %s', backend_type, pid) from pg_stat_activity
             where backend_type not in ('client backend', 'walsender', 'parallel worker', 'autovacuum launcher', 'autovacuum worker',
                   'logical replication launcher', 'checkpointer', 'background writer', 'walwriter', 'walreceiver', 'startup', 'archiver',
                   'walsummarizer', 'slotsync worker', 'io worker')) found) as leftovers,
         clock_timestamp() as at`;
