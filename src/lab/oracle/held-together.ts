/** Whether what holds the rows together is as before: references, structure, rights, and numbers for new rows. */
import {fail, type Result, succeed} from '../../base/result.ts';
import type {Connection} from '../../postgres/connect.ts';
import {foreignKeys, orphansSql} from '../../postgres/foreign-keys.ts';
import {rowsOf} from '../../postgres/query.ts';
import {quoteIdentifier} from '../../postgres/quote.ts';
import {hasAmcheck, misfitIndexes} from '../amcheck.ts';
import type {Damage} from '../damage.ts';
import {compareStructure, readStructure} from '../structure.ts';
import {cannotSee, type Finding, someOf} from './finding.ts';

/** Constraints, indexes, triggers, sequences, owners and rights, line by line. */
export const structureIsAsBefore = async (
  connection: Connection,
  role: string,
  {structure}: Damage,
): Promise<Finding> => {
  const name = 'structure_as_before';
  const now = await readStructure(connection, role);
  if (!now.ok) {
    return cannotSee(name, now.reason);
  }
  const {gone, added} = compareStructure(structure, now.value);
  const different = [...gone.map(line => `no longer: ${line}`), ...added.map(line => `not there before: ${line}`)];
  return different.length === 0
    ? {
        name,
        ok: true,
        detail: `${structure.length} columns, constraints, indexes, triggers, sequences and rights are as they were before the fault`,
      }
    : {name, ok: false, detail: someOf(different)};
};

/** By the rows themselves: a constraint may say that it is valid, and was damaged below. */
export const noOrphans = async (connection: Connection): Promise<Finding> => {
  const name = 'no_orphans';
  const keys = await foreignKeys(connection);
  if (!keys.ok) {
    return cannotSee(name, keys.reason.message);
  }
  const broken: string[] = [];
  for (const key of keys.value) {
    const rows = await rowsOf(connection, orphansSql(key));
    const orphans = rows.ok ? Number(rows.value[0]?.orphans) : 0;
    if (!rows.ok) {
      broken.push(`${key.child} cannot be read: ${rows.reason.message}`);
    } else if (orphans > 0) {
      broken.push(`${orphans} rows of ${key.child} point at nothing (${key.name})`);
    }
  }
  return {
    name,
    ok: broken.length === 0,
    detail: broken.length === 0 ? `${keys.value.length} foreign keys hold` : someOf(broken),
  };
};

/** Every B-tree holds exactly the rows of its table, where the server has amcheck; without it there is no such finding. */
export const indexesHold = async (connection: Connection): Promise<readonly Finding[]> => {
  const name = 'indexes_hold';
  if (!(await hasAmcheck(connection))) {
    return [];
  }
  const indexes = await rowsOf(connection, indexesSql);
  const misfits = indexes.ok
    ? await misfitIndexes(
        connection,
        indexes.value.map(({index}) => String(index)),
      )
    : fail(indexes.reason.message);
  if (!misfits.ok) {
    return [cannotSee(name, misfits.reason)];
  }
  const ok = misfits.value.length === 0;
  return [
    {
      name,
      ok,
      detail: ok
        ? `${indexes.ok ? indexes.value.length : 0} indexes hold the rows of their tables`
        : someOf(misfits.value.map(({index, reason}) => `${index}: ${reason}`)),
    },
  ];
};

/** A sequence that was made anew begins at 1, and the next insert then fails on a number that is taken. */
export const sequencesAhead = async (connection: Connection): Promise<Finding> => {
  const name = 'sequences_ahead';
  const owned = await rowsOf(connection, ownedSql);
  if (!owned.ok) {
    return cannotSee(name, owned.reason.message);
  }
  const behind: string[] = [];
  for (const {sequence, table, column} of owned.value) {
    const ahead = await isAhead(connection, {sequence: String(sequence), table: String(table), column: String(column)});
    if (!ahead.ok || !ahead.value) {
      behind.push(
        ahead.ok ? `${String(sequence)} would give a number that ${String(table)} has already` : ahead.reason,
      );
    }
  }
  return {
    name,
    ok: behind.length === 0,
    detail: behind.length === 0 ? `${owned.value.length} sequences are ahead of their tables` : someOf(behind),
  };
};

type Owned = {readonly sequence: string; readonly table: string; readonly column: string};

const isAhead = async (connection: Connection, {sequence, table, column}: Owned): Promise<Result<boolean>> => {
  const rows = await rowsOf(
    connection,
    `select coalesce((select max(${quoteIdentifier(column)}) from ${table}), 0)
            < s.last_value + case when s.is_called then 1 else 0 end as ahead from ${sequence} s`,
  );
  return rows.ok ? succeed(rows.value[0]?.ahead === true) : fail(`${table} cannot be read: ${rows.reason.message}`);
};

const indexesSql = `
  select format('%I.%I', n.nspname, c.relname) as index
    from pg_index i join pg_class c on c.oid = i.indexrelid and c.relkind = 'i' join pg_namespace n on n.oid = c.relnamespace
    join pg_am a on a.oid = c.relam and a.amname = 'btree'
   where i.indisvalid and n.nspname not in ('pg_catalog', 'information_schema') and n.nspname !~ '^pg_'
   order by 1`;

// Sequences that count upwards and belong to a column, as of identity and serial columns.
const ownedSql = `
  select format('%I.%I', sn.nspname, s.relname) as sequence, format('%I.%I', n.nspname, c.relname) as "table",
         a.attname as "column"
    from pg_depend d
    join pg_class s on s.oid = d.objid and s.relkind = 'S' join pg_namespace sn on sn.oid = s.relnamespace
    join pg_sequence q on q.seqrelid = s.oid
    join pg_class c on c.oid = d.refobjid join pg_namespace n on n.oid = c.relnamespace
    join pg_attribute a on a.attrelid = c.oid and a.attnum = d.refobjsubid
   where d.classid = 'pg_class'::regclass and d.refclassid = 'pg_class'::regclass and d.deptype in ('a', 'i')
     and q.seqincrement > 0 and a.atttypid in ('int2'::regtype, 'int4'::regtype, 'int8'::regtype)
   order by 1`;
