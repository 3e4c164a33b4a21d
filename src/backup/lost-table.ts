/** A table that lost rows: its columns, its key, and how its rows are told apart. */
import {type Result, succeed} from '../base/result.ts';
import type {Connection} from '../postgres/connect.ts';
import type {DatabaseFailure} from '../postgres/failure.ts';
import {rowsOf} from '../postgres/query.ts';
import {quoteIdentifier} from '../postgres/quote.ts';
import {type Column, columnsOfBoth} from './both-columns.ts';

export type LostTable = {
  /** Quoted and with its schema, ready for SQL. */
  readonly table: string;
  /** On both servers. Without generated columns: those are computed again. */
  readonly columns: readonly Column[];
  /** Columns that are new on the live server; comparisons leave them out. */
  readonly filledByDefault: readonly string[];
  /** Of the primary key, else of the first unique key without nulls, else all. */
  readonly keyColumns: readonly string[];
  readonly hasKey: boolean;
  /** SQL: the rows of the table itself (to be called t), the staged ones (s), what pairs them, and what t has if there is one. */
  readonly liveRows: string;
  readonly stagedRows: string;
  readonly sameRow: string;
  readonly present: string;
  /** The temporary table on the live server with the rows as they were. */
  readonly staged: string;
  readonly ctids: readonly string[];
};

export type LostRows = {readonly table: string; readonly ctids: readonly string[]; readonly index: number};

/** Describes the table as it is on the live server now; a reason where its rows no longer fit. */
export const describeTable = async (
  side: Connection,
  live: Connection,
  {table, ctids, index}: LostRows,
): Promise<Result<LostTable, DatabaseFailure>> => {
  const both = await columnsOfBoth(side, live, table);
  if (!both.ok) {
    return both;
  }
  const keys = await rowsOf(live, keysSql, [table]);
  if (!keys.ok) {
    return keys;
  }

  const names = both.value.columns.map(({name}) => name);
  // A key with a column that is new since tells no lost row.
  const unique = keys.value
    .map(({columns}) => (Array.isArray(columns) ? columns.map(String) : []))
    .find(columns => columns.every(column => names.includes(column)));
  const staged = quoteIdentifier(`lifeboat_lost_${index}`);
  return succeed({
    table,
    ...both.value,
    keyColumns: unique ?? names,
    hasKey: unique !== undefined,
    staged,
    ...(unique === undefined ? pairedByText(table, staged, names) : pairedByKey(table, staged, unique)),
    ctids,
  });
};

type Pairing = Pick<LostTable, 'liveRows' | 'stagedRows' | 'sameRow' | 'present'>;

// A key compares by its operator, so that its index serves.
const pairedByKey = (table: string, staged: string, names: readonly string[]): Pairing => ({
  liveRows: table,
  stagedRows: staged,
  sameRow: names
    .map(quoteIdentifier)
    .map(name => `t.${name} = s.${name}`)
    .join(' and '),
  present: 't.ctid',
});

// Without a key rows may be equal in every column; then the first is paired with the first, the second with the second.
const pairedByText = (table: string, staged: string, names: readonly string[]): Pairing => {
  const texts = names.map(name => `${quoteIdentifier(name)}::text`);
  const numbered = (rows: string) =>
    `(select *, row_number() over (partition by ${texts.join(', ')}) as lifeboat_copy from ${rows})`;
  const same = texts.map(text => `t.${text} is not distinct from s.${text}`);
  return {
    liveRows: numbered(table),
    stagedRows: numbered(staged),
    sameRow: [...same, 't.lifeboat_copy = s.lifeboat_copy'].join(' and '),
    present: 't.lifeboat_copy',
  };
};

// The primary key first; another unique key serves as well when none of its columns can be null and it is no expression.
const keysSql = `
  select json_agg(a.attname order by k.place) as columns
    from pg_index i, unnest(i.indkey::int2[]) with ordinality k(attnum, place), pg_attribute a
   where i.indrelid = to_regclass($1) and i.indisunique and i.indisvalid and i.indpred is null and i.indexprs is null
     and a.attrelid = i.indrelid and a.attnum = k.attnum and k.place <= i.indnkeyatts
   group by i.indexrelid, i.indisprimary
  having bool_and(a.attnotnull)
   order by i.indisprimary desc, i.indexrelid`;
