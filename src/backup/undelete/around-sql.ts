/** What hangs on a table, as statements that make it anew: constraints, indexes, triggers, policies, views, publications. */
import {wanted} from './table-sql.ts';

/** Constraints of the tables but foreign keys; a key brings its index along. */
export const constraintsSql = `
  with ${wanted}
  select format('alter table %s add constraint %I %s', w.name, k.conname, pg_get_constraintdef(k.oid)) as text
    from wanted w join pg_constraint k on k.conrelid = w.oid where k.contype in ('p', 'u', 'c', 'x')
   order by k.contype = 'c' desc, k.contype = 'p' desc, w.name, k.conname`;

/** Indexes that no constraint brings along. */
export const indexesSql = `
  with ${wanted}
  select pg_get_indexdef(i.indexrelid) as text
    from wanted w join pg_index i on i.indrelid = w.oid
   where not exists (select from pg_constraint k where k.conindid = i.indexrelid and k.conrelid = i.indrelid and k.contype in ('p', 'u', 'x'))
   order by 1`;

/** Foreign keys from the tables, and those from other tables that point at them. */
export const foreignKeysSql = `
  with ${wanted}
  select format('alter table %s add constraint %I %s', k.conrelid::regclass, k.conname, pg_get_constraintdef(k.oid)) as text
    from pg_constraint k
   where k.contype = 'f' and k.conparentid = 0
     and (k.conrelid in (select oid from wanted) or k.confrelid in (select oid from wanted))
   order by 1`;

/** Triggers, rules, row security, what replication takes for a row's identity, and which index rows are ordered by. */
export const behaviourSql = `
  with ${wanted}
  select 1 as place, pg_get_triggerdef(t.oid) as text from wanted w join pg_trigger t on t.tgrelid = w.oid where not t.tgisinternal
  union all
  select 2, format('alter table %s %s trigger %I', w.name,
           case t.tgenabled when 'D' then 'disable' when 'R' then 'enable replica' else 'enable always' end, t.tgname)
    from wanted w join pg_trigger t on t.tgrelid = w.oid where not t.tgisinternal and t.tgenabled <> 'O'
  union all
  select 1, pg_get_ruledef(r.oid) from wanted w join pg_rewrite r on r.ev_class = w.oid
  union all
  select 1, format('create policy %I on %s as %s for %s to %s%s%s', p.polname, w.name,
           case when p.polpermissive then 'permissive' else 'restrictive' end,
           case p.polcmd when 'r' then 'select' when 'a' then 'insert' when 'w' then 'update' when 'd' then 'delete' else 'all' end,
           (select string_agg(case role when 0 then 'public' else quote_ident(pg_get_userbyid(role)) end, ', ') from unnest(p.polroles) role),
           ' using (' || pg_get_expr(p.polqual, p.polrelid) || ')', ' with check (' || pg_get_expr(p.polwithcheck, p.polrelid) || ')')
    from wanted w join pg_policy p on p.polrelid = w.oid
  union all select 3, format('alter table %s enable row level security', name) from wanted where relrowsecurity
  union all select 3, format('alter table %s force row level security', name) from wanted where relforcerowsecurity
  union all
  select 3, format('alter table %s replica identity %s', w.name, case w.relreplident when 'n' then 'nothing' when 'f' then 'full'
           else (select format('using index %I', c.relname) from pg_index i join pg_class c on c.oid = i.indexrelid
                  where i.indrelid = w.oid and i.indisreplident) end)
    from wanted w where w.relreplident <> 'd'
  union all
  select 3, format('alter table %s cluster on %I', w.name, c.relname)
    from wanted w join pg_index i on i.indrelid = w.oid and i.indisclustered join pg_class c on c.oid = i.indexrelid
  union all
  select 3, pg_get_statisticsobjdef(s.oid) from wanted w join pg_statistic_ext s on s.stxrelid = w.oid
  union all
  select 4, format('comment on constraint %I on %s is %L', k.conname, w.name, d.description)
    from wanted w join pg_constraint k on k.conrelid = w.oid
    join pg_description d on d.classoid = 'pg_constraint'::regclass and d.objoid = k.oid
  union all
  select 4, format('comment on trigger %I on %s is %L', t.tgname, w.name, d.description)
    from wanted w join pg_trigger t on t.tgrelid = w.oid
    join pg_description d on d.classoid = 'pg_trigger'::regclass and d.objoid = t.oid
  union all
  select 4, format('comment on index %s is %L', i.indexrelid::regclass, d.description)
    from wanted w join pg_index i on i.indrelid = w.oid
    join pg_description d on d.classoid = 'pg_class'::regclass and d.objoid = i.indexrelid
  union all
  select 5, format('alter publication %I add table %s', p.pubname, w.name)
    from wanted w join pg_publication_rel r on r.prrelid = w.oid join pg_publication p on p.oid = r.prpubid
  order by 1, 2`;

/** Views that read the tables, and views that read those, each after what it reads. */
const views = `view as materialized (
    with recursive dependent(oid, depth) as (
      select r.ev_class, 1 from wanted w join pg_depend d on d.refclassid = 'pg_class'::regclass and d.refobjid = w.oid
             and d.classid = 'pg_rewrite'::regclass join pg_rewrite r on r.oid = d.objid and r.ev_class <> w.oid
      union
      select r.ev_class, v.depth + 1 from dependent v join pg_depend d on d.refclassid = 'pg_class'::regclass and d.refobjid = v.oid
             and d.classid = 'pg_rewrite'::regclass join pg_rewrite r on r.oid = d.objid and r.ev_class <> v.oid
    )
    select c.*, format('%I.%I', n.nspname, c.relname) as name, max(v.depth) as depth
      from dependent v join pg_class c on c.oid = v.oid and c.relkind in ('v', 'm') join pg_namespace n on n.oid = c.relnamespace
     group by c.oid, n.nspname
  )`;

export const viewsSql = `
  with ${wanted}, ${views}
  select depth, 1 as place, format('create %s %s%s as %s', case relkind when 'm' then 'materialized view' else 'view' end, name,
           ' with (' || array_to_string(reloptions, ', ') || ')', rtrim(pg_get_viewdef(oid), ';')) as text from view
  union all
  select depth, 2, format('alter %s %s owner to %I', case relkind when 'm' then 'materialized view' else 'view' end, name,
           pg_get_userbyid(relowner)) from view
  union all
  select v.depth, 3, pg_get_indexdef(i.indexrelid) from view v join pg_index i on i.indrelid = v.oid
  union all
  select v.depth, 3, format('grant %s on table %s to %s%s', lower(privilege_type), name,
           case grantee when 0 then 'public' else quote_ident(pg_get_userbyid(grantee)) end,
           case when is_grantable then ' with grant option' else '' end)
    from view v, aclexplode(v.relacl)
  order by 1, 2, 3`;

/** Tables that cannot be made anew from here, in words. */
export const hierarchiesSql = `
  with ${wanted}
  select format('%s is a part of a table with partitions, or inherits', name) as text
    from wanted w where relkind <> 'r' or relispartition or exists (select from pg_inherits where inhrelid = w.oid or inhparent = w.oid)
  union all select format('%s is a table of a type', name) from wanted where reloftype <> 0 order by 1`;

/** What depends on the tables and is none of the above, in words: it is not brought back with them. */
export const beyondSql = `
  with ${wanted}, ${views}
  select distinct format('%s', pg_describe_object(d.classid, d.objid, d.objsubid))
    from (select oid from wanted union all select oid from view) o
    join pg_depend d on d.refclassid = 'pg_class'::regclass and d.refobjid = o.oid and d.deptype = 'n'
   where d.classid not in ('pg_class'::regclass, 'pg_rewrite'::regclass, 'pg_constraint'::regclass, 'pg_trigger'::regclass,
           'pg_policy'::regclass, 'pg_attrdef'::regclass, 'pg_publication_rel'::regclass, 'pg_statistic_ext'::regclass)
  union all
  select format('the default of column %s of %s, which counts by %s', a.attname, ad.adrelid::regclass, s.oid::regclass)
    from wanted w join pg_depend o on o.refclassid = 'pg_class'::regclass and o.refobjid = w.oid and o.deptype = 'a'
         and o.classid = 'pg_class'::regclass
    join pg_class s on s.oid = o.objid and s.relkind = 'S'
    join pg_depend d on d.refclassid = 'pg_class'::regclass and d.refobjid = s.oid and d.classid = 'pg_attrdef'::regclass
    join pg_attrdef ad on ad.oid = d.objid and ad.adrelid not in (select oid from wanted)
    join pg_attribute a on a.attrelid = ad.adrelid and a.attnum = ad.adnum
   order by 1`;
