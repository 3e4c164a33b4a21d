/** Brings lost rows from the side instance into a temporary table of the live server, all as PostgreSQL's own text. */
import {fail, type Result, succeed} from '../base/result.ts';
import type {Connection} from '../postgres/connect.ts';
import {type DatabaseFailure, refusal} from '../postgres/failure.ts';
import {rowsOf} from '../postgres/query.ts';
import {quoteIdentifier} from '../postgres/quote.ts';
import type {LostTable} from './lost-table.ts';

/** Rows of one statement: large enough to be fast, small enough for any memory. */
const batchRows = 1_000;

/** Brings the rows over, batch by batch; every value travels as PostgreSQL's own text, so every type stays exact. */
export const stageRows = async (
  side: Connection,
  live: Connection,
  lost: LostTable,
): Promise<Result<number, DatabaseFailure>> => {
  const distinct = await proveDistinct(side, lost);
  if (!distinct.ok) {
    return distinct;
  }
  // Of the columns that rows have values for, with their types and collations, and without what they must satisfy.
  const names = lost.columns.map(({name}) => quoteIdentifier(name)).join(', ');
  const made = await live.run(
    `create temp table ${lost.staged} on commit drop as select ${names} from ${lost.table} with no data`,
  );
  if (!made.ok) {
    return made;
  }

  let staged = 0;
  for (let start = 0; start < lost.ctids.length; start += batchRows) {
    const moved = await moveBatch(side, live, {...lost, ctids: lost.ctids.slice(start, start + batchRows)});
    if (!moved.ok) {
      return moved;
    }
    staged += moved.value;
  }
  return succeed(staged);
};

/** Where a table has no key and had rows that were equal in every column, nobody can tell the lost ones from the others. */
const proveDistinct = async (
  side: Connection,
  {table, columns, ctids, hasKey}: LostTable,
): Promise<Result<void, DatabaseFailure>> => {
  if (hasKey) {
    return succeed(undefined);
  }
  const texts = columns.map(({name}) => `${quoteIdentifier(name)}::text`).join(', ');
  const equal = await rowsOf(
    side,
    `select exists (select from ${table} group by ${texts} having count(*) > 1 and bool_or(ctid = any($1::tid[]))) as found`,
    [ctids],
  );
  if (!equal.ok) {
    return equal;
  }
  return equal.value[0]?.found === true
    ? fail(
        refusal(
          `${table} has no key and had rows that are equal in every column, so which of them are lost cannot be told; leave this table out and put its rows back by hand`,
        ),
      )
    : succeed(undefined);
};

const moveBatch = async (
  side: Connection,
  live: Connection,
  lost: LostTable,
): Promise<Result<number, DatabaseFailure>> => {
  const {table, columns, ctids, staged} = lost;
  const names = columns.map(({name}) => quoteIdentifier(name));
  const lists = names.map((name, index) => `json_agg(${name}::text order by ctid) as c${index}`);
  const read = await rowsOf(
    side,
    `select count(*) as rows, ${lists.join(', ')} from ${table} where ctid = any($1::tid[])`,
    [ctids],
  );
  if (!read.ok) {
    return fail(refusal(`the side instance cannot give the rows of ${table}: ${read.reason.message}`));
  }

  const row = read.value[0] ?? {};
  const values = columns.map((_, index) => row[`c${index}`] ?? []);
  const parameters = columns.map((_, index) => `$${index + 1}::text[]`).join(', ');
  const casts = columns.map(({type}, index) => `c${index}::${type}`).join(', ');
  const aliases = columns.map((_, index) => `c${index}`).join(', ');
  const written = await live.run(
    `insert into ${staged} (${names.join(', ')}) select ${casts} from unnest(${parameters}) rows(${aliases})`,
    values,
  );
  return written.ok ? succeed(Number(row.rows)) : written;
};
