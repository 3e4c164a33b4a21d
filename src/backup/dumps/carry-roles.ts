/** Makes the roles of one server on another: a dump brings none, and what it grants to one that is not there fails. */
import {fail, type Result, succeed} from '../../base/result.ts';
import {type Connection, withConnection} from '../../postgres/connect.ts';
import {type DatabaseFailure, refusal} from '../../postgres/failure.ts';
import {inTransaction, rowsOf} from '../../postgres/query.ts';
import {isSameInstance} from '../../postgres/same-instance.ts';
import {inDatabase} from './in-database.ts';

export type CarriedRoles = {
  readonly made: readonly string[];
  /** There already, and left as they are. */
  readonly left: readonly string[];
};

/** All or nothing. Passwords travel as the verifiers that the one server keeps, and are written to no log of the other. */
export const carryRoles = async ({
  from,
  into,
}: {
  readonly from: string;
  readonly into: string;
}): Promise<Result<CarriedRoles>> => {
  // The database that is to come is not there yet, and roles are the same in all of them.
  const done = await withConnection(inDatabase(from, 'postgres'), old =>
    withConnection(inDatabase(into, 'postgres'), async (next): Promise<Result<CarriedRoles, DatabaseFailure>> => {
      const same = await isSameInstance(next, old);
      if (!same.ok || same.value) {
        return same.ok ? fail(refusal('both connections lead to the same server; nothing was done')) : same;
      }
      return inTransaction(next, () => makeRoles(old, next));
    }),
  );
  return done.ok ? done : fail(done.reason.message);
};

const makeRoles = async (old: Connection, next: Connection): Promise<Result<CarriedRoles, DatabaseFailure>> => {
  const there = await rowsOf(next, 'select rolname from pg_roles');
  if (!there.ok) {
    return there;
  }
  const names = new Set(there.value.map(({rolname}) => String(rolname)));
  const roles = await rowsOf(old, rolesSql);
  const more = roles.ok ? await rowsOf(old, aroundRolesSql) : roles;
  if (!roles.ok) {
    return roles;
  }
  if (!more.ok) {
    return more;
  }
  const made = roles.value.filter(({name}) => !names.has(String(name)));
  const isNew = new Set(made.map(({name}) => String(name)));
  const statements = [
    // A statement that fails is logged with its text, whatever is said of others.
    `set local log_statement = 'none'; set local log_min_duration_statement = -1; set local log_min_error_statement = 'panic'`,
    ...made.map(({text}) => String(text)),
    ...more.value.filter(({name}) => isNew.has(String(name))).map(({text}) => String(text)),
  ];
  for (const statement of statements) {
    const ran = await next.run(statement);
    if (!ran.ok) {
      // Its text may hold a verifier.
      return fail(refusal(`the roles cannot be made: ${ran.reason.message}; nothing was changed`));
    }
  }
  return succeed({
    made: [...isNew],
    left: roles.value.map(({name}) => String(name)).filter(name => names.has(name)),
  });
};

const rolesSql = `
  select rolname as name, format('create role %I %s %s %s %s %s %s %s connection limit %s%s%s', rolname,
           case when rolsuper then 'superuser' else 'nosuperuser' end, case when rolinherit then 'inherit' else 'noinherit' end,
           case when rolcreaterole then 'createrole' else 'nocreaterole' end, case when rolcreatedb then 'createdb' else 'nocreatedb' end,
           case when rolcanlogin then 'login' else 'nologin' end, case when rolreplication then 'replication' else 'noreplication' end,
           case when rolbypassrls then 'bypassrls' else 'nobypassrls' end, rolconnlimit,
           ' password ' || quote_literal(rolpassword), ' valid until ' || quote_literal(rolvaliduntil::text)) as text
    from pg_authid
   where rolname !~ '^pg_' order by rolname`;

/** Who is in which, what is set for whom in every database, and what is said of them. */
const aroundRolesSql = `
  select m.rolname as name, format('grant %I to %I%s', g.rolname, m.rolname, case when x.admin_option then ' with admin option' else '' end) as text
    from pg_auth_members x join pg_authid g on g.oid = x.roleid join pg_authid m on m.oid = x.member
   where m.rolname !~ '^pg_'
  union all
  select r.rolname, format('alter role %I set %I to %s', r.rolname, split_part(one, '=', 1),
           case when split_part(one, '=', 1) in ('search_path', 'temp_tablespaces', 'local_preload_libraries', 'session_preload_libraries')
                then substr(one, strpos(one, '=') + 1) else quote_literal(substr(one, strpos(one, '=') + 1)) end)
    from pg_db_role_setting s join pg_authid r on r.oid = s.setrole, unnest(s.setconfig) one
   where s.setdatabase = 0 and r.rolname !~ '^pg_'
  union all
  select rolname, format('comment on role %I is %L', rolname, shobj_description(oid, 'pg_authid'))
    from pg_authid where shobj_description(oid, 'pg_authid') is not null and rolname !~ '^pg_'`;
