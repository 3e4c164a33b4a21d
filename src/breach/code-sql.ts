/** What makes code run without being a function of a user: in pg_catalog, in extensions, as cast, operator, index method, language, wrapper. */

/** Those that reading WAL and pages needs are the recovery's own. */
export const ownExtensions = `('pg_walinspect', 'amcheck', 'pageinspect')`;

/** The extension that something is a part of, as a subquery; null where it is of none. */
const extensionOf = (catalogue: string, oid: string): string =>
  `(select e.extname from pg_depend x join pg_extension e on e.oid = x.refobjid
     where x.classid = '${catalogue}'::regclass and x.objid = ${oid} and x.deptype = 'e' and x.refclassid = 'pg_extension'::regclass)`;

const owner = (oid: string): string => `pg_get_userbyid(${oid})`;

/** Objects that users made, and of no extension: those can be unmade by a statement. */
const unmade = (catalogue: string, oid: string, statement: string): string =>
  `case when ${oid} >= 16384 and ${extensionOf(catalogue, oid)} is null then ${statement} end`;

/** What is told and only a person takes back, unless it was added. */
const told = (
  kind: string,
  {
    name,
    definition,
    unmake,
    from,
    holder = 'null',
  }: Readonly<Record<'name' | 'definition' | 'unmake' | 'from', string>> & {readonly holder?: string},
): string =>
  `select '${kind}' as kind, ${name} as name, ${definition} as definition, null as make, ${unmake} as unmake, null as restore, ${holder} as holder from ${from}`;

const routine = `format('%I.%I(%s)', nspname, proname, pg_get_function_identity_arguments(oid))`;
const isRoutine = `prokind <> 'a'`;
const madeAgain = `case when ${isRoutine} then format('%s; alter routine %s owner to %I', pg_get_functiondef(oid), ${routine}, ${owner('proowner')}) end`;

/** As those of roles. */
export const codeQueries: readonly string[] = [
  // Of extensions, and in the schemas of the server: an owner of either may have replaced one, or put one there.
  `select case prokind when 'p' then 'procedure' when 'a' then 'aggregate' else 'function' end as kind, ${routine} as name,
          case when ${isRoutine} then pg_get_functiondef(oid) else (select concat_ws(' ', aggtransfn, aggfinalfn, aggcombinefn, agginitval, aggsortop)
            from pg_aggregate where aggfnoid = f.oid) end || ' of ' || ${owner('proowner')} as definition,
          ${madeAgain} as make,
          case when extname is null then format('drop routine %s', ${routine})
               else format('alter extension %I drop routine %s; drop routine %2$s', extname, ${routine}) end as unmake,
          ${madeAgain} as restore, 'extension ' || quote_ident(extname) as holder
     from (select p.*, n.nspname, ${extensionOf('pg_proc', 'p.oid')} as extname from pg_proc p join pg_namespace n on n.oid = pronamespace
            where p.oid >= 16384 and n.nspname !~ '^pg_temp') f
    where (nspname ~ '^pg_' or nspname = 'information_schema' or extname is not null) and coalesce(extname, '') not in ${ownExtensions}`,
  `select 'view' as kind, format('%I.%I', n.nspname, c.relname) as name, pg_get_viewdef(c.oid) || ' of ' || ${owner('relowner')} as definition, null as make,
          case when c.oid >= 16384 then format('set local allow_system_table_mods = on; drop view %I.%I; set local allow_system_table_mods = off', n.nspname, c.relname) end as unmake,
          format('set local allow_system_table_mods = on; create or replace view %1$I.%2$I as %3$s set local allow_system_table_mods = off',
            n.nspname, c.relname, pg_get_viewdef(c.oid)) as restore
     from pg_class c join pg_namespace n on n.oid = c.relnamespace where relkind = 'v' and nspname in ('pg_catalog', 'information_schema')`,
  `select 'cast' as kind, format('(%s as %s)', castsource::regtype, casttarget::regtype) as name,
          concat_ws(' ', castfunc::regprocedure, castcontext, castmethod) as definition,
          ${unmade(
            'pg_cast',
            'c.oid',
            `format('create cast (%s as %s) %s%s', castsource::regtype, casttarget::regtype, case castmethod when 'f' then format('with function %s', castfunc::regprocedure)
            when 'i' then 'with inout' else 'without function' end, case castcontext when 'a' then ' as assignment' when 'i' then ' as implicit' else '' end)`,
          )} as make,
          ${unmade('pg_cast', 'c.oid', `format('drop cast (%s as %s)', castsource::regtype, casttarget::regtype)`)} as unmake, null as restore
     from pg_cast c where c.oid >= 16384`,
  told('operator', {
    name: `format('%I.%s(%s, %s)', n.nspname, oprname, case oprleft when 0 then 'none' else oprleft::regtype::text end, oprright::regtype)`,
    definition: `concat_ws(' ', oprcode, 'of', ${owner('oprowner')}, oprcanmerge, oprcanhash, oprcom::regoperator, oprnegate::regoperator, oprrest, oprjoin)`,
    unmake: unmade(
      'pg_operator',
      'o.oid',
      `format('drop operator %I.%s (%s, %s)', n.nspname, oprname, case oprleft when 0 then 'none' else oprleft::regtype::text end, oprright::regtype)`,
    ),
    from: 'pg_operator o join pg_namespace n on n.oid = oprnamespace where o.oid >= 16384',
  }),
  told('operator family', {
    name: `format('%I.%I using %I', n.nspname, opfname, amname)`,
    definition: `concat_ws(' ', 'of', ${owner('opfowner')},
      (select string_agg(format('%s %s', amopstrategy, amopopr::regoperator), ', ' order by amopstrategy, amopopr::regoperator::text) from pg_amop where amopfamily = f.oid),
      (select string_agg(format('%s %s', amprocnum, amproc::regprocedure), ', ' order by amprocnum, amproc::regprocedure::text) from pg_amproc where amprocfamily = f.oid))`,
    unmake: unmade('pg_opfamily', 'f.oid', `format('drop operator family %I.%I using %I', n.nspname, opfname, amname)`),
    from: 'pg_opfamily f join pg_namespace n on n.oid = opfnamespace join pg_am a on a.oid = opfmethod',
  }),
  told('operator class', {
    name: `format('%I.%I using %I', n.nspname, opcname, amname)`,
    definition: `concat_ws(' ', 'of', ${owner('opcowner')}, opcintype::regtype, opcdefault, opfname)`,
    unmake: unmade('pg_opclass', 'k.oid', `format('drop operator class %I.%I using %I', n.nspname, opcname, amname)`),
    from: `pg_opclass k join pg_namespace n on n.oid = opcnamespace join pg_am a on a.oid = opcmethod
           join pg_opfamily f on f.oid = opcfamily join pg_namespace fn on fn.oid = opfnamespace`,
    // It goes with its family.
    holder: `format('operator family %I.%I using %I', fn.nspname, opfname, amname)`,
  }),
  told('access method', {
    name: 'quote_ident(amname)',
    definition: `concat_ws(' ', amtype, amhandler)`,
    unmake: unmade('pg_am', 'a.oid', `format('drop access method %I', amname)`),
    from: 'pg_am a',
  }),
  told('language', {
    name: 'quote_ident(lanname)',
    definition: `concat_ws(' ', 'of', ${owner('lanowner')}, lanpltrusted, lanplcallfoid::regprocedure, laninline::regprocedure, lanvalidator::regprocedure)`,
    unmake: unmade('pg_language', 'l.oid', `format('drop language %I', lanname)`),
    from: 'pg_language l',
  }),
  told('foreign-data wrapper', {
    name: 'quote_ident(fdwname)',
    definition: `concat_ws(' ', 'of', ${owner('fdwowner')}, fdwhandler::regproc, fdwvalidator::regproc, md5(array_to_string(fdwoptions, ',')))`,
    unmake: unmade('pg_foreign_data_wrapper', 'w.oid', `format('drop foreign data wrapper %I', fdwname)`),
    from: 'pg_foreign_data_wrapper w',
  }),
  told('conversion', {
    name: `format('%I.%I', n.nspname, conname)`,
    definition: `concat_ws(' ', 'of', ${owner('conowner')}, conforencoding, contoencoding, conproc, condefault)`,
    unmake: unmade('pg_conversion', 'c.oid', `format('drop conversion %I.%I', n.nspname, conname)`),
    from: 'pg_conversion c join pg_namespace n on n.oid = connamespace',
  }),
  told('text search dictionary', {
    name: `format('%I.%I', n.nspname, dictname)`,
    definition: `concat_ws(' ', 'of', ${owner('dictowner')}, (select concat_ws(' ', tmplname, tmplinit, tmpllexize) from pg_ts_template t where t.oid = dicttemplate), dictinitoption)`,
    unmake: unmade('pg_ts_dict', 'd.oid', `format('drop text search dictionary %I.%I', n.nspname, dictname)`),
    from: 'pg_ts_dict d join pg_namespace n on n.oid = dictnamespace',
  }),
  told('text search parser', {
    name: `format('%I.%I', n.nspname, prsname)`,
    definition: `concat_ws(' ', prsstart, prstoken, prsend, prsheadline, prslextype)`,
    unmake: unmade('pg_ts_parser', 'p.oid', `format('drop text search parser %I.%I', n.nspname, prsname)`),
    from: 'pg_ts_parser p join pg_namespace n on n.oid = prsnamespace',
  }),
  told('transform', {
    name: `format('for %s language %I', trftype::regtype, lanname)`,
    definition: `concat_ws(' ', trffromsql, trftosql)`,
    unmake: unmade('pg_transform', 't.oid', `format('drop transform for %s language %I', trftype::regtype, lanname)`),
    from: 'pg_transform t join pg_language l on l.oid = trflang',
  }),
];
