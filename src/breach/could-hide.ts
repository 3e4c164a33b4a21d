/** Who of the intruders could have kept lines out of the audit log: a log that has lines shows what was logged, not what was done. */
import {type Result, succeed} from '../base/result.ts';
import type {Connection} from '../postgres/connect.ts';
import type {DatabaseFailure} from '../postgres/failure.ts';
import {rowsOf} from '../postgres/query.ts';

export type Suspect = {
  readonly role: string;
  /** Whether the log has a line of theirs of pgaudit's class ROLE: who makes roles or gives rights may have made themselves a superuser. */
  readonly changedRoles: boolean;
};

/**
 * Each with the reason, in words; none where no right of theirs reaches that far. A superuser turns pgaudit off for a
 * session of its own (`set pgaudit.log = none`) and writes into any file of the server's account; so does whoever becomes
 * one, by a command that is in the log before it stops. Roles that are gone count as such: nobody knows any more.
 */
export const whoCouldHide = async (
  connection: Connection,
  suspects: readonly Suspect[],
): Promise<Result<readonly string[], DatabaseFailure>> => {
  const rows = await rowsOf(connection, reachSql, [suspects.map(({role}) => role)]);
  if (!rows.ok) {
    return rows;
  }
  const reach = new Map(rows.value.map(({role, why}) => [String(role), why === null ? null : String(why)]));
  return succeed(
    suspects.flatMap(({role, changedRoles}) => {
      const why = reach.get(role) ?? (changedRoles ? 'changed roles or their rights' : null);
      return why === null ? [] : [`${role} ${why}`];
    }),
  );
};

// pg_parameter_acl (PostgreSQL 15 and newer) gives pgaudit's settings away one by one; to name it would fail before.
const reachSql = `
  select given.role, case
           when r.oid is null then 'is gone, and may have been a superuser'
           when r.rolsuper then 'is a superuser'
           when r.rolcreaterole then 'may make roles'
           else (select 'is a member of ' || pg_catalog.string_agg(p.rolname, ', ' order by p.rolname) from pg_catalog.pg_roles p
                  where (p.rolsuper or p.rolname in ('pg_execute_server_program', 'pg_write_server_files'))
                    and pg_catalog.pg_has_role(r.oid, p.oid, 'member')) end as why
    from pg_catalog.unnest($1::pg_catalog.text[]) given(role) left join pg_catalog.pg_roles r on r.rolname = given.role`;
