/** What a database has that a restored dump does not, row by row: what is lost when the one takes the place of the other. */
import {fail, type Result, succeed} from '../../base/result.ts';
import {type Connection, withConnection} from '../../postgres/connect.ts';
import {copyBetween} from '../../postgres/copy-between.ts';
import type {DatabaseFailure} from '../../postgres/failure.ts';
import {rowsOf} from '../../postgres/query.ts';
import {quoteIdentifier} from '../../postgres/quote.ts';
import {describeTable, type LostTable} from '../lost-table.ts';
import {allTablesSql} from '../undelete/database-sql.ts';
import {inDatabase} from './in-database.ts';
import {restoredName} from './interim-names.ts';
import {lookAtNames, type SwapRequest} from './swap-database.ts';

export type TableSince = {
  readonly table: string;
  /** Rows that only the database of today has, by key. */
  readonly written: number;
  readonly changed: number;
  /** Rows that only the dump has. */
  readonly removed: number;
};

export type WrittenSince = {
  /** Whether there was a database to compare with. */
  readonly compared: boolean;
  readonly written: number;
  readonly changed: number;
  readonly removed: number;
  /** Only those that differ. */
  readonly tables: readonly TableSince[];
  /** Tables of today that the dump does not have. */
  readonly newTables: readonly string[];
  /** Tables of the dump that are not there today. */
  readonly goneTables: readonly string[];
  /** What could not be read of the database of today, a sentence each. */
  readonly unread: readonly string[];
};

export type SinceRequest = SwapRequest & {
  /** The database of today, where it is on another server; else the one that has the name, or had it before the swap. */
  readonly today?: string | undefined;
};

/** Compares the two before the swap, or after it. All rows of both are read; keys and sums of them go from one to the other. */
export const writtenSince = async (request: SinceRequest): Promise<Result<WrittenSince>> => {
  const names = await lookAtNames(request);
  if (!names.ok) {
    return names;
  }
  const {isThere, isWaiting, kept} = names.value;
  const now = isWaiting ? (isThere ? request.database : null) : kept;
  const ofToday = request.today ?? (now === null ? null : inDatabase(request.live, now));
  if (ofToday === null) {
    return succeed({
      compared: false,
      written: 0,
      changed: 0,
      removed: 0,
      tables: [],
      newTables: [],
      goneTables: [],
      unread: [],
    });
  }
  const restored = isWaiting ? restoredName(request.database) : request.database;
  const done = await withConnection(
    ofToday,
    today =>
      withConnection(inDatabase(request.live, restored), dump => compareAll(today, dump), {statementTimeoutMs: 0}),
    {statementTimeoutMs: 0},
  );
  return done.ok ? done : fail(done.reason.message);
};

const compareAll = async (today: Connection, dump: Connection): Promise<Result<WrittenSince, DatabaseFailure>> => {
  for (const connection of [today, dump]) {
    const set = await connection.run('set search_path = pg_catalog; set row_security = off');
    if (!set.ok) {
      return set;
    }
  }
  const ofToday = await rowsOf(today, allTablesSql);
  const ofDump = await rowsOf(dump, allTablesSql);
  if (!ofToday.ok) {
    return ofToday;
  }
  if (!ofDump.ok) {
    return ofDump;
  }
  const known = new Set(ofDump.value.map(({name}) => String(name)));
  const names = ofToday.value.map(({name}) => String(name));
  const tables: TableSince[] = [];
  const unread: string[] = [];
  for (const [index, table] of names.filter(name => known.has(name)).entries()) {
    const one = await compareOne(today, dump, {table, index});
    if (one.ok) {
      tables.push(one.value);
    } else {
      unread.push(`${table}: ${one.reason.message}`);
    }
  }
  const sum = (of: (one: TableSince) => number): number => tables.reduce((total, one) => total + of(one), 0);
  return succeed({
    compared: true,
    written: sum(one => one.written),
    changed: sum(one => one.changed),
    removed: sum(one => one.removed),
    tables: tables.filter(({written, changed, removed}) => written + changed + removed > 0),
    newTables: names.filter(name => !known.has(name)),
    goneTables: [...known].filter(name => !names.includes(name)),
    unread,
  });
};

const compareOne = async (
  today: Connection,
  dump: Connection,
  {table, index}: {readonly table: string; readonly index: number},
): Promise<Result<TableSince, DatabaseFailure>> => {
  const described = await describeTable(today, dump, {table, ctids: [], index});
  if (!described.ok) {
    return described;
  }
  const select = keysAndSums(described.value);
  const staged = quoteIdentifier(`lifeboat_today_${index}`);
  const made = await dump.run(`create temp table ${staged} (key text, sum bigint)`);
  const copied = made.ok ? await copyBetween({from: today, select}, {into: dump, table: `${staged} (key, sum)`}) : made;
  if (!copied.ok) {
    return copied;
  }
  const compared = await rowsOf(
    dump,
    `select count(*) filter (where d.key is null) as written, count(*) filter (where n.key is null) as removed,
            count(*) filter (where d.sum <> n.sum) as changed
       from ${staged} n full join (${select}) d(key, sum) on d.key = n.key`,
  );
  await dump.run(`drop table ${staged}`);
  if (!compared.ok) {
    return compared;
  }
  const {written, changed, removed} = compared.value[0] ?? {};
  return succeed({table, written: Number(written), changed: Number(changed), removed: Number(removed)});
};

/** Without a key rows may be equal in every column; then the first is paired with the first, the second with the second. */
const keysAndSums = ({table, columns, keyColumns, hasKey}: LostTable): string => {
  const row = (names: readonly string[]): string => `row(${names.map(quoteIdentifier).join(', ')})::text`;
  const all = row(columns.map(({name}) => name));
  const key = hasKey ? row(keyColumns) : `${all} || row_number() over (partition by ${all})`;
  return `select ${key}, hashtextextended(${all}, 0) from only ${table}`;
};
