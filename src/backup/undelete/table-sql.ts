/** A table as statements that make it anew, written by the server that still has it: itself, its columns, sequences and owners. */

/**
 * Each query takes names of tables ($1, text[]) and gives rows of `text`, a statement each. The session has the search path
 * pg_catalog, so every name in them carries its schema. The same queries on another server tell whether a table is the same.
 */
export const wanted = `wanted as materialized (
    select c.*, format('%I.%I', n.nspname, c.relname) as name
      from unnest($1::text[]) given join pg_class c on c.oid = to_regclass(given) join pg_namespace n on n.oid = c.relnamespace
  )`;

/** Sequences that columns own: those of serial columns have a default that names them, those of identity columns come with it. */
const owned = `owned as materialized (
    select s.oid, format('%I.%I', n.nspname, s.relname) as name, q.*, w.name as of_table, a.attname, d.deptype, s.relowner, s.relacl,
           format(' start %s increment %s minvalue %s maxvalue %s cache %s%s', q.seqstart, q.seqincrement, q.seqmin, q.seqmax,
                  q.seqcache, case when q.seqcycle then ' cycle' else ' no cycle' end) as options
      from wanted w join pg_depend d on d.refclassid = 'pg_class'::regclass and d.refobjid = w.oid and d.refobjsubid > 0
           and d.classid = 'pg_class'::regclass and d.deptype in ('a', 'i')
      join pg_class s on s.oid = d.objid and s.relkind = 'S' join pg_namespace n on n.oid = s.relnamespace
      join pg_sequence q on q.seqrelid = s.oid
      join pg_attribute a on a.attrelid = w.oid and a.attnum = d.refobjsubid
  )`;

/** Sequences of serial columns, which a default names: they come before their table. */
export const sequencesSql = `
  with ${wanted}, ${owned}
  select format('create sequence %s as %s%s', name, format_type(seqtypid, null), options) as text
    from owned where deptype = 'a' order by name`;

/** The tables with their columns, without what is added when their rows are in. */
export const tablesSql = `
  with ${wanted}, ${owned}, shape as (
    select w.oid, string_agg(format('%I %s%s%s%s', a.attname, format_type(a.atttypid, a.atttypmod),
             case when a.attcollation <> 0 and a.attcollation <> t.typcollation
                  then (select format(' collate %I.%I', cn.nspname, co.collname) from pg_collation co
                          join pg_namespace cn on cn.oid = co.collnamespace where co.oid = a.attcollation) else '' end,
             case when a.attgenerated <> '' then format(' generated always as (%s) %s', pg_get_expr(d.adbin, d.adrelid),
                       case a.attgenerated when 's' then 'stored' else 'virtual' end)
                  when a.attidentity <> '' then format(' generated %s as identity (sequence name %s%s)',
                       case a.attidentity when 'a' then 'always' else 'by default' end, o.name, o.options)
                  when d.adbin is not null then ' default ' || pg_get_expr(d.adbin, d.adrelid) else '' end,
             case when a.attnotnull then ' not null' else '' end), ', ' order by a.attnum) as columns
      from wanted w join pg_attribute a on a.attrelid = w.oid and a.attnum > 0 and not a.attisdropped
      join pg_type t on t.oid = a.atttypid
      left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
      left join owned o on o.of_table = w.name and o.attname = a.attname and o.deptype = 'i'
     group by w.oid
  ), options as (
    select w.oid, string_agg(option, ', ') as listed from wanted w left join pg_class toast on toast.oid = w.reltoastrelid,
           lateral (select unnest(w.reloptions) union all select 'toast.' || unnest(toast.reloptions)) o(option) group by w.oid
  )
  select format('create %stable %s (%s)%s%s%s', case w.relpersistence when 'u' then 'unlogged ' else '' end, w.name,
           coalesce(s.columns, ''), case when am.amname <> 'heap' then format(' using %I', am.amname) else '' end,
           ' with (' || o.listed || ')',
           (select format(' tablespace %I', spcname) from pg_tablespace where oid = w.reltablespace)) as text
    from wanted w join pg_am am on am.oid = w.relam left join shape s on s.oid = w.oid left join options o on o.oid = w.oid
   order by w.name`;

/** Owners, of tables and of their sequences, and which column a serial's sequence belongs to. */
export const ownersSql = `
  with ${wanted}, ${owned}
  select format('alter table %s owner to %I', name, pg_get_userbyid(relowner)) as text from wanted
  union all select format('alter sequence %s owner to %I', name, pg_get_userbyid(relowner)) from owned where deptype = 'a'
  union all select format('alter sequence %s owned by %s.%I', name, of_table, attname) from owned where deptype = 'a'
  order by 1 desc`;

/** Settings of columns that a definition does not carry, and comments. */
export const columnsSql = `
  with ${wanted}, ${owned}
  select format('alter table %s alter %I set storage %s', w.name, a.attname,
           case a.attstorage when 'p' then 'plain' when 'e' then 'external' when 'm' then 'main' else 'extended' end) as text
    from wanted w join pg_attribute a on a.attrelid = w.oid and a.attnum > 0 and not a.attisdropped
    join pg_type t on t.oid = a.atttypid where a.attstorage <> t.typstorage
  union all
  select format('alter table %s alter %I set compression %s', w.name, a.attname,
           case a.attcompression when 'p' then 'pglz' else 'lz4' end)
    from wanted w join pg_attribute a on a.attrelid = w.oid and a.attnum > 0 and not a.attisdropped where a.attcompression <> ''
  union all
  select format('alter table %s alter %I set statistics %s', w.name, a.attname, a.attstattarget)
    from wanted w join pg_attribute a on a.attrelid = w.oid and a.attnum > 0 and not a.attisdropped where a.attstattarget >= 0
  union all
  select format('alter table %s alter %I set (%s)', w.name, a.attname, array_to_string(a.attoptions, ', '))
    from wanted w join pg_attribute a on a.attrelid = w.oid and a.attnum > 0 and not a.attisdropped where a.attoptions is not null
  union all
  select format('comment on %s is %L', case when d.objsubid = 0 then 'table ' || w.name
           else (select format('column %s.%I', w.name, attname) from pg_attribute where attrelid = w.oid and attnum = d.objsubid) end,
           d.description)
    from wanted w join pg_description d on d.classoid = 'pg_class'::regclass and d.objoid = w.oid
  order by 1`;

/** How far sequences of the tables have counted: data, not structure. */
export const countersSql = `
  with ${wanted}, ${owned} select name from owned order by name`;

/** Rights on the tables, their columns and their sequences. */
export const grantsSql = `
  with ${wanted}, ${owned}, holder as (
    select format('table %s', name) as object, '' as column, coalesce(relacl, acldefault('r', relowner)) as acl from wanted
    union all select format('sequence %s', name), '', coalesce(relacl, acldefault('s', relowner)) from owned
    union all select format('table %s', w.name), format(' (%I)', a.attname), a.attacl
      from wanted w join pg_attribute a on a.attrelid = w.oid and a.attacl is not null and not a.attisdropped
  )
  select format('grant %s%s on %s to %s%s', lower(privilege_type), h.column, object,
           case grantee when 0 then 'public' else quote_ident(pg_get_userbyid(grantee)) end,
           case when is_grantable then ' with grant option' else '' end) as text
    from holder h, aclexplode(h.acl) order by 1`;

/** Takes every right away that a new table has by default, so that only those of the old one are there. */
export const revokesSql = `
  with ${wanted}, ${owned}, holder as (
    select format('table %s', name) as object, coalesce(relacl, acldefault('r', relowner)) as acl from wanted
    union all select format('sequence %s', name), coalesce(relacl, acldefault('s', relowner)) from owned
  )
  select distinct format('revoke all on %s from %s cascade', object,
           case grantee when 0 then 'public' else quote_ident(pg_get_userbyid(grantee)) end) as text
    from holder h, aclexplode(h.acl)`;
