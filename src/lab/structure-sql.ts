/** The catalogue of a database as lines, without what belongs to an extension. `$1` is the application's role. */

const own = (catalogue: string, oid: string): string =>
  `not exists (select from pg_depend x where x.classid = '${catalogue}'::regclass and x.objid = ${oid} and x.deptype = 'e')`;

const ownSchema = (name: string): string => `${name} not in ('pg_catalog', 'information_schema') and ${name} !~ '^pg_'`;

/** A line for each right, also for those that nobody has written down, because they are the owner's by default. */
const rights = (what: string, acl: string, from: string): string => `
    select format('%s: %s may %s%s', ${what}, case a.grantee when 0 then 'public' else pg_get_userbyid(a.grantee)::text end,
             lower(a.privilege_type), case when a.is_grantable then ' and grant it' end)
      from ${from}, aclexplode(${acl}) a`;

// Triggers that enforce a foreign key are named by number, and the number is another one after it was made anew.
const ofTables = `
    select format('%s: %s of %s%s%s%s', t.name, case t.relkind when 'p' then 'partitioned table' else 'table' end,
             pg_get_userbyid(t.relowner), case when t.relpersistence = 'u' then ', unlogged' end,
             case when t.relrowsecurity then ', row security' end, ', ' || array_to_string(t.reloptions, ' '))
      from tables t
    union all
    select format('%s: column %s %I %s%s%s%s%s', t.name,
             row_number() over (partition by t.oid order by a.attnum), a.attname, format_type(a.atttypid, a.atttypmod),
             case when a.attnotnull then ' not null' end,
             case a.attidentity when 'a' then ' identity always' when 'd' then ' identity by default' end,
             case a.attgenerated when '' then ' default ' else ' generated ' end || pg_get_expr(d.adbin, d.adrelid),
             ' collate ' || (select o.collname from pg_collation o, pg_type y
                              where o.oid = a.attcollation and y.oid = a.atttypid and y.typcollation <> a.attcollation))
      from tables t join pg_attribute a on a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped
      left join pg_attrdef d on d.adrelid = t.oid and d.adnum = a.attnum
    union all
    select format('%s: constraint %I %s%s', t.name, c.conname, pg_get_constraintdef(c.oid),
             case when exists (select from pg_trigger g where g.tgconstraint = c.oid and g.tgenabled <> 'O')
                  then ' with its triggers off' end)
      from pg_constraint c join tables t on t.oid = c.conrelid
    union all
    select format('%s: index %s%s', t.name, pg_get_indexdef(i.indexrelid), case when not i.indisvalid then ' invalid' end)
      from pg_index i join tables t on t.oid = i.indrelid
    union all
    select format('%s: trigger %s, %s', t.name, pg_get_triggerdef(g.oid), g.tgenabled)
      from pg_trigger g join tables t on t.oid = g.tgrelid where not g.tgisinternal
    union all
    select format('%s: rule %s', t.name, pg_get_ruledef(r.oid)) from pg_rewrite r join tables t on t.oid = r.ev_class
    union all
    select format('%s: policy %I for %s, %s, %s', t.name, p.polname, p.polcmd, pg_get_expr(p.polqual, t.oid),
             pg_get_expr(p.polwithcheck, t.oid))
      from pg_policy p join tables t on t.oid = p.polrelid
    union all
    select format('%s: comment on column %s: %s', t.name, m.objsubid, m.description)
      from pg_description m join tables t on t.oid = m.objoid and m.classoid = 'pg_class'::regclass
    union all
    select format('%s: in effect %s may %s', t.name, $1::text, p.privilege)
      from tables t, unnest(array['select', 'insert', 'update', 'delete']) p(privilege)
     where has_table_privilege($1::text, t.oid, p.privilege)
    union all ${rights('t.name', `coalesce(t.relacl, acldefault('r', t.relowner))`, 'tables t')}
    union all ${rights(
      `format('%s.%I', t.name, c.attname)`,
      'c.attacl',
      'tables t join pg_attribute c on c.attrelid = t.oid and not c.attisdropped',
    )}`;

const ofOthers = `
    select format('view %s of %s: %s', r.name, pg_get_userbyid(r.relowner), pg_get_viewdef(r.oid))
      from relations r where r.relkind in ('v', 'm')
    union all
    select format('sequence %s of %s: %s from %s by %s, %s to %s, cache %s%s%s', r.name, pg_get_userbyid(r.relowner),
             format_type(q.seqtypid, null), q.seqstart, q.seqincrement, q.seqmin, q.seqmax, q.seqcache,
             case when q.seqcycle then ', cycles' end,
             (select format(', of %s.%I', d.refobjid::regclass, a.attname)
                from pg_depend d join pg_attribute a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid
               where d.classid = 'pg_class'::regclass and d.objid = r.oid and d.deptype in ('a', 'i')
                 and d.refclassid = 'pg_class'::regclass))
      from relations r join pg_sequence q on q.seqrelid = r.oid
    union all ${rights('r.name', `coalesce(r.relacl, acldefault('S', r.relowner))`, `(select * from relations where relkind = 'S') r`)}
    union all ${rights('r.name', `coalesce(r.relacl, acldefault('r', r.relowner))`, `(select * from relations where relkind in ('v', 'm')) r`)}
    union all
    select format('function %s of %s: %s', f.oid::regprocedure, pg_get_userbyid(f.proowner), md5(pg_get_functiondef(f.oid)))
      from pg_proc f join pg_namespace n on n.oid = f.pronamespace
     where f.prokind in ('f', 'p') and ${ownSchema('n.nspname')} and ${own('pg_proc', 'f.oid')}
    union all
    select format('type %s of %s: %s', y.oid::regtype, pg_get_userbyid(y.typowner),
             (select string_agg(e.enumlabel, ' ' order by e.enumsortorder) from pg_enum e where e.enumtypid = y.oid))
      from pg_type y join pg_namespace n on n.oid = y.typnamespace
     where y.typtype in ('e', 'd') and ${ownSchema('n.nspname')} and ${own('pg_type', 'y.oid')}
    union all
    select format('schema %I of %s', n.nspname, pg_get_userbyid(n.nspowner))
      from pg_namespace n where ${ownSchema('n.nspname')} and ${own('pg_namespace', 'n.oid')}
    union all ${rights(
      'n.nspname',
      `coalesce(n.nspacl, acldefault('n', n.nspowner))`,
      `(select * from pg_namespace where ${ownSchema('nspname')}) n`,
    )}
    union all
    select format('extension %I', e.extname) from pg_extension e`;

const ofTheDatabase = `
    select format('database %I of %s: %s, %s, %s, at most %s sessions', b.datname, pg_get_userbyid(b.datdba),
             pg_encoding_to_char(b.encoding), b.datcollate, b.datctype, b.datconnlimit)
      from pg_database b where b.datname = current_database()
    union all ${rights(
      `format('database %I', b.datname)`,
      `coalesce(b.datacl, acldefault('d', b.datdba))`,
      `(select * from pg_database where datname = current_database()) b`,
    )}
    union all
    select format('database: %s has %s', coalesce(nullif(s.setrole, 0)::regrole::text, 'everybody'), c.setting)
      from pg_db_role_setting s join pg_database b on b.oid = s.setdatabase and b.datname = current_database(),
           unnest(s.setconfig) c(setting)`;

export const structureSql = `
  with relations as (
    select c.*, format('%I.%I', n.nspname, c.relname) as name
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where ${ownSchema('n.nspname')} and ${own('pg_class', 'c.oid')}
  ), tables as (
    select * from relations where relkind in ('r', 'p')
  ), lines as (${ofTables}
    union all ${ofOthers}
    union all ${ofTheDatabase}
  )
  select line from lines l(line) order by 1`;
