/** Whether the archive takes WAL: a segment is ended, and it is looked for where it should have come to. */
import {readdirSync, statSync} from 'node:fs';
import {basename, join} from 'node:path';
import {setTimeout as delay} from 'node:timers/promises';
import {fail, type Result, succeed} from '../base/result.ts';
import type {Connection} from '../postgres/connect.ts';
import {rowsOf} from '../postgres/query.ts';
import type {Symptom} from './fault.ts';

/** Longer than an archiver that fails waits between two of its three tries. */
const archivedWithinMs = 15_000;
const pollEveryMs = 50;

/** By the server's own word. Ends a segment and waits until it is archived, or until its archiving is seen to have failed. */
export const archives = async (connection: Connection): Promise<Result<Symptom>> => {
  const switched = await rowsOf(connection, switchSql);
  if (!switched.ok) {
    return fail(switched.reason.message);
  }
  const {segment, failed, mode, by} = switched.value[0] ?? {};
  if (mode === 'off' || by === '') {
    const why = mode === 'off' ? 'archive_mode is off' : 'archive_command is empty';
    return succeed({seen: true, detail: `${why}, so nothing is archived`});
  }
  for (const deadlineMs = performance.now() + archivedWithinMs; performance.now() < deadlineMs; ) {
    const rows = await rowsOf(connection, statisticsSql, [segment, failed]);
    if (!rows.ok) {
      return fail(rows.reason.message);
    }
    if (rows.value[0]?.archived === true) {
      return succeed({seen: false, detail: `the segment ${String(segment)} was archived`});
    }
    if (rows.value[0]?.failed === true) {
      break;
    }
    await delay(pollEveryMs);
  }
  return succeed({seen: true, detail: `the segment ${String(segment)} is not archived`});
};

/**
 * By the archive itself: a command that does nothing, such as `true`, counts as one that succeeds. The file may lie anywhere
 * in the lab, under any ending that a tool puts behind the name, only not in a cluster's own directory.
 */
export const archivesIntoFile = async (
  connection: Connection,
  directory: string,
): Promise<Result<Symptom & {readonly file?: string}>> => {
  const told = await archives(connection);
  if (!told.ok || told.value.seen) {
    return told;
  }
  const [segment = ''] = /[0-9A-F]{24}/.exec(told.value.detail) ?? [];
  const file = findSegment(directory, segment);
  return succeed(
    file === null
      ? {seen: true, detail: `the server says that it archived ${segment}, and no such file is anywhere in the lab`}
      : {seen: false, detail: `the segment ${segment} was archived and lies at ${file}`, file},
  );
};

/**
 * Whether every segment from that one on, up to the one before that which is being written, lies in some archive of the lab.
 * On one timeline: a cure that begins another one has an archive of its own.
 */
export const segmentsSince = async (
  connection: Connection,
  directory: string,
  first: string,
): Promise<Result<Symptom>> => {
  const rows = await rowsOf(connection, betweenSql, [first]);
  if (!rows.ok) {
    return fail(rows.reason.message);
  }
  const names = rows.value.map(({segment}) => String(segment));
  const bytes = Number(rows.value[0]?.bytes);
  const missing = names.filter(segment => !isWhole(findSegment(directory, segment), segment, bytes));
  return succeed({
    seen: missing.length > 0 || names.length === 0,
    detail:
      names.length === 0
        ? `there is no segment from ${first} on that is complete`
        : missing.length === 0
          ? `all ${names.length} segments since the fault, from ${first} on, are archived`
          : `of ${names.length} segments since the fault ${missing.length} lie in no archive, the first is ${missing[0]}`,
  });
};

/** Under its own name a segment has its full size; a tool that packs it puts an ending behind the name. */
const isWhole = (path: string | null, segment: string, bytes: number): boolean =>
  path !== null && (basename(path) !== segment || statSync(path).size === bytes);

/** The segment that is being written now: from it on the archive owes everything. */
export const currentSegment = async (connection: Connection): Promise<Result<string>> => {
  const rows = await rowsOf(connection, 'select pg_walfile_name(pg_current_wal_lsn()) as segment');
  return rows.ok ? succeed(String(rows.value[0]?.segment)) : fail(rows.reason.message);
};

const findSegment = (directory: string, segment: string): string | null => {
  const entries = entriesOf(directory);
  if (entries.some(({name}) => name === 'PG_VERSION')) {
    return null;
  }
  const found = entries.find(entry => entry.isFile() && isSegment(entry.name, segment));
  if (found !== undefined) {
    return join(directory, found.name);
  }
  for (const entry of entries.filter(one => one.isDirectory())) {
    const below = findSegment(join(directory, entry.name), segment);
    if (below !== null) {
      return below;
    }
  }
  return null;
};

/** Half of one, which is still being written or received, is none. */
const isSegment = (name: string, segment: string): boolean =>
  name.startsWith(segment) && !/\.(part|partial)$/.test(name);

const entriesOf = (directory: string) => {
  try {
    return readdirSync(directory, {withFileTypes: true});
  } catch {
    return [];
  }
};

// Something has to be in a segment, or it is not ended.
const switchSql = `
  select pg_walfile_name(pg_switch_wal()) as segment, a.failed_count as failed, current_setting('archive_mode') as mode,
         current_setting('archive_command') || coalesce(current_setting('archive_library', true), '') as by
    from pg_stat_archiver a, pg_logical_emit_message(true, 'lifeboat', 'does the archive take this?')`;

// A name is the timeline, and the number of the segment as two halves of a position (xlog_internal.h, XLogFileName).
const betweenSql = `
  with size as (
    select setting::bigint * case unit when 'B' then 1 else 8192 end as bytes from pg_settings where name = 'wal_segment_size'
  ), begin as (
    select bytes, 4294967296 / bytes as each,
           ('x' || substr($1, 9, 8))::bit(32)::bigint * (4294967296 / bytes) + ('x' || substr($1, 17, 8))::bit(32)::bigint as first
      from size
  )
  select left($1, 8) || lpad(upper(to_hex(at / each)), 8, '0') || lpad(upper(to_hex(at % each)), 8, '0') as segment, bytes
    from begin, generate_series(first, div(pg_current_wal_lsn() - '0/0'::pg_lsn, bytes)::bigint - 1) as at`;

const statisticsSql = `
  select left(last_archived_wal, 24) >= $1::text as archived, failed_count > $2::bigint as failed from pg_stat_archiver`;
