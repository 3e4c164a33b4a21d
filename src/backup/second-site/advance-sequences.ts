/** Numbers that were given out in the time that is lost are given to nobody else: sequences of a restored cluster go on further ahead. */
import {type Result, succeed} from '../../base/result.ts';
import {type Connection, withConnection} from '../../postgres/connect.ts';
import type {DatabaseFailure} from '../../postgres/failure.ts';
import {rowsOf} from '../../postgres/query.ts';
import {formatConnection, parseConnection} from '../../postgres/uri.ts';

export type AdvancedSequences = {
  readonly by: number;
  readonly advanced: number;
  /** Those that are too near their end, or begin anew by themselves; each with its database. */
  readonly left: readonly string[];
};

/**
 * In all databases, because a restore is of all of them. Order numbers in mails, tickets and other systems outlive the rows;
 * given out again, they lead to somebody else's. May be done again: it only leaves a larger gap.
 */
export const advanceSequences = async (where: string, by: number): Promise<Result<AdvancedSequences, string>> => {
  const parsed = parseConnection(where);
  const names = await withConnection(where, connection =>
    rowsOf(connection, 'select datname as name from pg_database where datallowconn and not datistemplate order by 1'),
  );
  if (!parsed.ok || !names.ok) {
    return {ok: false, reason: parsed.ok ? (names.ok ? '' : names.reason.message) : parsed.reason};
  }
  let advanced = 0;
  const left: string[] = [];
  for (const {name} of names.value) {
    const database = String(name);
    const done = await withConnection(formatConnection({...parsed.value, database}), connection =>
      advanceHere(connection, by),
    );
    if (!done.ok) {
      return {ok: false, reason: `${database}: ${done.reason.message}`};
    }
    advanced += done.value.advanced;
    left.push(...done.value.left.map(sequence => `${database}: ${sequence}`));
  }
  return succeed({by, advanced, left});
};

const advanceHere = async (
  connection: Connection,
  by: number,
): Promise<Result<Pick<AdvancedSequences, 'advanced' | 'left'>, DatabaseFailure>> => {
  // Clients are kept out by this setting until it is done.
  const writable = await connection.run('set default_transaction_read_only = off');
  const rows = writable.ok ? await rowsOf(connection, advanceSql, [by]) : writable;
  return rows.ok
    ? succeed({
        advanced: rows.value.filter(({is_advanced: done}) => done === true).length,
        left: rows.value.filter(({is_advanced: done}) => done !== true).map(({name}) => String(name)),
      })
    : rows;
};

/** One that was never asked begins that much later. Numbers above 2^63 are compared as numeric. */
const advanceSql = `
  with known as (
    select format('%I.%I', schemaname, sequencename) as name, min_value, max_value, cycle,
           coalesce(last_value, start_value)::numeric + $1::numeric * increment_by as target
      from pg_sequences)
  select name,
         case when not cycle and target between min_value and max_value
              then setval(name::regclass, target::bigint) is not null else false end as is_advanced
    from known order by name`;
