/** Sequences of tables that come back: none may count again through numbers that rows have already. */
import {type Result, succeed} from '../../base/result.ts';
import type {Connection} from '../../postgres/connect.ts';
import type {DatabaseFailure} from '../../postgres/failure.ts';
import {rowsOf} from '../../postgres/query.ts';
import {countersSql} from './table-sql.ts';

/** Sets each sequence that the tables own to where it stood, unless it has come further since. */
export const bringCountersForward = async (
  side: Connection,
  live: Connection,
  tables: readonly string[],
): Promise<Result<void, DatabaseFailure>> => {
  const names = await rowsOf(side, countersSql, [tables]);
  if (!names.ok) {
    return names;
  }
  for (const {name} of names.value) {
    const then = await rowsOf(side, `select last_value::text as last, is_called from ${name}`);
    if (!then.ok) {
      return then;
    }
    const {last, is_called: called} = then.value[0] ?? {};
    // Which way it counts is its own affair; a sequence that somebody made anew stands at its start.
    const set = await rowsOf(
      live,
      `select setval($1, $2::bigint, $3::boolean) from ${name} s, pg_sequence q
        where q.seqrelid = $1::regclass and case when q.seqincrement > 0 then s.last_value < $2::bigint else s.last_value > $2::bigint end
           or q.seqrelid = $1::regclass and s.last_value = $2::bigint and not s.is_called and $3::boolean`,
      [name, last, called],
    );
    if (!set.ok) {
      return set;
    }
  }
  return succeed(undefined);
};
