/** What can be told after a breach, and what cannot, said before anything is done: audit logging, its format, the rights of this login. */
import {fail, type Result, succeed} from '../base/result.ts';
import {type Connection, withConnection} from '../postgres/connect.ts';
import {type DatabaseFailure, refusal} from '../postgres/failure.ts';
import {rowsOf} from '../postgres/query.ts';
import {cleaned} from './clean-session.ts';
import {findTraps} from './traps.ts';

/** The formats of the server's log that name address, role and transaction of every line. */
export type LogFormat = 'jsonlog' | 'csvlog';

export type Readiness = {
  /** pgaudit is loaded and records what is read and written: then it can be told who read what. */
  readonly audited: boolean;
  /** It also says how many rows: pgaudit.log_rows. */
  readonly countsRows: boolean;
  /** Null where the log has no format that a program can rely on. */
  readonly logFormat: LogFormat | null;
  /** Where the server's log files are, on its own host. */
  readonly logDirectory: string;
  /** Whether earlier WAL is kept in an archive, so that the moment before can be rebuilt. */
  readonly archives: boolean;
  readonly standby: boolean;
  /** What cannot be told or done, a sentence each; none where everything can. */
  readonly lacks: readonly string[];
  readonly summary: string;
  readonly serverTime: string;
  readonly version: string;
};

/** What is looked at before anything is done. */
export type Look = Readiness & {
  /** What acts at each login of this role that is not guarded, with the statement that takes it away. */
  readonly traps: readonly string[];
  /** Who takes WAL of this server with a login of its own: each has to be told of a new password, and is to come back with it. */
  readonly followers: readonly string[];
};

/** Looks only. A login that is no superuser is a reason to stop: half of the evidence would be missing, and nobody isolated. */
export const lookAtReadiness = async (database: string): Promise<Result<Look>> => {
  const looked = await withConnection(cleaned(database), look);
  return looked.ok ? looked : fail(looked.reason.message);
};

const look = async (connection: Connection): Promise<Result<Look, DatabaseFailure>> => {
  const ready = await readiness(connection);
  if (!ready.ok) {
    return ready;
  }
  const traps = await findTraps(connection);
  if (!traps.ok) {
    return traps;
  }
  const followers = await rowsOf(connection, followersSql);
  return followers.ok
    ? succeed({...ready.value, traps: traps.value, followers: followers.value.map(({words}) => String(words))})
    : followers;
};

/** The same on a session that is open. */
export const readiness = async (connection: Connection): Promise<Result<Readiness, DatabaseFailure>> => {
  // First, because others may not even look at the settings.
  const login = await rowsOf(
    connection,
    'select session_user as role, (select rolsuper from pg_roles where rolname = session_user) as superuser',
  );
  if (!login.ok) {
    return login;
  }
  if (login.value[0]?.superuser !== true) {
    return fail(
      refusal(
        `${login.value[0]?.role} is no superuser; connect as one, else evidence is missing and nobody can be isolated`,
      ),
    );
  }
  const rows = await rowsOf(connection, settingsSql);
  if (!rows.ok) {
    return rows;
  }
  const row = rows.value[0] ?? {};
  const text = (name: string): string => String(row[name] ?? '');
  const classes = text('audit_classes')
    .toLowerCase()
    .split(/[\s,]+/);
  const has = (name: string) => (classes.includes('all') || classes.includes(name)) && !classes.includes(`-${name}`);
  const isLoaded = row.pgaudit_loaded === true;
  const audited = isLoaded && has('read') && has('write');
  const logFormat = formatOf(text('log_destination'), row.collects === true);
  const countsRows = audited && row.audit_rows === true;
  const said: readonly (readonly [boolean, string])[] = [
    [!isLoaded, noAudit],
    [isLoaded && !audited, unrecorded(text('audit_classes'))],
    [audited && !countsRows, 'How many rows were read or changed cannot be told: pgaudit.log_rows is off.'],
    [
      audited && row.audit_relations !== true,
      'Which tables were read or changed is not told for each of them: pgaudit.log_relation is off.',
    ],
    [isLoaded && logFormat === null, noFormat],
    [row.logs_connections !== true, 'Logins are not in the log: log_connections is off.'],
    [row.archives !== true, 'The moment before cannot be rebuilt from WAL: archive_mode is off.'],
    [row.standby === true, 'This is a standby: connect to the primary, and isolate each standby besides.'],
  ];
  const lacks = said.filter(([isLacking]) => isLacking).map(([, sentence]) => sentence);
  return succeed({
    audited,
    countsRows,
    logFormat,
    logDirectory: text('log_directory'),
    archives: row.archives === true,
    standby: row.standby === true,
    lacks,
    summary: lacks.length === 0 ? 'What was read and changed can be told from the audit log.' : lacks.join(' '),
    serverTime: text('server_time'),
    version: text('version'),
  });
};

// Those that are connected, and slots of those that are not at this moment.
const followersSql = `
  select format('%s from %s (%s, %s)', usename, coalesce(host(client_addr), 'the socket'), application_name, state) as words from pg_stat_replication
  union all
  select format('whoever holds the slot %s, who is not here now', slot_name) from pg_replication_slots where not active
   order by 1`;

const noAudit =
  'What was read cannot be told: this database has no audit log (pgaudit is not loaded). Count everything that the intruder could reach as read.';
const unrecorded = (classes: string): string =>
  `What was read cannot be told in full: pgaudit records ${classes === '' ? 'nothing' : classes}, and not both read and write.`;
const noFormat =
  'The audit log cannot be searched by a program: log_destination has neither jsonlog nor csvlog, or logging_collector is off. Search it by hand.';

const formatOf = (destination: string, collects: boolean): LogFormat | null => {
  const formats = collects ? destination.split(/[\s,]+/) : [];
  return (['jsonlog', 'csvlog'] as const).find(format => formats.includes(format)) ?? null;
};

// As it is for this login: a role or a database may have a value of its own, which the evidence shows (settings-of-roles.json).
const settingsSql = `
  select pg_is_in_recovery() as standby, clock_timestamp() as server_time, current_setting('server_version') as version,
         exists (select from unnest(string_to_array(current_setting('shared_preload_libraries'), ',')) as name
                  where trim(name, ' "') ~ '(^|/)pgaudit$') as pgaudit_loaded,
         (select reset_val from pg_settings where name = 'pgaudit.log') as audit_classes,
         coalesce((select reset_val = 'on' from pg_settings where name = 'pgaudit.log_rows'), false) as audit_rows,
         coalesce((select reset_val = 'on' from pg_settings where name = 'pgaudit.log_relation'), false) as audit_relations,
         current_setting('log_destination') as log_destination, current_setting('logging_collector') = 'on' as collects,
         current_setting('log_connections') not in ('off', '') as logs_connections,
         current_setting('archive_mode') <> 'off' as archives,
         case when current_setting('log_directory') like '/%' then current_setting('log_directory')
              else current_setting('data_directory') || '/' || current_setting('log_directory') end as log_directory`;
