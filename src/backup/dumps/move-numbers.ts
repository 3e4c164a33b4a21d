/** Sequences of a restored database leave numbers out: those that were given out since the dump stand on tickets and invoices. */
import {type Result, succeed} from '../../base/result.ts';
import type {Connection} from '../../postgres/connect.ts';
import type {DatabaseFailure} from '../../postgres/failure.ts';
import {rowsOf} from '../../postgres/query.ts';

/** Moves every sequence on by so many of its steps, and none beyond its end. Gives how many were moved. */
export const moveNumbersOn = async (
  connection: Connection,
  skipNumbers: number,
): Promise<Result<number, DatabaseFailure>> => {
  if (skipNumbers === 0) {
    return succeed(0);
  }
  const moved = await rowsOf(connection, moveSql, [skipNumbers]);
  return moved.ok ? succeed(Number(moved.value[0]?.n)) : moved;
};

// One that counts in a circle gives every number again in any case. A sequence that gave none yet stands before its start.
const moveSql = `
  select count(setval(format('%I.%I', schemaname, sequencename)::regclass,
           case when increment_by > 0 then least(target, max_value) else greatest(target, min_value) end::bigint)) as n
    from (select *, coalesce(last_value, start_value)::numeric + increment_by::numeric * $1::numeric as target from pg_sequences) s
   where not cycle and last_value is not null`;
