/** A user's own primary with a standby that streams from it, each on a socket of its own, that the lab knows nothing of. */
import {mkdirSync, renameSync, rmSync} from 'node:fs';
import {join} from 'node:path';
import {becomeStandby, makeSlot, waitUntilStreaming} from '../../src/backup/failover/follow-primary.ts';
import {connect} from '../../src/postgres/connect.ts';
import {startServer, stopServer} from '../../src/postgres/server.ts';
import {giveTo} from '../../src/postgres/server-user.ts';
import {formatConnection} from '../../src/postgres/uri.ts';
import type {Row} from '../../src/postgres/values.ts';
import {type Cluster, makeCluster} from './postgres-cluster.ts';
import {must} from './postgres-must.ts';

export type Pair = {
  readonly primary: Cluster;
  readonly standby: {
    readonly uri: string;
    readonly dataDirectory: string;
    readonly sql: (text: string) => Promise<readonly Row[]>;
  };
  /** Until the standby has replayed all that the primary has written. */
  readonly settle: () => Promise<void>;
  readonly remove: () => Promise<void>;
};

/** `archive_mode` of the standby is on, with no command: as a primary it archives nothing until it is told where. */
export const makePair = async (database = 'shop'): Promise<Pair> => {
  const primary = await makeCluster(database, ['--data-checksums']);
  const {tools, root} = primary;
  const host = join(root, 's');
  mkdirSync(host, {mode: 0o700});
  giveTo(tools.user, host);
  const dataDirectory = join(host, 'data');
  must(await makeSlot(primary.uri, 'site_b'));
  renameSync(await primary.backUp('for the standby'), dataDirectory);
  becomeStandby({
    directory: dataDirectory,
    user: tools.user,
    follow: primary.uri,
    slot: 'site_b',
    archive: primary.archive,
  });
  const settings = {
    listen_addresses: '',
    unix_socket_directories: host,
    archive_mode: 'on',
    fsync: 'off',
    max_connections: '20',
  };
  const options = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  must(await startServer(tools, {dataDirectory, logFile: join(root, 'standby.log'), options}));
  must(await waitUntilStreaming(primary.uri, 'site_b', 30_000));
  const uri = formatConnection({host, port: 5432, user: 'postgres', database, options: {}});
  const sql = (text: string) => run(uri, text);
  return {
    primary,
    standby: {uri, dataDirectory, sql},
    settle: async () => {
      const [row] = await primary.sql('select pg_current_wal_flush_lsn()::text as lsn');
      while ((await sql(`select pg_last_wal_replay_lsn() >= '${row?.lsn}' as there`))[0]?.there !== true);
    },
    remove: async () => {
      must(await stopServer(dataDirectory, 'immediate'));
      await primary.remove();
      rmSync(root, {recursive: true, force: true, maxRetries: 3});
    },
  };
};

const run = async (uri: string, text: string): Promise<readonly Row[]> => {
  const connection = must(await connect(uri));
  try {
    return must(await connection.run(text)).at(-1)?.rows ?? [];
  } finally {
    await connection.close();
  }
};
