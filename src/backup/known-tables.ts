/** Table names that somebody typed, against the catalog: one that is not there is said before anything is searched or written. */
import {fail, type Result, succeed} from '../base/result.ts';
import {type Connection, withConnection} from '../postgres/connect.ts';
import {type DatabaseFailure, refusal} from '../postgres/failure.ts';
import {rowsOf} from '../postgres/query.ts';

/** The names, as SQL, as the catalog has them (quoted and with their schemas); fails with those that it does not have. */
export const catalogNames = async (
  connection: Connection,
  tables: readonly string[],
): Promise<Result<readonly string[], DatabaseFailure>> => {
  const rows = await rowsOf(
    connection,
    `select given, case when c.oid is not null then format('%I.%I', n.nspname, c.relname) end as name
       from unnest($1::text[]) given left join pg_class c on c.oid = to_regclass(given)
       left join pg_namespace n on n.oid = c.relnamespace`,
    [tables],
  );
  if (!rows.ok) {
    return rows;
  }
  const unknown = rows.value.filter(({name}) => name === null).map(({given}) => String(given));
  return unknown.length > 0
    ? fail(refusal(`there is no table ${unknown.join(', ')} in this database`))
    : succeed(rows.value.map(({name}) => String(name)));
};

/** The same question to a server by its connection string. */
export const proveTables = async (database: string, tables: readonly string[]): Promise<Result<void>> => {
  if (tables.length === 0) {
    return succeed(undefined);
  }
  const names = await withConnection(database, connection => catalogNames(connection, tables));
  return names.ok ? succeed(undefined) : fail(names.reason.message);
};
