/** How far a side instance is: whether it waits at its target, and what moment that is. */
import {setTimeout as delay} from 'node:timers/promises';
import {fail, type Result, succeed} from '../base/result.ts';
import {withConnection} from '../postgres/connect.ts';
import {rowsOf} from '../postgres/query.ts';
import {fatalLine, runningServer} from '../postgres/server.ts';
import {formatConnection} from '../postgres/uri.ts';
import type {SideMarker} from './side-marker.ts';

export type Reached = {
  /** The last commit that was replayed, RFC 3339 with microseconds; null when there was none after the base backup. */
  readonly recoveredTo: string | null;
  readonly lsn: string;
};

export type SideLogin = {readonly user?: string; readonly database?: string};

type SideState = {readonly paused: boolean; readonly reached: Reached};

const pollEveryMs = 30;

export const sideConnection = (
  {socketDir}: SideMarker,
  {user = 'postgres', database = 'postgres'}: SideLogin,
): string => formatConnection({host: socketDir, port: 5432, user, database, options: {}});

/** Asks it once. */
export const lookAtSide = async (marker: SideMarker, login: SideLogin): Promise<Result<SideState>> => {
  const rows = await withConnection(sideConnection(marker, login), connection => rowsOf(connection, stateSql), {
    connectTimeoutMs: 5_000,
    statementTimeoutMs: 10_000,
  });
  if (!rows.ok) {
    return fail(rows.reason.message);
  }
  const {state, at, lsn} = rows.value[0] ?? {};
  return succeed({
    paused: state === 'paused',
    reached: {recoveredTo: typeof at === 'string' ? at : null, lsn: String(lsn)},
  });
};

export type Waiting = SideLogin & {
  readonly marker: SideMarker;
  readonly dataDirectory: string;
  readonly logFile: string;
  readonly timeoutMs: number;
  readonly onProgress?: (sentence: string) => void;
};

/**
 * Waits for the pause at the target. A server that answers is not yet one that has arrived, and one that cannot arrive
 * ends itself, so both are watched.
 */
export const waitUntilPaused = async (waiting: Waiting): Promise<Result<Reached>> => {
  const deadlineMs = performance.now() + waiting.timeoutMs;
  let lastLsn = '';
  for (;;) {
    const state = await lookAtSide(waiting.marker, waiting);
    if (state.ok && state.value.paused) {
      return succeed(state.value.reached);
    }
    if (runningServer(waiting.dataDirectory) === null) {
      return fail(fatalLine(waiting.logFile) ?? 'the server ended and said nothing');
    }
    // Also a role or a database that does not exist: the WAL that is still to be replayed may create it.
    if (performance.now() > deadlineMs) {
      const why = state.ok ? '' : `: ${state.reason}`;
      return fail(`the target was not reached in ${Math.round(waiting.timeoutMs / 1000)} s${why}`);
    }
    if (state.ok && state.value.reached.lsn !== lastLsn) {
      lastLsn = state.value.reached.lsn;
      waiting.onProgress?.(`replayed up to ${lastLsn}`);
    }
    await delay(pollEveryMs);
  }
};

const stateSql = `
  select case when pg_is_in_recovery() then pg_get_wal_replay_pause_state() else 'promoted' end as state,
         pg_last_xact_replay_timestamp() as at, pg_last_wal_replay_lsn()::text as lsn`;
