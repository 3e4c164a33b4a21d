/** What acts when rows are inserted into tables, triggers and rules: what putting rows back sets off, said before it is done. */
import {type Result, succeed} from '../base/result.ts';
import type {Connection} from '../postgres/connect.ts';
import type {DatabaseFailure} from '../postgres/failure.ts';
import {rowsOf} from '../postgres/query.ts';

export type InsertTrigger = {
  readonly kind: 'trigger' | 'rule';
  readonly table: string;
  readonly name: string;
  /** Acts also where triggers are skipped (`enable always trigger`, `enable always rule`). */
  readonly always: boolean;
};

/** Lists them; foreign keys, which are triggers too, do not count. `tables` are names as the catalog has them, as SQL. */
export const insertTriggers = async (
  connection: Connection,
  tables: readonly string[],
): Promise<Result<readonly InsertTrigger[], DatabaseFailure>> => {
  const rows = await rowsOf(connection, triggersSql, [tables]);
  return rows.ok
    ? succeed(
        rows.value.map(({kind, table, name, always}) => ({
          kind: kind === 'rule' ? 'rule' : 'trigger',
          table: String(table),
          name: String(name),
          always: always === true,
        })),
      )
    : rows;
};

// Bit 4 of tgtype is INSERT (pg_trigger.h, TRIGGER_TYPE_INSERT); a partition's copy of its parent's trigger may be internal.
// ev_type 3 is INSERT (pg_rewrite, as CmdType in nodes.h has it).
const triggersSql = `
  select 'trigger' as kind, given as "table", t.tgname as name, t.tgenabled = 'A' as always
    from unnest($1::text[]) given join pg_trigger t on t.tgrelid = to_regclass(given)
   where t.tgtype & 4 <> 0 and t.tgenabled in ('O', 'A') and (not t.tgisinternal or t.tgparentid <> 0)
     and (t.tgconstraint = 0 or exists (select from pg_constraint k where k.oid = t.tgconstraint and k.contype = 't'))
  union all
  select 'rule', given, r.rulename, r.ev_enabled = 'A'
    from unnest($1::text[]) given join pg_rewrite r on r.ev_class = to_regclass(given)
   where r.ev_type = '3' and r.ev_enabled in ('O', 'A')
   order by 2, 3, 1`;
