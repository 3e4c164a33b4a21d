/** What a server knows at this moment and will have forgotten in an hour, as questions: sessions, roles, rights, code, WAL. */

/** Each becomes a file of that name, rows as JSON. Passwords are told by kind and digest alone, options of user mappings by name. */
export const snapshots: Readonly<Record<string, string>> = {
  server: `
    select system_identifier::text as system_identifier, version() as version, pg_postmaster_start_time() as started,
           pg_conf_load_time() as configuration_loaded, clock_timestamp() as server_time, current_setting('data_directory') as data_directory,
           current_setting('hba_file') as hba_file, inet_server_addr() as address, inet_server_port() as port,
           pg_is_in_recovery() as standby
      from pg_control_system()`,
  wal: `
    select case when pg_is_in_recovery() then pg_last_wal_replay_lsn() else pg_current_wal_insert_lsn() end::text as lsn,
           timeline_id, checkpoint_lsn::text as checkpoint, next_xid, pg_current_snapshot()::text as snapshot,
           (select json_agg(a) from pg_stat_archiver a) as archiver
      from pg_control_checkpoint()`,
  sessions: 'select * from pg_stat_activity order by backend_start',
  tls: 'select * from pg_stat_ssl order by pid',
  locks: 'select * from pg_locks order by pid',
  'prepared-transactions': 'select * from pg_prepared_xacts',
  replication: 'select * from pg_stat_replication',
  'replication-slots': 'select * from pg_replication_slots',
  databases: `select datname, pg_get_userbyid(datdba) as owner, datallowconn, datconnlimit, datacl::text as rights from pg_database`,
  roles: `
    select a.oid, rolname, rolsuper, rolinherit, rolcreaterole, rolcreatedb, rolcanlogin, rolreplication, rolbypassrls, rolconnlimit,
           rolvaliduntil, case when rolpassword like 'SCRAM-SHA-256$%' then 'scram-sha-256' when rolpassword like 'md5%' then 'md5'
                               when rolpassword is not null then 'other' end as password_kind,
           encode(sha256(rolpassword::bytea), 'hex') as password_digest, a.xmin::text as written_by
      from pg_authid a order by rolname`,
  memberships: `
    select pg_get_userbyid(roleid) as role, pg_get_userbyid(member) as member, pg_get_userbyid(grantor) as grantor, admin_option,
           xmin::text as written_by from pg_auth_members order by 1, 2`,
  'settings-of-roles': `
    select d.datname, pg_get_userbyid(nullif(setrole, 0)) as role, setconfig, s.xmin::text as written_by
      from pg_db_role_setting s left join pg_database d on d.oid = setdatabase`,
  settings: `select name, setting, source, sourcefile, sourceline, pending_restart from pg_settings where source not in ('default', 'override')`,
  'settings-in-files': 'select * from pg_file_settings',
  'hba-rules': 'select * from pg_hba_file_rules',
  functions: `
    select p.oid::regprocedure as function, pg_get_userbyid(proowner) as owner, prosecdef as security_definer, l.lanname as language,
           case when prokind in ('f', 'p') then pg_get_functiondef(p.oid) end as definition, proacl::text as rights, p.xmin::text as written_by
      from pg_proc p join pg_language l on l.oid = prolang where p.oid >= 16384 order by 1::text`,
  triggers: `
    select tgrelid::regclass as "table", tgname, tgenabled, pg_get_triggerdef(oid) as definition, xmin::text as written_by
      from pg_trigger where not tgisinternal order by 1::text, 2`,
  'event-triggers':
    'select evtname, evtevent, pg_get_userbyid(evtowner) as owner, evtfoid::regproc as function, evtenabled from pg_event_trigger',
  relations: `
    select c.oid::regclass as relation, relkind, pg_get_userbyid(relowner) as owner, relacl::text as rights, relrowsecurity,
           relforcerowsecurity, xmin::text as written_by
      from pg_class c where c.oid >= 16384 and relkind not in ('i', 'I', 't') order by 1::text`,
  rules: `select ev_class::regclass as relation, rulename, ev_enabled, pg_get_ruledef(oid) as definition from pg_rewrite where oid >= 16384`,
  policies: 'select * from pg_policies',
  schemas: `select nspname, pg_get_userbyid(nspowner) as owner, nspacl::text as rights from pg_namespace`,
  'default-rights': `
    select pg_get_userbyid(defaclrole) as role, defaclnamespace::regnamespace as schema, defaclobjtype, defaclacl::text as rights from pg_default_acl`,
  extensions: 'select extname, extversion, extnamespace::regnamespace as schema from pg_extension',
  'foreign-servers': `select srvname, pg_get_userbyid(srvowner) as owner, srvacl::text as rights from pg_foreign_server`,
  'user-mappings': `
    select srvname, coalesce(pg_get_userbyid(nullif(umuser, 0)), 'public') as role,
           (select array_agg(split_part(option, '=', 1)) from unnest(umoptions) option) as options
      from pg_user_mapping join pg_foreign_server s on s.oid = umserver`,
  subscriptions:
    'select subname, pg_get_userbyid(subowner) as owner, subenabled, subslotname, subpublications from pg_subscription',
  publications: 'select pubname, pg_get_userbyid(pubowner) as owner, puballtables from pg_publication',
};
