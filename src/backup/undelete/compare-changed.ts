/** How rows that one transaction changed stand today: still as it left them, as before, changed by others since, or gone. */
import {fail, type Result, succeed} from '../../base/result.ts';
import type {Connection} from '../../postgres/connect.ts';
import {type DatabaseFailure, refusal} from '../../postgres/failure.ts';
import {rowsOf} from '../../postgres/query.ts';
import {quoteIdentifier} from '../../postgres/quote.ts';
import type {LostTable} from '../lost-table.ts';

export type ChangedTable = {
  readonly table: string;
  readonly wrong: number;
  readonly asBefore: number;
  readonly changedSince: number;
  readonly goneSince: number;
  /** Keys of a few rows that were changed since, or are gone, for a person to look at. */
  readonly examples: readonly string[];
  /** Columns in which rows that can be put back differ from what they were. */
  readonly columns: readonly string[];
};

const examplesMax = 5;

/** SQL: which row of today (t) is which staged one (s), whether it still is as the transaction left it, whether it differs. */
export const pairing = ({keyColumns, columns}: LostTable) => ({
  same: keyColumns
    .map(quoteIdentifier)
    .map(name => `t.${name} = s.${name}`)
    .join(' and '),
  // A row carries the number of the transaction that wrote it (PostgreSQL manual, 5.5), and a savepoint has its own.
  untouched: (transactions: string) => `t.xmin::text = any(${transactions}::text[])`,
  differs: `(${columns.map(({name}) => differsIn(name)).join(' or ')})`,
});

const differsIn = (name: string): string =>
  `t.${quoteIdentifier(name)}::text is distinct from s.${quoteIdentifier(name)}::text`;

/** `transactions`: the one and its savepoints. Rows are told by their key. */
export const compareChanged = async (
  live: Connection,
  lost: LostTable,
  transactions: readonly string[],
): Promise<Result<ChangedTable, DatabaseFailure>> => {
  const {same, untouched, differs} = pairing(lost);
  const key = `row(${lost.keyColumns.map(name => `s.${quoteIdentifier(name)}`).join(', ')})::text`;
  const changed = lost.columns.map(
    (_, index) => `bool_or(${quoteIdentifier(`d${index}`)}) filter (where state = 'wrong') as c${index}`,
  );
  const rows = await rowsOf(
    live,
    `with compared as (
       select ${key} as key, ${lost.columns.map(({name}, index) => `${differsIn(name)} as d${index}`).join(', ')},
              case when t.ctid is null then 'gone' when not ${differs} then 'before' when ${untouched('$1')} then 'wrong' else 'changed' end as state
         from ${lost.staged} s left join ${lost.table} t on ${same}
     )
     select count(*) filter (where state = 'wrong') as wrong, count(*) filter (where state = 'before') as before,
            count(*) filter (where state = 'changed') as changed, count(*) filter (where state = 'gone') as gone,
            (select json_agg(key) from (select key from compared where state in ('changed', 'gone') order by key limit ${examplesMax}) few) as examples,
            ${changed.join(', ')}
       from compared`,
    [transactions],
  );
  if (!rows.ok) {
    return rows;
  }
  const row = rows.value[0] ?? {};
  const moved = Number(row.gone) === 0 ? succeed(undefined) : await refuseMoved(live, lost, transactions);
  if (!moved.ok) {
    return moved;
  }
  return succeed({
    table: lost.table,
    wrong: Number(row.wrong),
    asBefore: Number(row.before),
    changedSince: Number(row.changed),
    goneSince: Number(row.gone),
    examples: Array.isArray(row.examples) ? row.examples.map(String) : [],
    columns: lost.columns.flatMap(({name}, index) => (row[`c${index}`] === true ? [name] : [])),
  });
};

/** Rows that are gone by their key, while the transaction left rows under keys that were not there: they may be the same rows. */
const refuseMoved = async (
  live: Connection,
  lost: LostTable,
  transactions: readonly string[],
): Promise<Result<void, DatabaseFailure>> => {
  const {same, untouched} = pairing(lost);
  const rows = await rowsOf(
    live,
    `select count(*) as moved from ${lost.table} t where ${untouched('$1')} and not exists (select from ${lost.staged} s where ${same})`,
    [transactions],
  );
  if (!rows.ok) {
    return rows;
  }
  const moved = Number(rows.value[0]?.moved);
  return moved === 0
    ? succeed(undefined)
    : fail(
        refusal(
          `the transaction may have changed keys of ${lost.table}: it left ${moved} rows under keys that were not there before, and rows are gone; leave this table out and put its values back by hand from the side instance`,
        ),
      );
};
