/** Roles, who is a member of whom, and the settings that come with a login, as rows that two servers can be compared by. */

/**
 * Each query gives `kind`, `name` and `definition`, and as statements `make` (where it is gone), `unmake` (where it was added)
 * and `restore` (where it was changed; without one it is unmade and made). No statement: it is told, and a person acts.
 */
export const roleQueries: readonly string[] = [
  `with own as (
     select *, concat_ws(' ', case when rolsuper then 'superuser' else 'nosuperuser' end,
              case when rolcreatedb then 'createdb' else 'nocreatedb' end, case when rolcreaterole then 'createrole' else 'nocreaterole' end,
              case when rolinherit then 'inherit' else 'noinherit' end, case when rolreplication then 'replication' else 'noreplication' end,
              case when rolbypassrls then 'bypassrls' else 'nobypassrls' end, 'connection limit ' || rolconnlimit,
              format('valid until %L', coalesce(rolvaliduntil, 'infinity'))) as options
       from pg_authid
   )
   select 'role' as kind, quote_ident(rolname) as name, options as definition, format('create role %I with %s', rolname, options) as make,
          format('drop role %I', rolname) as unmake,
          -- Those of the server itself (pg_monitor and others) nobody may alter by a statement.
          case when rolname !~ '^pg_' then format('alter role %I with %s', rolname, options) end as restore
     from own`,
  // A login that was taken by isolating comes back with reopening, so the role counts as one that may log in.
  `select 'login' as kind, quote_ident(rolname) as name, word as definition, format('alter role %I %s', rolname, word) as make,
          null as unmake,
          case word when 'login' then format('alter role %I login', rolname)
                    else format('alter role %I nologin; alter role %1$I reset lifeboat.held', rolname) end as restore
     from (select *, case when rolcanlogin or 'lifeboat.held=on' = any(rolconfig) then 'login' else 'nologin' end as word
             from (select *, (select setconfig from pg_db_role_setting where setrole = a.oid and setdatabase = 0) as rolconfig from pg_authid a) r) own`,
  `select 'membership' as kind, format('%I in %I', m.rolname, g.rolname) as name,
          case when bool_or(a.admin_option) then 'may grant it' else 'member' end as definition,
          format('grant %I to %I%s', g.rolname, m.rolname, case when bool_or(a.admin_option) then ' with admin option' else '' end) as make,
          format('revoke %I from %I', g.rolname, m.rolname) as unmake, null as restore
     from pg_auth_members a join pg_authid g on g.oid = a.roleid join pg_authid m on m.oid = a.member
    group by g.rolname, m.rolname`,
  // These settings are lists, whose parts are quoted already.
  `with given as (
     select case when s.setrole = 0 then format('database %I', d.datname)
                 when d.datname is null then format('role %I', r.rolname)
                 else format('role %I in database %I', r.rolname, d.datname) end as whose,
            split_part(c.setting, '=', 1) as parameter, substr(c.setting, strpos(c.setting, '=') + 1) as value
       from pg_db_role_setting s left join pg_database d on d.oid = s.setdatabase left join pg_authid r on r.oid = s.setrole,
            unnest(s.setconfig) c(setting)
   )
   select 'setting' as kind, format('%s of %s', parameter, whose) as name, value as definition,
          format('alter %s set %s to %s', whose, parameter, case when parameter in
            ('search_path', 'temp_tablespaces', 'session_preload_libraries', 'local_preload_libraries', 'shared_preload_libraries')
            then case value when '' then '''''' else value end else quote_literal(value) end) as make,
          format('alter %s reset %s', whose, parameter) as unmake, null as restore
     from given where parameter <> 'lifeboat.held'`,
];
