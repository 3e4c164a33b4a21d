/** Whether a server's WAL really reaches its archive, and what would be lost if the server were lost now. */
import {setTimeout as delay} from 'node:timers/promises';
import {fail, type Result, succeed} from '../base/result.ts';
import {formatBytes} from '../base/size.ts';
import {type Connection, withConnection} from '../postgres/connect.ts';
import type {DatabaseFailure} from '../postgres/failure.ts';
import {rowsOf} from '../postgres/query.ts';

export type ArchiveState = {
  /** Null where a library archives. */
  readonly command: string | null;
  /** Whether it archives at all. */
  readonly archives: boolean;
  /** Whether its last try failed. */
  readonly failing: boolean;
  readonly lastArchived: string | null;
  /** RFC 3339; null where nothing ever was archived. */
  readonly lastArchivedAt: string | null;
  readonly failedCount: number;
  /** Segments that wait to be archived, and what of the WAL stands in no archive, in bytes. */
  readonly waiting: number;
  readonly exposedBytes: number;
  readonly exposedSeconds: number | null;
  readonly summary: string;
};

/**
 * Changes nothing, and then knows only how the last try went; or ends a segment first, waits until it is archived or has
 * failed, and knows how it is now. Needs a superuser, or for the look alone a role with pg_monitor.
 */
export const lookAtArchive = async (live: string, isTried = false): Promise<Result<ArchiveState>> => {
  const looked = await withConnection(live, async connection => {
    const tried = isTried ? await tryOne(connection) : succeed(undefined);
    return tried.ok ? ask(connection) : tried;
  });
  return looked.ok ? looked : fail(`the archive cannot be looked at: ${looked.reason.message}`);
};

/** The same on a session that is open. */
export const ask = async (connection: Connection): Promise<Result<ArchiveState, DatabaseFailure>> => {
  const rows = await rowsOf(connection, stateSql);
  if (!rows.ok) {
    return rows;
  }
  const {
    mode,
    command,
    library,
    archived,
    archived_at: at,
    failed,
    failing,
    waiting,
    exposed,
    seconds,
  } = rows.value[0] ?? {};
  const state = {
    command: library === '' || library === null ? String(command) : null,
    archives: mode !== 'off' && (command !== '' || (library !== '' && library !== null)),
    failing: failing === true,
    lastArchived: typeof archived === 'string' ? archived : null,
    lastArchivedAt: typeof at === 'string' ? at : null,
    failedCount: Number(failed),
    waiting: Number(waiting),
    exposedBytes: Number(exposed),
    exposedSeconds: typeof seconds === 'number' ? Math.round(seconds * 1000) / 1000 : null,
  };
  return succeed({...state, summary: inWords(state)});
};

/** Longer than the archiver waits between two of its tries. */
const triedWithinMs = 15_000;
const pollEveryMs = 50;

const tryOne = async (connection: Connection): Promise<Result<void, DatabaseFailure>> => {
  // Something has to be in a segment, or it is not ended.
  const switched = await rowsOf(
    connection,
    `select pg_walfile_name(pg_switch_wal()) as segment, a.failed_count as failed
       from pg_stat_archiver a, pg_logical_emit_message(true, 'lifeboat', 'does the archive take this?')`,
  );
  if (!switched.ok) {
    return switched;
  }
  const {segment, failed} = switched.value[0] ?? {};
  for (const deadlineMs = performance.now() + triedWithinMs; performance.now() < deadlineMs; ) {
    const rows = await rowsOf(
      connection,
      `select left(last_archived_wal, 24) >= $1::text or failed_count > $2::bigint as told from pg_stat_archiver`,
      [segment, failed],
    );
    if (!rows.ok || rows.value[0]?.told === true) {
      return rows.ok ? succeed(undefined) : rows;
    }
    await delay(pollEveryMs);
  }
  return succeed(undefined);
};

/** The end of the last archived segment is where what stands in no archive begins; on a fork it is of the timeline before. */
const stateSql = `
  select current_setting('archive_mode') as mode, current_setting('archive_command') as command,
         current_setting('archive_library', true) as library, last_archived_wal as archived, last_archived_time as archived_at,
         failed_count as failed, coalesce(last_failed_time > last_archived_time, last_failed_time is not null) as failing,
         extract(epoch from clock_timestamp() - last_archived_time)::float8 as seconds,
         (select count(*) from pg_ls_archive_statusdir() where name like '%.ready') as waiting,
         (select count(*) from pg_ls_archive_statusdir() where name ~ '^[0-9A-F]{24}[.]ready$')
           * (select setting::bigint * case unit when 'B' then 1 else 8192 end from pg_settings where name = 'wal_segment_size')
           + (pg_walfile_name_offset(pg_current_wal_lsn())).file_offset as exposed
    from pg_stat_archiver`;

const inWords = (state: Omit<ArchiveState, 'summary'>): string => {
  if (!state.archives) {
    return 'this server archives nothing, so everything since its last backup is lost with it';
  }
  const since =
    state.exposedSeconds === null
      ? 'nothing was ever archived'
      : `the last segment was archived ${state.exposedSeconds} s ago`;
  const how = state.failing
    ? `archiving fails (${state.failedCount} times so far)`
    : 'the last try to archive went well';
  return `${how}; ${since}, and ${formatBytes(state.exposedBytes)} of WAL stand in no archive`;
};
