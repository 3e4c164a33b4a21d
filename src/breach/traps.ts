/** What an intruder may have set so that it acts when somebody logs in: our own sessions are guarded, those of people and of plain SQL steps are not. */
import {type Result, succeed} from '../base/result.ts';
import type {Connection} from '../postgres/connect.ts';
import type {DatabaseFailure} from '../postgres/failure.ts';
import {rowsOf} from '../postgres/query.ts';

/** Each with the statement that takes it away, for a person: it may be the shop's own. Looks at this role and this database. */
export const findTraps = async (connection: Connection): Promise<Result<readonly string[], DatabaseFailure>> => {
  const rows = await rowsOf(connection, trapsSql);
  return rows.ok ? succeed(rows.value.map(({what, away}) => `${what} (${away})`)) : rows;
};

// A search_path is one where it names pg_catalog behind another schema: by itself the server looks there first.
const trapsSql = `
  select format('the login trigger %I', evtname) as what, format('alter event trigger %I disable', evtname) as away
    from pg_event_trigger where evtevent = 'login' and evtenabled <> 'D'
  union all
  select format('%s = %s, set for %s', parameter, value, whose), format('alter %s reset %s', whose, parameter)
    from (select split_part(c.setting, '=', 1) as parameter, substr(c.setting, strpos(c.setting, '=') + 1) as value,
                 case when s.setrole = 0 then format('database %I', d.datname)
                      when d.datname is null then format('role %I', r.rolname)
                      else format('role %I in database %I', r.rolname, d.datname) end as whose
            from pg_db_role_setting s left join pg_database d on d.oid = s.setdatabase left join pg_roles r on r.oid = s.setrole,
                 unnest(s.setconfig) c(setting)
           where (s.setrole = 0 or r.rolname = session_user) and (s.setdatabase = 0 or d.datname = current_database())) given
   where parameter in ('role', 'session_authorization', 'session_preload_libraries', 'local_preload_libraries', 'dynamic_library_path',
                       'extension_control_path', 'session_replication_role', 'default_transaction_read_only')
      or parameter = 'search_path' and value ~ 'pg_catalog' and value !~ '^\\s*"?pg_catalog'
   order by 1`;
