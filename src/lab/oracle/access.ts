/** Who may come in to a server and what they may do, as lines that can be compared: roles, memberships, settings, rules. */
import {fail, type Result, succeed} from '../../base/result.ts';
import type {Connection} from '../../postgres/connect.ts';
import {rowsOf} from '../../postgres/query.ts';

/** Reads them on a superuser's session, of a server that is 15 or newer. Passwords are none of it: that they are others is tried, not read. */
export const readAccess = async (connection: Connection): Promise<Result<readonly string[]>> => {
  const rows = await rowsOf(connection, accessSql);
  return rows.ok ? succeed(rows.value.map(({line}) => String(line))) : fail(rows.reason.message);
};

/** What is no more as it was. A rule that keeps somebody out may stay: whoever closes a door need not open it again. */
export const accessDifferences = (before: readonly string[], now: readonly string[]): readonly string[] => [
  ...before.filter(line => !now.includes(line)).map(line => `no longer: ${line}`),
  ...now
    .filter(line => !before.includes(line) && !/^rule: .* reject$/.test(line))
    .map(line => `not there before: ${line}`),
];

const accessSql = `
  select line from (
    select format('role %I%s%s%s%s%s%s, at most %s sessions%s', rolname, case when rolsuper then ', superuser' end,
             case when rolcreaterole then ', makes roles' end, case when rolcreatedb then ', makes databases' end,
             case when rolreplication then ', replicates' end, case when rolbypassrls then ', passes row security' end,
             case when rolcanlogin then ', may log in' else ', may not log in' end, rolconnlimit, ', until ' || rolvaliduntil)
      from pg_roles where rolname !~ '^pg_'
    union all
    select format('role %s belongs to %s%s', m.member::regrole, m.roleid::regrole, case when m.admin_option then ' and gives it on' end)
      from pg_auth_members m
    union all
    select format('role %s%s has %s', case s.setrole when 0 then 'of everybody' else s.setrole::regrole::text end,
             ' in ' || d.datname, c.setting)
      from pg_db_role_setting s left join pg_database d on d.oid = s.setdatabase, unnest(s.setconfig) c(setting)
    union all
    select format('database %I of %s', datname, pg_get_userbyid(datdba)) from pg_database
    union all
    select format('rule: %s %s %s %s %s %s%s', type, array_to_string(database, ','), array_to_string(user_name, ','), address,
             netmask, ' ' || array_to_string(options, ' '), auth_method)
      from pg_hba_file_rules where error is null
    union all
    select format('a line of pg_hba.conf that is no rule: %s', error) from pg_hba_file_rules where error is not null
    union all
    select format('map: %s %s %s', map_name, sys_name, pg_username) from pg_ident_file_mappings where error is null
  ) all_lines(line) order by 1`;
