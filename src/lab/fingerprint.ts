/** Rows and tables as numbers: equal when nothing was changed, whatever the types. */
import {fail, type Result, succeed} from '../base/result.ts';
import type {Connection} from '../postgres/connect.ts';
import {rowsOf} from '../postgres/query.ts';
import {quoteIdentifier, quoteLiteral} from '../postgres/quote.ts';
import type {LostRow, LostTable, TableFingerprint} from './damage.ts';

/** Ordinary tables of the database, quoted and with their schema, and by their bare name. */
export type OrdinaryTable = {readonly table: string; readonly bare: string};

/** Every ordinary table of the database, leaving out rows that `without` names for it by its bare name. */
export const fingerprintTables = async (
  connection: Connection,
  without: Readonly<Record<string, string>>,
): Promise<Result<readonly TableFingerprint[]>> => {
  const tables = await ordinaryTables(connection);
  if (!tables.ok) {
    return tables;
  }
  const found: TableFingerprint[] = [];
  for (const table of tables.value) {
    const one = await fingerprintTable(connection, table, without);
    if (!one.ok) {
      return one;
    }
    found.push(one.value);
  }
  return succeed(found);
};

/** The tables that are there now. */
export const ordinaryTables = async (connection: Connection): Promise<Result<readonly OrdinaryTable[]>> => {
  const tables = await rowsOf(connection, tablesSql);
  return tables.ok
    ? succeed(tables.value.map(({table, bare}) => ({table: String(table), bare: String(bare)})))
    : fail(tables.reason.message);
};

/** One of them; the reason says why it cannot be read. */
export const fingerprintTable = async (
  connection: Connection,
  {table, bare}: OrdinaryTable,
  without: Readonly<Record<string, string>>,
): Promise<Result<TableFingerprint>> => {
  const written = without[bare];
  const rows = await rowsOf(
    connection,
    `select count(*) as rows, coalesce(sum(hashtextextended(t::text, 0)::numeric), 0)::text as sum
       from ${table} t ${written === undefined ? '' : `where not (${written})`}`,
  );
  return rows.ok
    ? succeed({table, rows: Number(rows.value[0]?.rows), sum: String(rows.value[0]?.sum)})
    : fail(rows.reason.message);
};

/** Keys and fingerprints of the rows that a condition names; `t` is the row. */
export const readLostRows = async (
  connection: Connection,
  table: string,
  where: string,
): Promise<Result<LostTable>> => {
  const key = await rowsOf(connection, keySql, [table]);
  if (!key.ok) {
    return fail(key.reason.message);
  }
  const keyColumns = key.value.map(({column}) => String(column));
  if (keyColumns.length === 0) {
    return fail(`${table} has no primary key, so the lab cannot say later which rows came back; name another table`);
  }

  const rows = await rowsOf(
    connection,
    `select ${keyExpression(keyColumns)} as key, hashtextextended(t::text, 0)::text as fingerprint
       from ${table} t where ${where} order by 1`,
  );
  return rows.ok ? succeed({table, keyColumns, rows: rows.value.map(toLostRow)}) : fail(rows.reason.message);
};

/** How the lost rows stand now. */
export const compareLostRows = async (
  connection: Connection,
  {table, keyColumns, rows}: LostTable,
): Promise<Result<{readonly missing: number; readonly changed: number}>> => {
  const compared = await rowsOf(
    connection,
    `select count(*) filter (where t.fingerprint is null) as missing,
            count(*) filter (where t.fingerprint <> lost.fingerprint) as changed
       from unnest($1::text[], $2::text[]) lost(key, fingerprint)
       left join (select ${keyExpression(keyColumns)} as key, hashtextextended(t::text, 0)::text as fingerprint from ${table} t) t
         on t.key = lost.key`,
    [rows.map(({key}) => JSON.stringify(key)), rows.map(({fingerprint}) => fingerprint)],
  );
  return compared.ok
    ? succeed({missing: Number(compared.value[0]?.missing), changed: Number(compared.value[0]?.changed)})
    : fail(compared.reason.message);
};

/** Keys of those lost rows that are now as they were, as JSON lists of texts. */
export const unchangedRows = async (
  connection: Connection,
  {table, keyColumns, rows}: LostTable,
): Promise<Result<ReadonlySet<string>>> => {
  const same = await rowsOf(
    connection,
    `select lost.key from unnest($1::text[], $2::text[]) lost(key, fingerprint)
       join (select ${keyExpression(keyColumns)} as key, hashtextextended(t::text, 0)::text as fingerprint from ${table} t) t
         on t.key = lost.key and t.fingerprint = lost.fingerprint`,
    [rows.map(({key}) => JSON.stringify(key)), rows.map(({fingerprint}) => fingerprint)],
  );
  return same.ok ? succeed(new Set(same.value.map(({key}) => String(key)))) : fail(same.reason.message);
};

/** A JSON list of the key's texts, spelt as JavaScript spells it, so both sides compare as text. */
const keyExpression = (columns: readonly string[]): string =>
  `'[' || ${columns.map(column => `to_json(t.${quoteIdentifier(column)}::text)::text`).join(` || ${quoteLiteral(',')} || `)} || ']'`;

const toLostRow = ({key, fingerprint}: Readonly<Record<string, unknown>>): LostRow => ({
  key: JSON.parse(String(key)),
  fingerprint: String(fingerprint),
});

const tablesSql = `
  select format('%I.%I', n.nspname, c.relname) as "table", c.relname as bare
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
   where c.relkind = 'r' and n.nspname not in ('pg_catalog', 'information_schema') and n.nspname !~ '^pg_'
   order by 1`;

const keySql = `
  select a.attname as "column"
    from pg_index i, unnest(i.indkey::int2[]) with ordinality k(attnum, place), pg_attribute a
   where i.indrelid = $1::regclass and i.indisprimary and a.attrelid = i.indrelid and a.attnum = k.attnum
   order by k.place`;
