/** What needs which tools: the table beside that of the tools. Who adds a command, a fault or a driver that calls one adds a line. */
import type {ToolName} from '../../postgres/tools.ts';

export type Need = {
  readonly tool: ToolName;
  /** Without it nothing goes; else there is another way, or it is called only where something is asked for. */
  readonly isMust: boolean;
};

const must = (...tools: readonly ToolName[]): readonly Need[] => tools.map(tool => ({tool, isMust: true}));
const may = (...tools: readonly ToolName[]): readonly Need[] => tools.map(tool => ({tool, isMust: false}));

const server = must('pg_ctl', 'postgres');

/** Commands of Lifeboat by their names. */
export const needsOfCommands: {readonly [command: string]: readonly Need[]} = {
  drill: must('initdb', 'pg_ctl', 'postgres'),
  'lab up': [...must('initdb', 'pg_ctl', 'postgres'), ...may('psql', 'pg_dump')],
  'backup find-deletion': may('pg_waldump'),
  'backup put-back': may('pg_waldump'),
  'backup find-removal': may('pg_waldump'),
  'backup find-update': may('pg_waldump'),
  'backup undo-update': may('pg_waldump'),
  'breach revert-rows': may('pg_waldump'),
  'backup undelete-database': must('pg_dump', 'pg_restore'),
  'backup move-side': server,
  'backup hold-delayed': server,
  'backup release-delayed': server,
  'backup look-at-dump': must('pg_restore'),
  'backup restore-dump': must('initdb', 'pg_ctl', 'postgres', 'pg_restore'),
  'backup restore': server,
  'backup settle': must('initdb', 'pg_ctl', 'postgres'),
  'backup check-dump': may('pg_restore'),
  'backup restore-table': [...must('pg_restore'), ...may('psql', 'pg_dump')],
  'backup restore-database': may('psql', 'pg_restore'),
  'backup restore-in-place': server,
  'backup second-site': server,
  'backup check-configuration': must('postgres'),
  'backup restore-configuration': must('postgres'),
  'backup start-server': server,
  'backup stop-server': must('pg_ctl'),
  'backup promote': may('pg_waldump'),
  'backup redirect-name': must('nsupdate'),
  'backup rebuild-standby': server,
  approve: must('ssh-keygen'),
  sign: must('ssh-keygen'),
  verify: may('ssh-keygen'),
};

/** Faults of the lab by their names. */
export const needsOfFaults: {readonly [fault: string]: readonly Need[]} = {
  full_disk: must('mount'),
  stale_name: must('nsupdate'),
};

/** Drivers of backups by their names. */
export const needsOfDrivers: {readonly [driver: string]: readonly Need[]} = {
  // It takes, lists and verifies by itself; only what it restores is started.
  builtin: may('pg_ctl', 'postgres'),
  pgbackrest: must('pgbackrest'),
  pg_dump: must('pg_dump', 'pg_restore'),
};

const store = must('ceph-mon', 'ceph-osd', 'radosgw', 'openssl');

/** Names of the lab that runbooks may use, `lab.dump`. */
export const needsOfLabNames: {readonly [name: string]: readonly Need[]} = {
  dump: must('pg_dump'),
  dump_plain: must('pg_dump'),
  dump_gzip: must('pg_dump'),
  dump_custom: must('pg_dump'),
  pgbackrest_config: must('pgbackrest'),
  pgbackrest_stanza: must('pgbackrest'),
  audit_log: must('pgaudit'),
  dns: must('named'),
  dns_zone: must('named'),
  dns_name: must('named'),
  dns_key: must('named'),
  object_store: store,
  object_store_credentials: store,
  object_store_ca: store,
  pooler: must('pgbouncer'),
  pooler_admin: must('pgbouncer'),
  pooler_config: must('pgbouncer'),
  pooler_users: must('pgbouncer'),
  balancer: must('haproxy'),
  balancer_socket: must('haproxy'),
  balancer_server: must('haproxy'),
  received_wal: must('pg_receivewal'),
};
