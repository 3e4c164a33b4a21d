/** How the lost rows of a table stand on the live server: lost, there as they were, or there in another form. */
import {type Result, succeed} from '../base/result.ts';
import type {Connection} from '../postgres/connect.ts';
import type {DatabaseFailure} from '../postgres/failure.ts';
import {rowsOf} from '../postgres/query.ts';
import {quoteIdentifier} from '../postgres/quote.ts';
import type {LostTable} from './lost-table.ts';

export type TableComparison = {
  readonly table: string;
  readonly lost: number;
  readonly there: number;
  readonly conflicting: number;
  /** Keys of a few of them, for the refusal. */
  readonly conflictingKeys: readonly string[];
};

const examplesMax = 5;

/** Compares by key, then by the text of every column that is not generated. */
export const compareTable = async (
  live: Connection,
  lost: LostTable,
): Promise<Result<TableComparison, DatabaseFailure>> => {
  const {table, columns, keyColumns, liveRows, stagedRows, sameRow, present} = lost;
  const key = (alias: string) => `row(${keyColumns.map(name => `${alias}.${quoteIdentifier(name)}`).join(', ')})`;
  const equal = columns
    .map(({name}) => `t.${quoteIdentifier(name)}::text is not distinct from s.${quoteIdentifier(name)}::text`)
    .join(' and ');
  const rows = await rowsOf(
    live,
    `with compared as (
       select ${key('s')}::text as key, ${present} is null as lost, coalesce(${equal}, false) as equal
         from ${stagedRows} s left join ${liveRows} t on ${sameRow}
     )
     select count(*) filter (where lost) as lost, count(*) filter (where not lost and equal) as there,
            count(*) filter (where not lost and not equal) as conflicting,
            (select json_agg(key) from (select key from compared where not lost and not equal order by key limit ${examplesMax}) few) as keys
       from compared`,
  );
  if (!rows.ok) {
    return rows;
  }
  const row = rows.value[0] ?? {};
  return succeed({
    table,
    lost: Number(row.lost),
    there: Number(row.there),
    conflicting: Number(row.conflicting),
    conflictingKeys: Array.isArray(row.keys) ? row.keys.map(String) : [],
  });
};
