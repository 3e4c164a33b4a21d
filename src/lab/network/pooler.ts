/** A pooler in front of the servers: PgBouncer, which can pause clients and be led to another server. */
import {mkdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {fail, type Result} from '../../base/result.ts';
import {findTool} from '../../postgres/find-tool.ts';
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
  const {tools} = grounds;
  const program = await findTool('pgbouncer');
  if (!program.ok) {
    return fail(`${program.reason.sentence}; ${program.reason.install}`);
  }
  mkdirSync(pooler.directory, {mode: 0o700});
  giveTo(tools.user, pooler.directory);
  for (const [path, text] of [
    [pooler.config, configText(pooler, grounds)],
    [pooler.users, usersText(grounds)],
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
export const poolerConsole = ({address, port}: Pooler): string =>
  formatConnection({host: address, port, user: poolerAdmin, database: 'pgbouncer', options: {}});

/**
 * By transaction, or a pause would wait for clients that never leave. After a login that failed it tries again soon: by its
 * default of 15 s a failover would be over long before a client sees it.
 */
const configText = ({directory, address, port, users}: Pooler, {plan, database}: FrontGrounds): string => `[databases]
${database} = host=${wireAddress(plan, 'primary')} port=${port}
postgres = host=${wireAddress(plan, 'primary')} port=${port}

[pgbouncer]
listen_addr = ${address}
listen_port = ${port}
unix_socket_dir =
auth_type = trust
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

/** No passwords, as at the servers; a name has to stand there all the same. */
const usersText = ({roles}: FrontGrounds): string => [...roles, poolerAdmin].map(role => `"${role}" ""\n`).join('');
