/** What holds a database together beside its rows, as lines that can be compared: constraints, indexes, triggers, rights. */
import {fail, type Result, succeed} from '../base/result.ts';
import type {Connection} from '../postgres/connect.ts';
import {rowsOf} from '../postgres/query.ts';

/** A line each. A constraint that is not valid, or that nothing enforces any more, reads otherwise than one that holds. */
export const readStructure = async (connection: Connection, role: string): Promise<Result<readonly string[]>> => {
  const rows = await rowsOf(connection, structureSql, [role]);
  return rows.ok ? succeed(rows.value.map(({line}) => String(line))) : fail(rows.reason.message);
};

/** What is no more as it was, and what was not there before. */
export const compareStructure = (
  before: readonly string[],
  now: readonly string[],
): {readonly gone: readonly string[]; readonly added: readonly string[]} => ({
  gone: before.filter(line => !now.includes(line)),
  added: now.filter(line => !before.includes(line)),
});

// Triggers that enforce a foreign key are named by number, and the number is another one after it was made anew.
const structureSql = `
  with tables as (
    select c.oid, format('%I.%I', n.nspname, c.relname) as name
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind in ('r', 'p') and n.nspname not in ('pg_catalog', 'information_schema') and n.nspname !~ '^pg_'
  ), lines as (
    select format('%s: constraint %I %s%s', t.name, c.conname, pg_get_constraintdef(c.oid),
             case when exists (select from pg_trigger g where g.tgconstraint = c.oid and g.tgenabled <> 'O')
                  then ' with its triggers off' end)
      from pg_constraint c join tables t on t.oid = c.conrelid
    union all
    select format('%s: index %s%s', t.name, pg_get_indexdef(i.indexrelid), case when not i.indisvalid then ' invalid' end)
      from pg_index i join tables t on t.oid = i.indrelid
    union all
    select format('%s: trigger %s, %s', t.name, pg_get_triggerdef(g.oid), g.tgenabled)
      from pg_trigger g join tables t on t.oid = g.tgrelid where not g.tgisinternal
    union all
    select format('%s: %s may %s', t.name, $1::text, p.privilege)
      from tables t, unnest(array['select', 'insert', 'update', 'delete']) p(privilege)
     where has_table_privilege($1::text, t.oid, p.privilege)
  )
  select line from lines l(line) order by 1`;
