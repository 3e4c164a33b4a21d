/** Which tables one transaction dropped or emptied, as the side instance knows them, and whether the live database has them now. */
import {fail, type Result, succeed} from '../../base/result.ts';
import type {Connection} from '../../postgres/connect.ts';
import {type DatabaseFailure, refusal} from '../../postgres/failure.ts';
import {rowsOf} from '../../postgres/query.ts';
import {hierarchiesSql} from './around-sql.ts';
import {textsOf} from './structure.ts';

export type RemovedTables = {
  /** Tables that the live database does not have. */
  readonly gone: readonly string[];
  /** Tables that it has: emptied, or made anew since. */
  readonly there: readonly string[];
};

export type WhichTables = {
  /** Files that the transaction removed, by filenode. */
  readonly files: readonly number[];
  /** Only these; left out: all. */
  readonly tables?: readonly string[];
  readonly except?: readonly string[];
};

/** Names are quoted and with their schemas. A reason where the side instance does not know them, or they cannot be made anew. */
export const removedTables = async (
  side: Connection,
  live: Connection,
  which: WhichTables,
): Promise<Result<RemovedTables, DatabaseFailure>> => {
  const resolved = await resolve(side, [...(which.tables ?? []), ...(which.except ?? [])]);
  if (!resolved.ok) {
    return resolved;
  }
  const names = (given: readonly string[] | undefined) => given?.map(name => resolved.value.get(name) ?? name) ?? null;
  const known = await rowsOf(side, tablesOfFilesSql, [which.files, names(which.tables), names(which.except) ?? []]);
  if (!known.ok) {
    return known;
  }
  const strangers = known.value.flatMap(({given}) => (typeof given === 'string' ? [given] : []));
  if (strangers.length > 0) {
    return fail(
      refusal(
        `this transaction did not remove ${strangers.join(', ')}, as far as the side instance knows; take another transaction, or leave that out`,
      ),
    );
  }
  const found = known.value.map(({name}) => String(name));
  if (found.length === 0) {
    return fail(
      refusal(
        'the side instance has no table with one of these files, so it does not stand just before this transaction; restore it again, to just before it',
      ),
    );
  }
  const now = await rowsOf(
    live,
    `select given as name, to_regclass(given) is not null as there from unnest($1::text[]) given`,
    [found],
  );
  if (!now.ok) {
    return now;
  }
  const gone = now.value.filter(({there}) => there !== true).map(({name}) => String(name));
  const impossible = await textsOf(side, [hierarchiesSql], gone);
  if (!impossible.ok) {
    return impossible;
  }
  return impossible.value.length > 0
    ? fail(
        refusal(
          `${impossible.value.join('; ')}: bring that back by hand from the side instance, with pg_dump --table, and leave it out here`,
        ),
      )
    : succeed({gone, there: found.filter(name => !gone.includes(name))});
};

/** Names as people give them, by the search path of everybody, as names with their schemas. */
const resolve = async (
  side: Connection,
  given: readonly string[],
): Promise<Result<ReadonlyMap<string, string>, DatabaseFailure>> => {
  const before = await side.run('set search_path to default');
  const rows = before.ok
    ? await rowsOf(
        side,
        `select given, format('%I.%I', n.nspname, c.relname) as name from unnest($1::text[]) given
           join pg_class c on c.oid = to_regclass(given) join pg_namespace n on n.oid = c.relnamespace`,
        [given],
      )
    : before;
  const after = await side.run('set search_path = pg_catalog');
  if (!rows.ok) {
    return rows;
  }
  return after.ok ? succeed(new Map(rows.value.map(row => [String(row.given), String(row.name)]))) : after;
};

// Names that were given and are none of these come with `given`.
const tablesOfFilesSql = `
  with removed as (
    select c.oid, format('%I.%I', n.nspname, c.relname) as name
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind = 'r' and pg_relation_filenode(c.oid) = any($1::oid[])
       and n.nspname not in ('pg_catalog', 'information_schema') and n.nspname !~ '^pg_'
  )
  select name, null as given from removed
   where ($2::text[] is null or oid in (select to_regclass(given) from unnest($2::text[]) given))
     and oid not in (select coalesce(to_regclass(given)::oid, 0) from unnest($3::text[]) given)
  union all
  select null, given from unnest($2::text[]) given where to_regclass(given) is null or to_regclass(given) not in (select oid from removed)
  order by 1`;
