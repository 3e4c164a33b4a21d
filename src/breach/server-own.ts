/** What the server itself is made of, held against the side instance before anything else is asked: whoever was a superuser may have replaced it. */
import {type Result, succeed} from '../base/result.ts';
import type {Connection} from '../postgres/connect.ts';
import type {DatabaseFailure} from '../postgres/failure.ts';
import {rowsOf} from '../postgres/query.ts';
import type {Row} from '../postgres/values.ts';
import type {Difference} from './difference.ts';

/**
 * Functions, operators, casts, types and languages that initdb made, row by row. The questions call no function and no
 * operator: one that was replaced by SQL would run as us. What comes back is compared here.
 */
export const compareServerOwn = async (
  side: Connection,
  live: Connection,
): Promise<Result<readonly Difference[], DatabaseFailure>> => {
  const found: Difference[] = [];
  for (const [catalogue, query] of Object.entries(queries)) {
    const then = await rowsOf(side, query);
    if (!then.ok) {
      return then;
    }
    const now = await rowsOf(live, query);
    if (!now.ok) {
      return now;
    }
    for (const oid of changedOids(then.value, now.value)) {
      const one = await difference({side, catalogue, oid, then: then.value, now: now.value});
      if (!one.ok) {
        return one;
      }
      found.push(one.value);
    }
  }
  return succeed(found);
};

const queries: Readonly<Record<string, string>> = {
  pg_proc: 'select * from pg_catalog.pg_proc',
  pg_operator: 'select * from pg_catalog.pg_operator',
  pg_cast: 'select * from pg_catalog.pg_cast',
  pg_language: 'select * from pg_catalog.pg_language',
  pg_type:
    'select oid, typname, typnamespace, typowner, typbasetype, typinput, typoutput, typreceive, typsend, typmodin, typmodout from pg_catalog.pg_type',
};

/** Below are objects of initdb, from here on those of users (access/transam.h, FirstNormalObjectId). */
const firstOfUsers = 16_384;

/** Rights are compared one by one elsewhere; which operators belong together also changes when somebody adds one of their own. */
const asText = ({proacl, lanacl, oprcom, oprnegate, ...row}: Row): string => JSON.stringify(row);

const ownOf = (rows: readonly Row[]): ReadonlyMap<string, string> =>
  new Map(rows.filter(({oid}) => Number(oid) < firstOfUsers).map(row => [String(row.oid), asText(row)]));

const changedOids = (then: readonly Row[], now: readonly Row[]): readonly string[] => {
  const [before, today] = [ownOf(then), ownOf(now)];
  return [...new Set([...before.keys(), ...today.keys()])].filter(oid => before.get(oid) !== today.get(oid));
};

type Changed = {
  readonly side: Connection;
  readonly catalogue: string;
  readonly oid: string;
  readonly then: readonly Row[];
  readonly now: readonly Row[];
};

const difference = async ({side, catalogue, oid, then, now}: Changed): Promise<Result<Difference, DatabaseFailure>> => {
  const of = (rows: readonly Row[]): string | null => {
    const row = rows.find(one => String(one.oid) === oid);
    return row === undefined ? null : asText(row);
  };
  const [before, today] = [of(then), of(now)];
  const change = before === null ? 'added' : today === null ? 'gone' : 'changed';
  const told = {change, before, now: today} as const;
  if (catalogue !== 'pg_proc' || change !== 'changed') {
    return succeed({...told, what: `${catalogue} of the server itself, oid ${oid}`, statements: []});
  }
  // The side instance is sound, so it may be asked in words.
  const rows = await rowsOf(side, functionSql, [oid]);
  return rows.ok
    ? succeed({
        ...told,
        what: `function of the server itself ${rows.value[0]?.name}`,
        statements: rows.value.flatMap(({make}) => (make === null ? [] : [String(make)])),
      })
    : rows;
};

const functionSql = `
  select format('%I.%I(%s)', n.nspname, proname, pg_get_function_identity_arguments(p.oid)) as name,
         case when prokind <> 'a' then pg_get_functiondef(p.oid) || format('; alter routine %I.%I(%s) owner to %I', n.nspname, proname,
           pg_get_function_identity_arguments(p.oid), pg_get_userbyid(proowner)) end as make
    from pg_proc p join pg_namespace n on n.oid = pronamespace where p.oid = $1::oid`;
