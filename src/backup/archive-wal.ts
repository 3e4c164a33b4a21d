/** Makes the live server archive the WAL that it has now, and waits until it is there: a target must lie inside the archive. */
import {setTimeout as delay} from 'node:timers/promises';
import {fail, type Result, succeed} from '../base/result.ts';
import {type Connection, withConnection} from '../postgres/connect.ts';
import {type DatabaseFailure, refusal} from '../postgres/failure.ts';
import {rowsOf} from '../postgres/query.ts';

export type Archived = {
  /** The segment that holds the moment of the call. */
  readonly segment: string;
  readonly seconds: number;
};

const defaultTimeoutMs = 2 * 60_000;
const pollEveryMs = 50;

/** Needs a superuser, or a role that may execute pg_switch_wal. */
export const archiveWal = async ({
  live,
  timeoutMs = defaultTimeoutMs,
}: {
  readonly live: string;
  readonly timeoutMs?: number;
}): Promise<Result<Archived>> => {
  const done = await withConnection(live, connection => switchAndWait(connection, timeoutMs));
  return done.ok ? done : fail(`the WAL cannot be archived: ${done.reason.message}`);
};

const switchAndWait = async (connection: Connection, timeoutMs: number): Promise<Result<Archived, DatabaseFailure>> => {
  const startedMs = performance.now();
  const mode = await rowsOf(connection, `select current_setting('archive_mode') as mode`);
  if (!mode.ok) {
    return mode;
  }
  if (mode.value[0]?.mode === 'off') {
    return fail(
      refusal(
        'this server does not archive its WAL (archive_mode is off), so no moment after the base backup can be rebuilt',
      ),
    );
  }

  const switched = await rowsOf(connection, 'select pg_walfile_name(pg_switch_wal()) as segment');
  if (!switched.ok) {
    return switched;
  }
  const segment = String(switched.value[0]?.segment);
  for (;;) {
    // The archiver also counts history and backup label files; their names begin with a segment's.
    const state = await rowsOf(
      connection,
      `select substr(coalesce(last_archived_wal, ''), 1, 24) >= $1 as there, failed_count, last_failed_wal from pg_stat_archiver`,
      [segment],
    );
    if (!state.ok) {
      return state;
    }
    const seconds = Math.round(performance.now() - startedMs) / 1000;
    if (state.value[0]?.there === true) {
      return succeed({segment, seconds});
    }
    if (seconds * 1000 > timeoutMs) {
      const {failed_count: failed, last_failed_wal: lastFailed} = state.value[0] ?? {};
      return fail(
        refusal(
          `${segment} was not archived in ${seconds} s (failures so far: ${failed}, the last for ${lastFailed ?? 'none'}); see the server's log for its archive_command`,
        ),
      );
    }
    await delay(pollEveryMs);
  }
};
