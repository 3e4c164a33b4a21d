/** Holds a database that was loaded against the dump that it came from: every row, and as many objects of each kind. */
import {type Result, succeed} from '../../base/result.ts';
import type {Connection} from '../../postgres/connect.ts';
import type {DatabaseFailure} from '../../postgres/failure.ts';
import {rowsOf} from '../../postgres/query.ts';
import type {DumpLook} from './look-at-dump.ts';

export type Loaded = {
  readonly tables: number;
  readonly rows: number;
  /** What the dump has and the database does not, in words. */
  readonly missing: readonly string[];
};

/** Nobody else may write into the database. */
export const proveLoaded = async (
  connection: Connection,
  {rowsByTable, objects}: Pick<DumpLook, 'rowsByTable' | 'objects'>,
): Promise<Result<Loaded, DatabaseFailure>> => {
  const missing: string[] = [];
  let rows = 0;
  for (const [table, expected] of Object.entries(rowsByTable)) {
    const there = await countRows(connection, table);
    if (!there.ok) {
      return there;
    }
    rows += there.value ?? 0;
    if (there.value !== expected) {
      missing.push(
        there.value === null
          ? `${table} is not there`
          : `${table} has ${there.value} rows where the dump has ${expected}`,
      );
    }
  }
  const counts = await rowsOf(connection, countsSql);
  if (!counts.ok) {
    return counts;
  }
  const there = counts.value[0] ?? {};
  for (const [kind, {column, words}] of Object.entries(kinds)) {
    const expected = objects[kind] ?? 0;
    const found = Number(there[column]);
    missing.push(...(found < expected ? [`there are ${found} ${words} where the dump has ${expected}`] : []));
  }
  missing.push(...namesIn(there.invalid).map(one => `${one} is not valid`));
  return succeed({tables: Number(there.tables), rows, missing});
};

/** Null where there is no such table. The name is the dump's, so the server is asked what it means before it stands in a statement. */
const countRows = async (connection: Connection, table: string): Promise<Result<number | null, DatabaseFailure>> => {
  const known = await rowsOf(
    connection,
    `select format('%I.%I', n.nspname, c.relname) as name
       from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.oid = to_regclass($1)`,
    [table],
  );
  if (!known.ok || known.value.length === 0) {
    return known.ok ? succeed(null) : known;
  }
  const counted = await rowsOf(connection, `select count(*) as n from only ${String(known.value[0]?.name)}`);
  return counted.ok ? succeed(Number(counted.value[0]?.n)) : counted;
};

const namesIn = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(String) : []);

/** What pg_dump calls it, and where it is counted. An extension may bring more than the dump has. */
const kinds: Readonly<Record<string, {readonly column: string; readonly words: string}>> = {
  TABLE: {column: 'tables', words: 'tables'},
  INDEX: {column: 'indexes', words: 'indexes'},
  CONSTRAINT: {column: 'constraints', words: 'keys'},
  'FK CONSTRAINT': {column: 'references', words: 'foreign keys'},
  TRIGGER: {column: 'triggers', words: 'triggers'},
  SEQUENCE: {column: 'sequences', words: 'sequences'},
  VIEW: {column: 'views', words: 'views'},
  'MATERIALIZED VIEW': {column: 'materialized', words: 'materialized views'},
  FUNCTION: {column: 'functions', words: 'functions'},
  POLICY: {column: 'policies', words: 'policies'},
};

const countsSql = `
  with own as (
    select c.* from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
  )
  select (select count(*) from own where relkind in ('r', 'p')) as tables,
         (select count(*) from own join pg_index i on i.indexrelid = own.oid
           where not exists (select from pg_constraint k where k.conindid = i.indexrelid and k.conrelid = i.indrelid)) as indexes,
         (select count(*) from pg_constraint k join own on own.oid = k.conrelid where k.contype in ('p', 'u', 'x')) as constraints,
         (select count(*) from pg_constraint k join own on own.oid = k.conrelid where k.contype = 'f') as "references",
         (select count(*) from pg_trigger g join own on own.oid = g.tgrelid where not g.tgisinternal) as triggers,
         (select count(*) from own where relkind = 'S') as sequences,
         (select count(*) from own where relkind = 'v') as views,
         (select count(*) from own where relkind = 'm') as materialized,
         (select count(*) from pg_proc f join pg_namespace n on n.oid = f.pronamespace
           where f.prokind in ('f', 'w') and n.nspname !~ '^pg_' and n.nspname <> 'information_schema') as functions,
         (select count(*) from pg_policy) as policies,
         (select json_agg(oid::regclass::text) from own where oid in (select indexrelid from pg_index where not indisvalid)) as invalid`;
