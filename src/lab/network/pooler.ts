/** A pooler in front of the servers: PgBouncer, which can pause clients and be led to another server. */
import {randomBytes} from 'node:crypto';
import {mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {fail, type Result, succeed} from '../../base/result.ts';
import {withConnection} from '../../postgres/connect.ts';
import type {DatabaseFailure} from '../../postgres/failure.ts';
import {findTool} from '../../postgres/find-tool.ts';
import {rowsOf} from '../../postgres/query.ts';
import {giveTo} from '../../postgres/server-user.ts';
import {formatConnection} from '../../postgres/uri.ts';
import {wireAddress} from './addresses.ts';
import {type Companion, isListenedTo, startCompanion} from './companion.ts';
import type {FrontGrounds} from './front.ts';
import type {Pooler} from './network.ts';

/** Who may pause, reload and look on its console. */
const poolerAdmin = 'pgbouncer';

/** Starts it; it leads to the primary. Throws what the file system throws. */
export const startPooler = async (
  pooler: Pooler,
  grounds: FrontGrounds,
  onStarted: (companion: Companion) => void,
): Promise<Result<void>> => {
  const {tools, primary, hasAccounts} = grounds;
  const roles = await rolesAt(primary);
  if (!roles.ok) {
    return fail(`nobody can be let in by the pooler: ${roles.reason.message}`);
  }
  const admin = {role: poolerAdmin, secret: hasAccounts ? randomBytes(24).toString('base64url') : ''};
  const program = await findTool('pgbouncer');
  if (!program.ok) {
    return fail(`${program.reason.sentence}; ${program.reason.install}`);
  }
  mkdirSync(pooler.directory, {mode: 0o700});
  giveTo(tools.user, pooler.directory);
  for (const [path, text] of [
    [pooler.config, configText(pooler, grounds)],
    [pooler.users, usersText([...roles.value, admin])],
  ] as const) {
    writeFileSync(path, text, {mode: 0o600});
    giveTo(tools.user, path);
  }
  return startCompanion(
    {
      name: 'pooler',
      command: [program.value.path, pooler.config],
      user: tools.user,
      logFile: join(pooler.directory, 'pgbouncer.out'),
      cwd: pooler.directory,
      isReady: () => isListenedTo({host: pooler.address, port: pooler.port}),
    },
    onStarted,
  );
};

/** What runbooks connect to in order to pause it or to look: a console that takes its own words and no SQL. */
export const poolerConsole = ({address, port, users}: Pooler): string => {
  const password = secretOf(users, poolerAdmin);
  return formatConnection(
    {host: address, port, user: poolerAdmin, database: 'pgbouncer', ...(password !== '' && {password}), options: {}},
    {withPassword: true},
  );
};

const secretOf = (file: string, role: string): string => {
  try {
    const line = readFileSync(file, 'utf8')
      .split('\n')
      .find(one => one.startsWith(`"${role}" `));
    return line?.split('"')[3] ?? '';
  } catch {
    return '';
  }
};

type Login = {readonly role: string; readonly secret: string};

/**
 * With the verifiers that the server has: a client that knows the password of one is let in, and let through to the server by
 * the very same proof (PgBouncer manual, auth_file). In a lab without accounts nobody has one, and a name is enough.
 */
const rolesAt = (primary: string): Promise<Result<readonly Login[], DatabaseFailure>> =>
  withConnection(primary, async connection => {
    const rows = await rowsOf(
      connection,
      `select rolname as role, coalesce(rolpassword, '') as secret from pg_authid where rolcanlogin`,
    );
    return rows.ok ? succeed(rows.value.map(({role, secret}) => ({role: String(role), secret: String(secret)}))) : rows;
  });

/**
 * By transaction, or a pause would wait for clients that never leave. After a login that failed it tries again soon: by its
 * default of 15 s a failover would be over long before a client sees it.
 */
const configText = ({directory, address, port, users}: Pooler, grounds: FrontGrounds): string => `[databases]
${grounds.database} = host=${wireAddress(grounds.plan, 'primary')} port=${port}
postgres = host=${wireAddress(grounds.plan, 'primary')} port=${port}

[pgbouncer]
listen_addr = ${address}
listen_port = ${port}
unix_socket_dir =
auth_type = ${grounds.hasAccounts ? 'scram-sha-256' : 'trust'}
auth_file = ${users}
admin_users = ${poolerAdmin}
pool_mode = transaction
max_client_conn = 200
default_pool_size = 10
server_connect_timeout = 2
server_login_retry = 0.5
ignore_startup_parameters = extra_float_digits
logfile = ${join(directory, 'pgbouncer.log')}
pidfile = ${join(directory, 'pgbouncer.pid')}
`;

const usersText = (logins: readonly Login[]): string =>
  logins.map(({role, secret}) => `"${role}" "${secret}"\n`).join('');
