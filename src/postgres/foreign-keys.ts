/** Foreign keys as the catalog has them: who points at whom, and the query for rows that point at nothing. */
import {type Result, succeed} from '../base/result.ts';
import type {Connection} from './connect.ts';
import type {DatabaseFailure} from './failure.ts';
import {rowsOf} from './query.ts';
import {quoteIdentifier} from './quote.ts';

export type ForeignKey = {
  readonly name: string;
  /** The table that refers, quoted and with its schema, ready for SQL. */
  readonly child: string;
  readonly childColumns: readonly string[];
  readonly parent: string;
  readonly parentColumns: readonly string[];
};

/** All foreign keys of the database, by child and name. Those that partitions inherit are left out. */
export const foreignKeys = async (connection: Connection): Promise<Result<readonly ForeignKey[], DatabaseFailure>> => {
  const rows = await rowsOf(connection, foreignKeysSql);
  return rows.ok ? succeed(rows.value.map(toForeignKey)) : rows;
};

/** A foreign key from one table of a list, with those of the list that hold rows of its parent. */
export type ForeignKeyAmong = ForeignKey & {
  /** The parent itself, or partitions of it. */
  readonly parentsAmong: readonly string[];
};

/**
 * The foreign keys that a row of these tables must keep, by child and name: those that a partition inherits count, and
 * those that are not enforced do not. `tables` are names as SQL; a child is named as it is in the list.
 */
export const foreignKeysAmong = async (
  connection: Connection,
  tables: readonly string[],
): Promise<Result<readonly ForeignKeyAmong[], DatabaseFailure>> => {
  const rows = await rowsOf(connection, foreignKeysAmongSql, [tables]);
  return rows.ok
    ? succeed(rows.value.map(row => ({...toForeignKey(row), parentsAmong: texts(row.parents_among)})))
    : rows;
};

/** SQL that counts rows of the child whose key is complete and names no parent. */
export const orphansSql = ({child, childColumns, parent, parentColumns}: ForeignKey): string => {
  const pairs = childColumns.map((column, index) => [
    quoteIdentifier(column),
    quoteIdentifier(parentColumns[index] ?? ''),
  ]);
  const joined = pairs.map(([from, to]) => `c.${from} = p.${to}`).join(' and ');
  const complete = pairs.map(([from]) => `c.${from} is not null`).join(' and ');
  return `select count(*) as orphans from ${child} c where ${complete} and not exists (select from ${parent} p where ${joined})`;
};

/** Tables so that every one comes after those that it points at; null where they point in a circle. */
export const parentsFirst = (tables: readonly string[], keys: readonly ForeignKey[]): readonly string[] | null => {
  const ordered: string[] = [];
  const waiting = new Set(tables);
  while (waiting.size > 0) {
    const free = [...waiting].filter(
      table => !keys.some(({child, parent}) => child === table && parent !== table && waiting.has(parent)),
    );
    if (free.length === 0) {
      return null;
    }
    for (const table of free) {
      ordered.push(table);
      waiting.delete(table);
    }
  }
  return ordered;
};

const toForeignKey = (row: Readonly<Record<string, unknown>>): ForeignKey => ({
  name: String(row.name),
  child: String(row.child),
  parent: String(row.parent),
  childColumns: texts(row.child_columns),
  parentColumns: texts(row.parent_columns),
});

const texts = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(String) : []);

const columnsSql = `
         format('%I.%I', pn.nspname, p.relname) as parent,
         (select json_agg(a.attname order by k.place)
            from unnest(con.conkey) with ordinality k(attnum, place)
            join pg_attribute a on a.attrelid = con.conrelid and a.attnum = k.attnum) as child_columns,
         (select json_agg(a.attname order by k.place)
            from unnest(con.confkey) with ordinality k(attnum, place)
            join pg_attribute a on a.attrelid = con.confrelid and a.attnum = k.attnum) as parent_columns`;

const foreignKeysSql = `
  select con.conname as name, format('%I.%I', cn.nspname, c.relname) as child, ${columnsSql}
    from pg_constraint con
    join pg_class c on c.oid = con.conrelid join pg_namespace cn on cn.oid = c.relnamespace
    join pg_class p on p.oid = con.confrelid join pg_namespace pn on pn.oid = p.relnamespace
   where con.contype = 'f' and con.conparentid = 0
   order by 2, 1`;

// A constraint has a copy for each partition of its child, and further ones for each partition of its parent: these have
// the same child as what they are copied from. Keys that are not enforced are new in version 18.
const foreignKeysAmongSql = `
  select con.conname as name, given as child, ${columnsSql},
         (select json_agg(other) from unnest($1::text[]) other
           where to_regclass(other) = con.confrelid
              or to_regclass(other) in (select relid from pg_partition_tree(con.confrelid))) as parents_among
    from unnest($1::text[]) given
    join pg_constraint con on con.conrelid = to_regclass(given)
    join pg_class p on p.oid = con.confrelid join pg_namespace pn on pn.oid = p.relnamespace
   where con.contype = 'f' and to_jsonb(con) ->> 'conenforced' is distinct from 'false'
     and not exists (select from pg_constraint o where o.oid = con.conparentid and o.conrelid = con.conrelid)
   order by 2, 1`;
