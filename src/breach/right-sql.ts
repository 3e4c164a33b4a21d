/** Every right that somebody has on something, one a row, so that two servers can be compared by them. */

const own = (catalogue: string, oid: string): string =>
  `not exists (select from pg_depend x where x.classid = '${catalogue}'::regclass and x.objid = ${oid} and x.deptype = 'e')`;

/** SQL: a query over `holder` (what, the column in brackets or nothing, acl) as rows of rights. */
const rights = (holder: string): string => `
  select 'right' as kind, format('%s%s on %s to %s', lower(privilege_type), of_column, what, who) as name,
         case when bool_or(is_grantable) then 'may grant it' else 'has it' end as definition,
         format('grant %s%s on %s to %s%s', privilege_type, of_column, what, who, case when bool_or(is_grantable) then ' with grant option' else '' end) as make,
         format('revoke %s%s on %s from %s', privilege_type, of_column, what, who) as unmake,
         format('grant %s%s on %s to %s%s', privilege_type, of_column, what, who, case when bool_or(is_grantable) then ' with grant option' else '' end) as restore,
         what as holder
    from (select h.what, h.of_column, a.privilege_type, a.is_grantable, case a.grantee when 0 then 'public' else quote_ident(pg_get_userbyid(a.grantee)) end as who
            from (${holder}) h(what, of_column, acl), aclexplode(h.acl) a) given
   group by what, of_column, privilege_type, who`;

const ofUsers = `n.nspname !~ '^pg_' and n.nspname <> 'information_schema'`;

/** As those of roles. Rights in the catalogue itself are among them: a grant on pg_authid opens everything. */
export const rightQueries: readonly string[] = [
  rights(
    `select case relkind when 'S' then 'sequence ' else 'table ' end || format('%I.%I', n.nspname, c.relname), '',
            coalesce(relacl, case relkind when 'S' then acldefault('s', relowner) else acldefault('r', relowner) end)
       from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where relkind in ('r', 'p', 'v', 'm', 'f', 'S') and relpersistence <> 't' and n.nspname !~ '^pg_toast' and ${own('pg_class', 'c.oid')}`,
  ),
  rights(
    `select format('table %I.%I', n.nspname, c.relname), format(' (%I)', attname), attacl
       from pg_attribute a join pg_class c on c.oid = attrelid join pg_namespace n on n.oid = c.relnamespace
      where attacl is not null and not attisdropped and ${own('pg_class', 'c.oid')}`,
  ),
  rights(
    `select format('routine %s', p.oid::regprocedure), '', coalesce(proacl, acldefault('f', proowner))
       from pg_proc p join pg_namespace n on n.oid = pronamespace
      where (${ofUsers} or proacl is not null) and ${own('pg_proc', 'p.oid')}`,
  ),
  rights(
    `select format('schema %I', nspname), '', coalesce(nspacl, acldefault('n', nspowner)) from pg_namespace n where nspname !~ '^pg_(toast|temp)'`,
  ),
  rights(`select format('database %I', datname), '', coalesce(datacl, acldefault('d', datdba)) from pg_database`),
  rights(
    `select format('language %I', lanname), '', coalesce(lanacl, acldefault('l', lanowner)) from pg_language where lanpltrusted`,
  ),
  rights(
    `select format('foreign server %I', srvname), '', coalesce(srvacl, acldefault('S', srvowner)) from pg_foreign_server`,
  ),
  rights(
    `select format('foreign data wrapper %I', fdwname), '', coalesce(fdwacl, acldefault('F', fdwowner)) from pg_foreign_data_wrapper`,
  ),
  rights(`select format('large object %s', oid), '', lomacl from pg_largeobject_metadata where lomacl is not null`),
  `select 'default right' as kind, format('%s on %s%s by %I to %s', lower(a.privilege_type), what, coalesce(' in ' || nspname, ''), rolname, who) as name,
          case when a.is_grantable then 'may grant it' else 'has it' end as definition,
          format('alter default privileges for role %I%s grant %s on %s to %s%s', rolname, case when nspname is null then '' else format(' in schema %I', nspname) end, a.privilege_type, what, who,
            case when a.is_grantable then ' with grant option' else '' end) as make,
          format('alter default privileges for role %I%s revoke %s on %s from %s', rolname, case when nspname is null then '' else format(' in schema %I', nspname) end, a.privilege_type, what, who) as unmake,
          null as restore
     from (select case defaclobjtype when 'r' then 'tables' when 'S' then 'sequences' when 'f' then 'routines' when 'T' then 'types' else 'schemas' end as what,
                  rolname, nspname, e.*, case e.grantee when 0 then 'public' else quote_ident(pg_get_userbyid(e.grantee)) end as who
             from pg_default_acl d join pg_authid r on r.oid = defaclrole left join pg_namespace n on n.oid = defaclnamespace, aclexplode(defaclacl) e) a`,
];
