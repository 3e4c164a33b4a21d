/** Rows that an intruder's transactions wrote and that are no changed ones: made by the intruder, or not to be decided from here. */
import type {LostTable} from '../backup/lost-table.ts';
import {type Result, succeed} from '../base/result.ts';
import type {Connection} from '../postgres/connect.ts';
import type {DatabaseFailure} from '../postgres/failure.ts';
import {rowsOf} from '../postgres/query.ts';
import {quoteIdentifier} from '../postgres/quote.ts';

export type AddedRows = {
  /** Addresses (ctid) of rows that the intruder made. */
  readonly addresses: readonly string[];
  /** Rows of which nobody can tell from here: made or changed by others between the side instance and the intruder. */
  readonly undecided: number;
  /** Keys of a few of these, for a person. */
  readonly examples: readonly string[];
};

export type AddedRequest = {
  /** The table, and where the rows are staged that the intruder changed. */
  readonly lost: LostTable;
  readonly numbers: readonly string[];
  /** Rows that the intruder changed and the side instance does not have: others made them later, or the intruder did. */
  readonly lacking: number;
};

const examplesMax = 5;

/**
 * A row of the intruder that was not staged was made by the intruder, if the side instance has no row of its key, and if
 * every row that the intruder changed was found there: else it may be a row of somebody else's that was changed.
 */
export const addedRows = async (
  side: Connection,
  live: Connection,
  {lost, numbers, lacking}: AddedRequest,
): Promise<Result<AddedRows, DatabaseFailure>> => {
  const key = (alias: string) => `row(${lost.keyColumns.map(name => `${alias}.${quoteIdentifier(name)}`).join(', ')})`;
  const rows = await rowsOf(
    live,
    `select t.ctid::text as address, ${key('t')}::text as key from only ${lost.table} t
      where t.xmin::text = any($1) and not exists (select from ${lost.staged} s where ${lost.sameRow})`,
    [numbers],
  );
  if (!rows.ok || rows.value.length === 0) {
    return rows.ok ? succeed({addresses: [], undecided: 0, examples: []}) : rows;
  }
  const keys = rows.value.map(row => String(row.key));
  const known = await rowsOf(
    side,
    `select distinct ${key('t')}::text as key from only ${lost.table} t where ${key('t')}::text = any($1)`,
    [keys],
  );
  if (!known.ok) {
    return known;
  }
  const before = new Set(known.value.map(row => String(row.key)));
  const isUndecided = (row: (typeof rows.value)[number]) => lacking > 0 || before.has(String(row.key));
  const undecided = rows.value.filter(isUndecided);
  return succeed({
    addresses: rows.value.filter(row => !isUndecided(row)).map(row => String(row.address)),
    undecided: undecided.length,
    examples: undecided.slice(0, examplesMax).map(row => String(row.key)),
  });
};

/** Tables that have rows which these transactions wrote, quoted and with their schemas; each is read once. */
export const tablesWrittenBy = async (
  live: Connection,
  numbers: readonly string[],
): Promise<Result<readonly string[], DatabaseFailure>> => {
  const tables = await rowsOf(
    live,
    `select format('%I.%I', n.nspname, c.relname) as "table" from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind = 'r' and c.relpersistence <> 't' and c.oid >= 16384 and n.nspname !~ '^pg_' order by 1`,
  );
  if (!tables.ok) {
    return tables;
  }
  const written: string[] = [];
  for (const row of tables.value) {
    const found = await rowsOf(
      live,
      `select exists (select from only ${row.table} t where t.xmin::text = any($1)) as found`,
      [numbers],
    );
    if (!found.ok) {
      return found;
    }
    if (found.value[0]?.found === true) {
      written.push(String(row.table));
    }
  }
  return succeed(written);
};
