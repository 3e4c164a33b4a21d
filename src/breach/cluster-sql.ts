/** What is switched, labelled or owned: databases, triggers of the server and of extensions, security labels, large objects. */

const owner = (oid: string): string => `pg_get_userbyid(${oid})`;

const switched = (state: string): string =>
  `case ${state} when 'D' then 'disable' when 'A' then 'enable always' when 'R' then 'enable replica' else 'enable' end`;

/** As those of roles. */
export const clusterQueries: readonly string[] = [
  // An extension that watches, as pgaudit does, is blind when its trigger is off.
  `select 'event trigger of an extension' as kind, quote_ident(evtname) as name, ${switched('evtenabled')} as definition, null as make, null as unmake,
          format('alter event trigger %I %s', evtname, ${switched('evtenabled')}) as restore
     from pg_event_trigger e
    where exists (select from pg_depend x where x.classid = 'pg_event_trigger'::regclass and x.objid = e.oid and x.deptype = 'e')`,
  // Those that hold foreign keys: switched off, references lead nowhere and nobody is told.
  `select 'trigger of a foreign key' as kind, format('%I on %s', tgname, tgrelid::regclass) as name, ${switched('tgenabled')} as definition, null as make, null as unmake,
          format('alter table %s %s trigger %I', tgrelid::regclass, ${switched('tgenabled')}, tgname) as restore, format('table %s', tgrelid::regclass) as holder
     from pg_trigger where tgisinternal and tgconstraint <> 0`,
  `select 'database' as kind, quote_ident(datname) as name,
          concat_ws(' ', 'of', ${owner('datdba')}, 'connection limit', datconnlimit, case when datistemplate then 'template' end, case when not datallowconn then 'closed' end) as definition,
          null as make, null as unmake,
          format('alter database %1$I owner to %2$I; alter database %1$I with connection limit %3$s allow_connections %4$s is_template %5$s', datname, ${owner('datdba')}, datconnlimit,
            datallowconn::text, datistemplate::text) as restore
     from pg_database`,
  `select 'owner' as kind, format('of foreign server %I', srvname) as name, ${owner('srvowner')} as definition, null as make, null as unmake,
          format('alter server %I owner to %I', srvname, ${owner('srvowner')}) as restore, format('foreign server %I', srvname) as holder from pg_foreign_server`,
  `select 'security label' as kind, format('by %s on %s %s', provider, objtype, objname) as name, label as definition,
          format('security label for %I on %s %s is %L', provider, objtype, objname, label) as make,
          format('security label for %I on %s %s is null', provider, objtype, objname) as unmake,
          format('security label for %I on %s %s is %L', provider, objtype, objname, label) as restore
     from pg_seclabels`,
  // Their bytes are rows of a catalogue, which no transaction of a user is looked for in: only a person takes back one that came or went.
  `select 'large object' as kind, oid::text as name, 'of ' || ${owner('lomowner')} as definition, null as make, null as unmake,
          format('alter large object %s owner to %I', oid, ${owner('lomowner')}) as restore
     from pg_largeobject_metadata`,
];
