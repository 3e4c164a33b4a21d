/** Every table of a database against a healthy physical copy of the cluster: a standby, or a side instance. */
import {setTimeout as delay} from 'node:timers/promises';
import {fail, type Result, succeed} from '../../base/result.ts';
import type {Connection} from '../../postgres/connect.ts';
import {type DatabaseFailure, refusal} from '../../postgres/failure.ts';
import {rowsOf} from '../../postgres/query.ts';
import {betweenBoth} from '../both-servers.ts';
import {isDamage} from './damaged-block.ts';
import {compareRows, type RowDifferences} from './row-differences.ts';

export type TableDifference = {
  /** Quoted and with its schema. */
  readonly table: string;
  /** Its rows were written anew since (VACUUM FULL and the like), so they cannot be compared by address; they differ as a whole. */
  readonly isRewritten: boolean;
  readonly rows: RowDifferences;
};

export type CopyComparison = {
  /** No transaction lies between the two: what differs is damage, and not the application's work. */
  readonly sameMoment: boolean;
  readonly tables: number;
  /** Of catalogues only what is read on the way is seen. */
  readonly differing: readonly TableDifference[];
};

export type CompareRequest = {
  /** The copy. */
  readonly from: string;
  readonly into: string;
  /** How long to wait for a standby that is behind; a minute when left out. */
  readonly timeoutMs?: number;
  /** Only these tables, quoted and with their schemas; left out: all. */
  readonly only?: readonly string[];
};

/** Reads only. Never by `count(*)` alone: a sum of fingerprints of all rows, and block by block where it differs. */
export const compareWithCopy = (request: CompareRequest): Promise<Result<CopyComparison>> =>
  betweenBoth(request, (copy, live) => compareAll(copy, live, request));

/** The same on sessions that are open. */
export const compareAll = async (
  copy: Connection,
  live: Connection,
  {timeoutMs = 60_000, only}: Pick<CompareRequest, 'timeoutMs' | 'only'>,
): Promise<Result<CopyComparison, DatabaseFailure>> => {
  if (live.serverVersion < 140_000) {
    return fail(refusal('rows can be compared by their address from PostgreSQL 14 on; this server is older'));
  }
  const before = await sameMoment(copy, live, timeoutMs);
  if (!before.ok) {
    return before;
  }
  const tables = await tablesOf(live);
  if (!tables.ok) {
    return tables;
  }
  const files = await tablesOf(copy);
  if (!files.ok) {
    return files;
  }
  const differing: TableDifference[] = [];
  const meant = tables.value.filter(({table}) => only === undefined || only.includes(table));
  for (const table of meant) {
    const twin = files.value.find(one => one.table === table.table);
    const one = await compareTable({copy, live}, table, twin);
    if (!one.ok) {
      return one;
    }
    differing.push(...one.value);
  }
  const after = await sameMoment(copy, live, 0);
  return after.ok ? succeed({sameMoment: before.value && after.value, tables: meant.length, differing}) : after;
};

type Table = {readonly table: string; readonly filenode: number; readonly blocks: number};
type Both = {readonly copy: Connection; readonly live: Connection};

const compareTable = async (
  {copy, live}: Both,
  table: Table,
  twin: Table | undefined,
): Promise<Result<readonly TableDifference[], DatabaseFailure>> => {
  if (twin === undefined) {
    return fail(refusal(`the copy has no table ${table.table}; it is of another moment`));
  }
  // At once: each server has processors of its own, or at least one of them is free.
  const [ours, theirs] = await Promise.all([wholeSum(live, table.table), wholeSum(copy, table.table)]);
  if (!ours.ok && !isDamage(ours.reason)) {
    return ours;
  }
  if (!theirs.ok && !isDamage(theirs.reason)) {
    return theirs;
  }
  if (ours.ok && theirs.ok && ours.value === theirs.value) {
    return succeed([]);
  }
  if (twin.filenode !== table.filenode) {
    return succeed([{table: table.table, isRewritten: true, rows: nothing}]);
  }
  const seen = await rowsOf(copy, 'select pg_snapshot_xmax(pg_current_snapshot())::xid::text as horizon');
  if (!seen.ok) {
    return seen;
  }
  const blocks = Math.max(table.blocks, twin.blocks);
  const rows = await compareRows(copy, live, {...table, blocks, horizon: String(seen.value[0]?.horizon)});
  return rows.ok ? succeed([{table: table.table, isRewritten: false, rows: rows.value}]) : rows;
};

const nothing: RowDifferences = {
  unreadable: [],
  unreadableOnCopy: [],
  lost: [],
  changed: [],
  gone: [],
  newer: [],
  extra: [],
};

/** One number for all rows of a table, which no order changes. */
export const wholeSum = async (connection: Connection, table: string): Promise<Result<string, DatabaseFailure>> => {
  const rows = await rowsOf(
    connection,
    `select count(*) as rows, coalesce(sum(hashtextextended(t::text, 0)::numeric), 0)::text as sum from only ${table} t`,
  );
  return rows.ok ? succeed(`${rows.value[0]?.rows} ${rows.value[0]?.sum}`) : rows;
};

const pollEveryMs = 100;

/**
 * Whether both have seen the same transactions end. Not by WAL positions: a primary writes WAL for pages that are only
 * read, and a copy that is held still never gets that.
 */
const sameMoment = async (
  copy: Connection,
  live: Connection,
  timeoutMs: number,
): Promise<Result<boolean, DatabaseFailure>> => {
  for (const deadlineMs = performance.now() + timeoutMs; ; ) {
    const ours = await rowsOf(live, horizonSql);
    if (!ours.ok) {
      return ours;
    }
    const theirs = await rowsOf(copy, horizonSql);
    if (!theirs.ok) {
      return theirs;
    }
    const isSame = JSON.stringify(ours.value) === JSON.stringify(theirs.value);
    if (isSame || performance.now() >= deadlineMs) {
      return succeed(isSame);
    }
    await delay(pollEveryMs);
  }
};

// The transaction after the last that ended; nothing is under way where the oldest running one is the same.
const horizonSql = `select pg_snapshot_xmin(s)::text as xmin, pg_snapshot_xmax(s)::text as xmax from pg_current_snapshot() s`;

const tablesOf = async (connection: Connection): Promise<Result<readonly Table[], DatabaseFailure>> => {
  const rows = await rowsOf(
    connection,
    `select format('%I.%I', n.nspname, c.relname) as "table", pg_relation_filenode(c.oid) as filenode,
            pg_relation_size(c.oid) / current_setting('block_size')::int as blocks
       from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind = 'r' and c.relpersistence = 'p' and c.oid >= 16384 and n.nspname <> 'information_schema'
      order by 1`,
  );
  return rows.ok
    ? succeed(
        rows.value.map(({table, filenode, blocks}) => ({
          table: String(table),
          filenode: Number(filenode),
          blocks: Number(blocks),
        })),
      )
    : rows;
};
