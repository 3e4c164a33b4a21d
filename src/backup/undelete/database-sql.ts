/** A database as statements that make it anew beside what is in it: itself, its rights, settings and comment. */

/** How it is made, but for its name; null where there is none of the name $1. */
export const createOptionsSql = `
  select format(' template template0 encoding %L lc_collate %L lc_ctype %L%s%s connection limit %s owner %I',
           pg_encoding_to_char(d.encoding), d.datcollate, d.datctype,
           case j ->> 'datlocprovider' when 'i' then format(' locale_provider icu icu_locale %L',
             coalesce(j ->> 'daticulocale', j ->> 'datlocale')) else '' end,
           (select format(' tablespace %I', spcname) from pg_tablespace t where t.oid = d.dattablespace and spcname <> 'pg_default'),
           d.datconnlimit, pg_get_userbyid(d.datdba)) as text
    from pg_database d, to_jsonb(d) j where d.datname = $1`;

/** Rights, settings and comment of the database $1, for one that is called $2. */
export const databaseSettingsSql = `
  with own as (select * from pg_database where datname = $1)
  select 1 as place, format('revoke all on database %I from public', $2::text) as text from own where datacl is not null
  union all
  select 2, format('grant %s on database %I to %s%s', lower(privilege_type), $2::text,
           case grantee when 0 then 'public' else quote_ident(pg_get_userbyid(grantee)) end,
           case when is_grantable then ' with grant option' else '' end)
    from own, aclexplode(own.datacl)
  union all
  select 3, format('alter %s set %s to %s', case s.setrole when 0 then format('database %I', $2::text)
             else format('role %I in database %I', pg_get_userbyid(s.setrole), $2::text) end,
           quote_ident(split_part(one, '=', 1)),
           case when split_part(one, '=', 1) in ('search_path', 'temp_tablespaces', 'local_preload_libraries', 'session_preload_libraries')
                then substr(one, strpos(one, '=') + 1) else quote_literal(substr(one, strpos(one, '=') + 1)) end)
    from own join pg_db_role_setting s on s.setdatabase = own.oid, unnest(s.setconfig) one
  union all
  select 4, format('comment on database %I is %L', $2::text, shobj_description(oid, 'pg_database')) from own
  union all
  select 5, format('alter database %I allow_connections false', $2::text) from own where not datallowconn
   order by 1, 2`;

/** Everything in a database that a dump carries, a line each, so that what is missing can be named. */
export const contentsSql = `
  select 'schema ' || nspname || ' of ' || nspowner::regrole || ' ' || coalesce((select string_agg(a::text, ' ' order by a::text) from unnest(nspacl) a), '') as text
    from pg_namespace where nspname !~ '^pg_' and nspname <> 'information_schema'
  union all select 'extension ' || extname || ' ' || extversion from pg_extension
  union all select 'type ' || format_type(t.oid, null) || ' of ' || t.typowner::regrole
    from pg_type t join pg_namespace n on n.oid = t.typnamespace where n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
  union all select 'routine ' || p.oid::regprocedure || ' ' || md5(p.prosrc || coalesce(p.proacl::text, '')) || ' of ' || p.proowner::regrole
    from pg_proc p join pg_namespace n on n.oid = p.pronamespace where n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
  union all select 'relation ' || c.oid::regclass || ' ' || c.relkind::text || ' of ' || c.relowner::regrole
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
   where n.nspname !~ '^pg_' and n.nspname <> 'information_schema' and c.relkind in ('r', 'p', 'v', 'm', 'S', 'f', 'i', 'I')
  union all select 'view ' || c.oid::regclass || ' ' || md5(pg_get_viewdef(c.oid)) from pg_class c join pg_namespace n on n.oid = c.relnamespace
   where c.relkind in ('v', 'm') and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
  union all select 'large object ' || oid from pg_largeobject_metadata
   order by 1`;

/** Tables with rows of their own. */
export const allTablesSql = `
  select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
   where c.relkind = 'r' and c.relpersistence <> 't' and n.nspname !~ '^pg_' and n.nspname <> 'information_schema' order by 1`;

/** How far sequences have counted. */
export const sequencesSql = `
  select format('%I.%I', schemaname, sequencename) as name, coalesce(last_value, start_value)::text as last, increment_by > 0 as up from pg_sequences`;
