/** A server that is cut off and goes on: whether anybody can still write to it, and the end of its WAL as of now. */
import {type Result, succeed} from '../../base/result.ts';
import {type Connection, withConnection} from '../../postgres/connect.ts';
import type {DatabaseFailure} from '../../postgres/failure.ts';
import {worksIn} from '../../postgres/process-identity.ts';
import {rowsOf} from '../../postgres/query.ts';
import {type Hindrance, impossible, unsafe} from '../in-place/hindrance.ts';

export type Quieting = {
  /** The way in for administrators, such as its socket. */
  readonly console: string;
  readonly directory: string;
  readonly identifier: string | null;
  /** Until when to wait for a moment in which nothing is written, as `performance.now` counts. */
  readonly deadlineMs: number;
};

/**
 * Ends its current segment, lets what ended be taken, and looks whether anything was written meanwhile; if so, once more. Nobody
 * but us may be connected: a session that is there may commit at any moment, whatever its network does. A segment that ended is
 * never written to again, so what was taken is all that was committed.
 */
export const takeWhileQuiet = async <Value>(
  quieting: Quieting,
  take: (endLsn: string) => Promise<Result<Value, Hindrance>>,
): Promise<Result<{readonly taken: Value; readonly endLsn: string}, Hindrance>> => {
  const done = await withConnection(
    quieting.console,
    async connection => succeed(await untilQuiet(connection, quieting, take)),
    {connectTimeoutMs: 5_000, statementTimeoutMs: 10_000, applicationName: 'lifeboat'},
  );
  return done.ok
    ? done.value
    : unsafe(
        `The server in ${quieting.directory} runs and its console cannot be asked: ${done.reason.message}. Nobody can see whether somebody still writes, so its WAL may still grow.`,
        'Give a console that lets you in as a superuser (LIFEBOAT_CONSOLE), or stop the server: lifeboat backup fence.',
      );
};

const untilQuiet = async <Value>(
  connection: Connection,
  quieting: Quieting,
  take: (endLsn: string) => Promise<Result<Value, Hindrance>>,
): Promise<Result<{readonly taken: Value; readonly endLsn: string}, Hindrance>> => {
  for (;;) {
    const before = await look(connection, quieting);
    if (!before.ok) {
      return before;
    }
    const ended = await rowsOf(connection, 'select pg_switch_wal()::text as lsn');
    if (!ended.ok) {
      return cannotTell(quieting, ended.reason);
    }
    const endLsn = String(ended.value[0]?.lsn);
    const taken = await take(endLsn);
    if (!taken.ok) {
      return taken;
    }
    const after = await look(connection, quieting);
    if (!after.ok) {
      return after;
    }
    if (after.value === before.value) {
      return succeed({taken: taken.value, endLsn});
    }
    if (performance.now() > quieting.deadlineMs) {
      return unsafe(
        `The server in ${quieting.directory} goes on to begin transactions, so its WAL still grows.`,
        'Stop it: lifeboat backup fence.',
      );
    }
  }
};

/** What a server runs of its own; none of them writes what a client has committed. */
const ofServer: ReadonlySet<string> = new Set([
  'archiver',
  'autovacuum launcher',
  'autovacuum worker',
  'background writer',
  'checkpointer',
  'io worker',
  'logger',
  'logical replication launcher',
  'startup',
  'walsender',
  'walsummarizer',
  'walwriter',
]);

/** The next transaction's number: each that writes takes one. Refused where somebody could write. */
const look = async (connection: Connection, quieting: Quieting): Promise<Result<string, Hindrance>> => {
  const rows = await rowsOf(
    connection,
    `select pg_backend_pid() as pid, pg_is_in_recovery() as standby, (select system_identifier::text from pg_control_system()) as identifier,
            pg_snapshot_xmax(pg_current_snapshot())::text as next,
            (select coalesce(json_agg(json_build_array(backend_type, usename, coalesce(host(client_addr), 'its own host'))), '[]')
               from pg_stat_activity where pid <> pg_backend_pid()) as others`,
  );
  if (!rows.ok) {
    return cannotTell(quieting, rows.reason);
  }
  const {pid, standby, identifier, next, others} = rows.value[0] ?? {};
  const {directory} = quieting;
  if (standby !== false || identifier !== quieting.identifier || !worksIn(Number(pid), directory)) {
    return unsafe(
      `The console does not lead to the server in ${directory}, so nobody can see whether somebody still writes there.`,
      'Give the console of that very server, on its own host, as LIFEBOAT_CONSOLE.',
    );
  }
  const there = (Array.isArray(others) ? (others as readonly (readonly unknown[])[]) : []).filter(
    ([kind]) => !ofServer.has(String(kind)),
  );
  if (there.length > 0) {
    const named = there.slice(0, shownMax).map(([kind, user, from]) => `${user ?? kind} from ${from}`);
    return unsafe(
      `Somebody is still connected to the server in ${directory} (${named.join(', ')}), so its WAL may still grow.`,
      'End those sessions and keep them out, or stop the server: lifeboat backup fence.',
    );
  }
  return succeed(String(next));
};

const shownMax = 5;

const cannotTell = ({directory}: Quieting, {message}: DatabaseFailure): Result<never, Hindrance> =>
  impossible(
    `The server in ${directory} does not say where its WAL ends: ${message}.`,
    'Give its console as a superuser, or stop it: lifeboat backup fence.',
  );
