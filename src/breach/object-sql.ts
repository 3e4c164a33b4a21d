/** What stands in a database besides rows, as rows that two servers can be compared by: code, triggers, views, tables, indexes, links to elsewhere. */

import {ownExtensions} from './code-sql.ts';

/** Objects of users, and of no extension. */
const own = (catalogue: string, oid: string): string =>
  `${oid} >= 16384 and not exists (select from pg_depend x where x.classid = '${catalogue}'::regclass and x.objid = ${oid} and x.deptype = 'e')`;

const relation = `format('%I.%I', n.nspname, c.relname)`;
/** The table that something goes and comes with. */
const holder = `format('table %I.%I', n.nspname, c.relname) as holder`;
const ofUsers = `n.nspname !~ '^pg_' and n.nspname <> 'information_schema'`;

/** As those of roles. Those whose removal another one waits for come first. */
export const objectQueries: readonly string[] = [
  `select 'event trigger' as kind, quote_ident(evtname) as name,
          format('%s %s %s %s', evtevent, evtfoid::regprocedure, evttags, evtenabled) as definition,
          format('create event trigger %I on %s%s execute function %s; alter event trigger %1$I %5$s', evtname, evtevent,
            (select ' when tag in (' || string_agg(quote_literal(tag), ', ') || ')' from unnest(evttags) tag), evtfoid::regprocedure, case evtenabled when 'D' then 'disable'
              when 'A' then 'enable always' when 'R' then 'enable replica' else 'enable' end) as make,
          format('drop event trigger %I', evtname) as unmake, null as restore
     from pg_event_trigger e where ${own('pg_event_trigger', 'e.oid')}`,
  `select 'trigger' as kind, format('%I on %s', tgname, ${relation}) as name, pg_get_triggerdef(g.oid) || ', ' || tgenabled::text as definition,
          pg_get_triggerdef(g.oid) || format('; alter table %s %s trigger %I', ${relation}, case tgenabled when 'D' then 'disable'
            when 'A' then 'enable always' when 'R' then 'enable replica' else 'enable' end, tgname) as make,
          format('drop trigger %I on %s', tgname, ${relation}) as unmake, null as restore, ${holder}
     from pg_trigger g join pg_class c on c.oid = g.tgrelid join pg_namespace n on n.oid = c.relnamespace
    where not tgisinternal and ${own('pg_trigger', 'g.oid')}`,
  `select 'rule' as kind, format('%I on %s', rulename, ${relation}) as name, pg_get_ruledef(r.oid) || ev_enabled::text as definition,
          pg_get_ruledef(r.oid) as make, format('drop rule %I on %s', rulename, ${relation}) as unmake, null as restore, ${holder}
     from pg_rewrite r join pg_class c on c.oid = r.ev_class join pg_namespace n on n.oid = c.relnamespace
    where rulename <> '_RETURN' and ${own('pg_rewrite', 'r.oid')}`,
  `select 'policy' as kind, format('%I on %I.%I', policyname, schemaname, tablename) as name,
          concat_ws(' ', permissive, 'for', cmd, 'to', roles, 'using', qual, 'check', with_check) as definition,
          format('create policy %I on %I.%I as %s for %s to %s%s%s', policyname, schemaname, tablename, permissive, cmd,
            (select string_agg(case role when 'public' then 'public' else quote_ident(role) end, ', ') from unnest(roles) role),
            ' using (' || qual || ')', ' with check (' || with_check || ')') as make,
          format('drop policy %I on %I.%I', policyname, schemaname, tablename) as unmake, null as restore,
          format('table %I.%I', schemaname, tablename) as holder
     from pg_policies`,
  `select 'view' as kind, ${relation} as name, pg_get_viewdef(c.oid) || ' of ' || pg_get_userbyid(relowner) as definition,
          format('create or replace view %1$s as %2$s alter view %1$s owner to %3$I', ${relation}, pg_get_viewdef(c.oid), pg_get_userbyid(relowner)) as make,
          format('drop view %s', ${relation}) as unmake, null as restore
     from pg_class c join pg_namespace n on n.oid = c.relnamespace where relkind = 'v' and ${ofUsers} and ${own('pg_class', 'c.oid')}`,
  `select 'constraint' as kind, format('%I of %s', conname, ${relation}) as name, pg_get_constraintdef(k.oid) as definition,
          format('alter table %s add constraint %I %s', ${relation}, conname, pg_get_constraintdef(k.oid)) as make,
          format('alter table %s drop constraint %I', ${relation}, conname) as unmake, null as restore, ${holder}
     from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace
    where contype in ('c', 'f', 'p', 'u', 'x') and ${ofUsers} and ${own('pg_constraint', 'k.oid')} and ${own('pg_class', 'c.oid')}`,
  `select 'index' as kind, ${relation} as name, pg_get_indexdef(c.oid) as definition, pg_get_indexdef(c.oid) as make,
          format('drop index %s', ${relation}) as unmake, null as restore,
          (select format('table %I.%I', tn.nspname, t.relname) from pg_class t join pg_namespace tn on tn.oid = t.relnamespace where t.oid = i.indrelid) as holder
     from pg_index i join pg_class c on c.oid = i.indexrelid join pg_namespace n on n.oid = c.relnamespace
    where ${ofUsers} and ${own('pg_class', 'i.indrelid')} and not exists (select from pg_constraint where conindid = c.oid)`,
  `select 'column' as kind, format('%I of %s', attname, ${relation}) as name,
          concat_ws(' ', format_type(atttypid, atttypmod), case when attnotnull then 'not null' end,
            case attidentity when '' then null else 'identity ' || attidentity::text end, pg_get_expr(d.adbin, d.adrelid)) as definition,
          null as make, format('alter table %s drop column %I', ${relation}, attname) as unmake,
          case when attgenerated = '' and attidentity = '' then format('alter table %1$s alter %2$I type %3$s, alter %2$I %4$s not null, alter %2$I %5$s', ${relation}, attname,
            format_type(atttypid, atttypmod), case when attnotnull then 'set' else 'drop' end,
            coalesce('set default ' || pg_get_expr(d.adbin, d.adrelid), 'drop default')) end as restore, ${holder}
     from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
     left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
    where relkind in ('r', 'p', 'f') and attnum > 0 and not attisdropped and ${ofUsers} and ${own('pg_class', 'c.oid')}`,
  `select case relkind when 'S' then 'sequence' when 'm' then 'materialized view' when 'f' then 'foreign table' else 'table' end as kind,
          ${relation} as name, concat_ws(' ', 'of', pg_get_userbyid(relowner), case when relrowsecurity then 'row security' end,
            case when relforcerowsecurity then 'forced' end, case relkind when 'm' then pg_get_viewdef(c.oid) end) as definition,
          null as make,
          format('drop %s %s', case relkind when 'S' then 'sequence' when 'm' then 'materialized view' when 'f' then 'foreign table' else 'table' end, ${relation}) as unmake,
          case when relkind in ('r', 'p') then format('alter table %1$s owner to %2$I; alter table %1$s %3$s row level security; alter table %1$s %4$s row level security', ${relation},
            pg_get_userbyid(relowner), case when relrowsecurity then 'enable' else 'disable' end, case when relforcerowsecurity then 'force' else 'no force' end)
          end as restore
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where relkind in ('r', 'p', 'S', 'm', 'f') and relpersistence <> 't' and ${ofUsers} and ${own('pg_class', 'c.oid')}
      and not exists (select from pg_depend y where y.classid = 'pg_class'::regclass and y.objid = c.oid and y.deptype in ('i', 'a'))`,
  `select case prokind when 'p' then 'procedure' when 'a' then 'aggregate' else 'function' end as kind, p.oid::regprocedure::text as name,
          case when prokind = 'a' then (select concat_ws(' ', aggtransfn, aggfinalfn, aggcombinefn, agginitval, aggsortop) from pg_aggregate where aggfnoid = p.oid)
            else pg_get_functiondef(p.oid) end || ' of ' || pg_get_userbyid(proowner) as definition,
          case when prokind <> 'a' then format('%s; alter routine %s owner to %I', pg_get_functiondef(p.oid), p.oid::regprocedure, pg_get_userbyid(proowner)) end as make,
          format('drop routine %s', p.oid::regprocedure) as unmake,
          case when prokind <> 'a' then format('%s; alter routine %s owner to %I', pg_get_functiondef(p.oid), p.oid::regprocedure, pg_get_userbyid(proowner)) end as restore
     from pg_proc p join pg_namespace n on n.oid = pronamespace where ${ofUsers} and ${own('pg_proc', 'p.oid')}`,
  `select 'type' as kind, y.oid::regtype::text as name,
          concat_ws(' ', typtype, 'of', pg_get_userbyid(typowner), (select string_agg(enumlabel, ' ' order by enumsortorder) from pg_enum where enumtypid = y.oid),
            typdefault, case when typnotnull then 'not null' end, (select string_agg(pg_get_constraintdef(k.oid), ' ' order by conname) from pg_constraint k where contypid = y.oid),
            case typtype when 'b' then concat_ws(' ', typinput, typoutput, typreceive, typsend) end) as definition,
          null as make, format('drop type %s', y.oid::regtype) as unmake, null as restore
     from pg_type y join pg_namespace n on n.oid = typnamespace where (typtype in ('e', 'd', 'r') or typtype = 'b' and typelem = 0) and ${ofUsers} and ${own('pg_type', 'y.oid')}`,
  `select 'user mapping' as kind, format('of %s for %I', case umuser when 0 then 'public' else quote_ident(pg_get_userbyid(umuser)) end, srvname) as name,
          md5(array_to_string(umoptions, ',')) as definition, null as make,
          format('drop user mapping for %s server %I', case umuser when 0 then 'public' else quote_ident(pg_get_userbyid(umuser)) end, srvname) as unmake, null as restore
     from pg_user_mapping join pg_foreign_server s on s.oid = umserver`,
  `select 'foreign server' as kind, quote_ident(srvname) as name, concat_ws(' ', (select fdwname from pg_foreign_data_wrapper w where w.oid = srvfdw), md5(array_to_string(srvoptions, ','))) as definition, null as make,
          format('drop server %I', srvname) as unmake, null as restore from pg_foreign_server`,
  `select 'publication' as kind, quote_ident(pubname) as name, concat_ws(' ', puballtables, pg_get_userbyid(pubowner)) as definition, null as make,
          format('drop publication %I', pubname) as unmake, null as restore from pg_publication`,
  `select 'subscription' as kind, quote_ident(subname) as name, concat_ws(' ', subenabled, pg_get_userbyid(subowner)) as definition, null as make,
          null as unmake, null as restore from pg_subscription where subdbid = (select oid from pg_database where datname = current_database())`,
  `select 'extension' as kind, quote_ident(extname) as name, concat_ws(' ', extversion, 'in', extnamespace::regnamespace, 'of', pg_get_userbyid(extowner)) as definition, null as make, format('drop extension %I', extname) as unmake, null as restore
     from pg_extension where extname not in ${ownExtensions}`,
  `select 'schema' as kind, quote_ident(nspname) as name, 'of ' || pg_get_userbyid(nspowner) as definition,
          format('create schema %I authorization %I', nspname, pg_get_userbyid(nspowner)) as make, format('drop schema %I', nspname) as unmake,
          format('alter schema %I owner to %I', nspname, pg_get_userbyid(nspowner)) as restore
     from pg_namespace n where ${ofUsers} and ${own('pg_namespace', 'n.oid')}`,
];
