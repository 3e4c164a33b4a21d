/** A session in which no trigger of the intruder runs: what a superuser sets off runs with the rights of a superuser. */
import {fail, type Result, succeed} from '../base/result.ts';
import type {Connection} from '../postgres/connect.ts';
import {type DatabaseFailure, refusal} from '../postgres/failure.ts';
import {rowsOf} from '../postgres/query.ts';

type Request = {
  /** Names as the comparison gives them (`event trigger audit`), which are our own. */
  readonly keep?: readonly string[];
  /** Triggers and rules of these tables, as SQL, are looked at too. */
  readonly tables?: readonly string[];
};

/**
 * Within a transaction, before anything else in it. Triggers fire no more but those that are enabled always or on a replica
 * (PostgreSQL manual, session_replication_role): where the side instance has no such one, a person turns it off first.
 */
export const quieten = async (
  side: Connection,
  live: Connection,
  {keep = [], tables = []}: Request = {},
): Promise<Result<void, DatabaseFailure>> => {
  const quiet = await live.run('set local session_replication_role = replica');
  if (!quiet.ok) {
    return quiet;
  }
  const then = await rowsOf(side, armedSql, [tables]);
  const now = then.ok ? await rowsOf(live, armedSql, [tables]) : then;
  if (!then.ok || !now.ok) {
    return then.ok ? (now.ok ? succeed(undefined) : now) : then;
  }
  const known = new Set(then.value.map(({definition}) => String(definition)));
  const foreign = now.value.find(
    ({what, definition}) => !(known.has(String(definition)) || keep.includes(String(what))),
  );
  return foreign === undefined
    ? succeed(undefined)
    : fail(
        refusal(`${foreign.what} was not there before, and would act with our rights; turn it off: ${foreign.disable}`),
      );
};

/** With the text of what they call: a function that was changed behind a trigger is another one. */
const armedSql = `
  select format('event trigger %I', evtname) as what, format('alter event trigger %I disable', evtname) as disable,
         concat_ws(' ', evtname, evtevent, evtenabled, evttags, evtfoid::regprocedure, md5(prosrc)) as definition
    from pg_event_trigger join pg_proc p on p.oid = evtfoid where evtenabled in ('A', 'R')
  union all
  select format('trigger %I on %s', tgname, tgrelid::regclass), format('alter table %s disable trigger %I', tgrelid::regclass, tgname),
         concat_ws(' ', pg_get_triggerdef(g.oid), tgenabled, md5(prosrc))
    from pg_trigger g join pg_proc p on p.oid = tgfoid
   where tgenabled in ('A', 'R') and not tgisinternal and tgrelid in (select to_regclass(name) from unnest($1::text[]) name)
  union all
  select format('rule %I on %s', rulename, ev_class::regclass), format('alter table %s disable rule %I', ev_class::regclass, rulename),
         concat_ws(' ', pg_get_ruledef(r.oid), ev_enabled)
    from pg_rewrite r
   where ev_enabled in ('A', 'R') and rulename <> '_RETURN' and ev_class in (select to_regclass(name) from unnest($1::text[]) name)`;
