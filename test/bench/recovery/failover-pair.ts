/** A primary and its standby on two addresses of loopback, a PgBouncer before them, and a client that notes each write it is told of. */
import {spawn} from 'node:child_process';
import {mkdirSync, renameSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {setTimeout as delay} from 'node:timers/promises';
import {becomeStandby, makeSlot, waitUntilStreaming} from '../../../src/backup/failover/follow-primary.ts';
import {connect} from '../../../src/postgres/connect.ts';
import {findServer} from '../../../src/postgres/found-server.ts';
import {startServer, stopServer} from '../../../src/postgres/server.ts';
import {giveTo} from '../../../src/postgres/server-user.ts';
import {makeCluster} from '../../support/postgres-cluster.ts';
import {must} from '../../support/postgres-must.ts';
import {freePort} from '../../support/two-servers.ts';

export type FailoverPair = {
  readonly bin: string;
  readonly port: number;
  readonly from: string;
  readonly to: string;
  readonly pooler: {readonly config: string; readonly port: number};
  readonly uri: (host: string) => string;
  /** Kills the primary and removes its files, as when its machine is gone. */
  readonly lose: () => Promise<void>;
  readonly root: string;
  readonly remove: () => Promise<void>;
};

const [from, to] = ['127.0.0.1', '127.0.0.2'];

/** A new one each time: a failover uses it up. */
export const makeFailoverPair = async (): Promise<FailoverPair> => {
  const [port, poolerPort] = [await freePort(), await freePort()];
  const primary = await makeCluster('ticketing', ['--data-checksums']);
  const {tools, root, dataDirectory} = primary;
  await primary.sql('create table heartbeat (id bigint primary key, at timestamptz default now())');
  const host = join(root, 's');
  mkdirSync(host, {mode: 0o700});
  giveTo(tools.user, host);
  const data = join(host, 'data');
  renameSync(await primary.backUp('for the standby'), data);
  await primary.restart({listen_addresses: from, port: String(port)});
  const uri = (address: string): string => `postgres://postgres@${address}:${port}/ticketing`;
  must(await makeSlot(uri(from), 'site_b'));
  becomeStandby({directory: data, user: tools.user, follow: uri(from), slot: 'site_b', archive: primary.archive});
  const settings = {listen_addresses: to, port: String(port), unix_socket_directories: host, fsync: 'off'};
  const options = Object.entries({...settings, max_connections: '20'}).flatMap(([name, value]) => [
    '-c',
    `${name}=${value}`,
  ]);
  must(await startServer(tools, {dataDirectory: data, logFile: join(root, 'standby.log'), options}));
  must(await waitUntilStreaming(uri(from), 'site_b', 30_000));

  const config = join(root, 'pgbouncer.ini');
  writeFileSync(join(root, 'users'), '"postgres" ""\n', {mode: 0o644});
  writeFileSync(
    config,
    `[databases]
ticketing = host=${from} port=${port}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${poolerPort}
auth_type = trust
auth_file = ${root}/users
admin_users = postgres
unix_socket_dir =
server_login_retry = 0.5
logfile = ${root}/pgbouncer.log
`,
    {mode: 0o644},
  );
  const pooler = spawn('setpriv', ['--reuid=postgres', '--regid=postgres', '--init-groups', 'pgbouncer', config], {
    cwd: '/',
    stdio: 'ignore',
  });
  return {
    bin: tools.binaries.directory,
    port,
    from,
    to,
    pooler: {config, port: poolerPort},
    uri,
    root,
    lose: async () => {
      process.kill(findServer(dataDirectory).process?.pid ?? 0, 'SIGKILL');
      must(await stopServer(dataDirectory, 'immediate'));
      rmSync(dataDirectory, {recursive: true, force: true});
    },
    remove: async () => {
      pooler.kill('SIGKILL');
      must(await stopServer(data, 'immediate'));
      rmSync(root, {recursive: true, force: true, maxRetries: 5, retryDelay: 100});
    },
  };
};

export type Writer = {
  readonly acknowledged: () => readonly {readonly id: number; readonly atMs: number}[];
  readonly stop: () => Promise<void>;
};

/** One row each ten milliseconds through the pooler; after a failure a new session, as a client does. */
export const startWriter = ({pooler}: FailoverPair): Writer => {
  const acknowledged: {id: number; atMs: number}[] = [];
  let isOver = false;
  let id = 0;
  const session = async (): Promise<void> => {
    const place = `postgres://postgres@127.0.0.1:${pooler.port}/ticketing`;
    const connection = await connect(place, {connectTimeoutMs: 500, answerTimeoutMs: 1_000});
    if (!connection.ok) {
      await delay(50);
      return;
    }
    for (let isFine = true; isFine && !isOver; await delay(10)) {
      id += 1;
      isFine = (await connection.value.run('insert into heartbeat (id) values ($1)', [id])).ok;
      if (isFine) {
        acknowledged.push({id, atMs: performance.now()});
      }
    }
    await connection.value.close();
  };
  const ended = (async () => {
    while (!isOver) {
      await session();
    }
  })();
  return {
    acknowledged: () => acknowledged,
    stop: () => {
      isOver = true;
      return ended;
    },
  };
};
