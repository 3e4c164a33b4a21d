/** What a server evaluates for each row that is written, with the rights of whoever writes: constraints, domains, indexes, generated columns, and the functions that they call. */
import {fail, type Result, succeed} from '../base/result.ts';
import type {Connection} from '../postgres/connect.ts';
import {type DatabaseFailure, refusal} from '../postgres/failure.ts';
import {rowsOf} from '../postgres/query.ts';

type Request = {
  /** As SQL; those that are about to be written. */
  readonly tables: readonly string[];
  /** Names as the comparison gives them (`constraint total_is_positive of public.orders`), which are our own. */
  readonly keep?: readonly string[];
};

/**
 * Refuses where one of these is not as it was on the side instance: no session_replication_role holds them back (PostgreSQL
 * manual, session_replication_role: triggers and rules alone), and a superuser who writes would run what the intruder put there.
 * A function may call others: those count whose names stand in the text of one that is called.
 */
export const refuseForeignExpressions = async (
  side: Connection,
  live: Connection,
  {tables, keep = []}: Request,
): Promise<Result<void, DatabaseFailure>> => {
  const now = await evaluatedBy(live, tables);
  const then = now.ok ? await evaluatedBy(side, tables) : now;
  if (!now.ok || !then.ok) {
    return now.ok ? (then.ok ? succeed(undefined) : then) : now;
  }
  const known = new Set(then.value.map(({what, definition}) => `${what} ${definition}`));
  const foreign = reachable(now.value).find(
    ({what, definition}) => !(known.has(`${what} ${definition}`) || keep.includes(what)),
  );
  return foreign === undefined
    ? succeed(undefined)
    : fail(
        refusal(
          `${foreign.what} is not as it was before, and rows that are written would run it with our rights; nothing was changed. Take it back first (lifeboat breach revert-objects), or name it as kept`,
        ),
      );
};

type Evaluated = {
  /** As the comparison names it. */
  readonly what: string;
  readonly definition: string;
  /** The name of a function, without its schema; null of what is evaluated by itself. */
  readonly name: string | null;
  /** Names of functions that it calls for certain. */
  readonly calls: readonly string[];
};

const evaluatedBy = async (
  connection: Connection,
  tables: readonly string[],
): Promise<Result<readonly Evaluated[], DatabaseFailure>> => {
  const rows = await rowsOf(connection, evaluatedSql, [tables]);
  return rows.ok
    ? succeed(
        rows.value.map(({what, definition, name, calls}) => ({
          what: String(what),
          definition: String(definition),
          name: name === null ? null : String(name),
          calls: Array.isArray(calls) ? calls.map(String) : [],
        })),
      )
    : rows;
};

/** What is evaluated by itself, and every function that it may come to call. */
const reachable = (all: readonly Evaluated[]): readonly Evaluated[] => {
  const found = new Set(all.filter(({name}) => name === null));
  // A set goes on over what is added to it meanwhile.
  for (const {calls, definition, name} of found) {
    for (const one of all) {
      if (one.name !== null && (calls.includes(one.name) || (name !== null && definition.includes(one.name)))) {
        found.add(one);
      }
    }
  }
  return [...found];
};

/** Made by users: the first number that a server gives away itself (PostgreSQL, access/transam.h, FirstNormalObjectId). */
const ofUsers = 16_384;

/** Functions of users, also behind an operator; whoever brings a way of comparing for an index may call any of them. */
const called = (catalogue: string, oid: string): string =>
  `array(select p.proname::text from pg_depend d join pg_proc p on p.oid >= ${ofUsers} and case d.refclassid
       when 'pg_proc'::regclass then p.oid = d.refobjid
       when 'pg_operator'::regclass then p.oid = (select oprcode from pg_operator o where o.oid = d.refobjid)
       when 'pg_opclass'::regclass then true end
     where d.classid = '${catalogue}'::regclass and d.objid = ${oid} and d.refobjid >= ${ofUsers})`;

const relation = `format('%I.%I', n.nspname, c.relname)`;

const evaluatedSql = `
  with recursive written as (
    select c.oid from unnest($1::text[]) name join pg_class c on c.oid = to_regclass(name)
    union select ancestor from written, pg_partition_ancestors(written.oid) ancestor
  ), typed as (
    select atttypid as oid from pg_attribute where attrelid in (select oid from written) and attnum > 0 and not attisdropped
    union select within.oid from typed join pg_type y on y.oid = typed.oid cross join lateral (
      select y.typbasetype as oid union all select y.typelem union all
      select atttypid from pg_attribute where y.typtype = 'c' and attrelid = y.typrelid and attnum > 0 and not attisdropped
    ) within where within.oid <> 0
  )
  select format('constraint %I of %s', conname, ${relation}) as what, pg_get_constraintdef(k.oid) as definition,
         null as name, ${called('pg_constraint', 'k.oid')} as calls
    from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace
   where contype = 'c' and conrelid in (select oid from written)
  union all
  select 'type ' || contypid::regtype, pg_get_constraintdef(k.oid), null, ${called('pg_constraint', 'k.oid')}
    from pg_constraint k where contypid in (select oid from typed)
  union all
  select 'index ' || ${relation}, pg_get_indexdef(c.oid), null, ${called('pg_class', 'c.oid')}
    from pg_index i join pg_class c on c.oid = i.indexrelid join pg_namespace n on n.oid = c.relnamespace
   where indrelid in (select oid from written)
     and (indexprs is not null or indpred is not null or exists (select from unnest(indclass) class where class >= ${ofUsers}))
  union all
  select format('column %I of %s', attname, ${relation}), pg_get_expr(adbin, adrelid), null, ${called('pg_attrdef', 'f.oid')}
    from pg_attribute a join pg_attrdef f on f.adrelid = a.attrelid and f.adnum = a.attnum
    join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
   where attgenerated <> '' and attrelid in (select oid from written)
  union all
  select 'table ' || ${relation}, pg_get_partkeydef(c.oid), null, ${called('pg_class', 'c.oid')}
    from pg_class c join pg_namespace n on n.oid = c.relnamespace where relkind = 'p' and c.oid in (select oid from written)
  union all
  select case prokind when 'p' then 'procedure ' else 'function ' end || p.oid::regprocedure, pg_get_functiondef(p.oid), proname::text, '{}'
    from pg_proc p where prokind <> 'a' and p.oid >= ${ofUsers} and pronamespace <> pg_my_temp_schema()
  union all
  select 'operator ' || o.oid::regoperator, oprcode::text, null, '{}' from pg_operator o where o.oid >= ${ofUsers}
   order by 1`;
