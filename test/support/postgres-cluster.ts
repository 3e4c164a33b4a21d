/** A user's own PostgreSQL cluster, made by initdb and its own SQL, that the lab knows nothing of. */

import {chmodSync, mkdirSync, mkdtempSync, rmSync} from 'node:fs';
import {join} from 'node:path';
import {type Connection, connect} from '../../src/postgres/connect.ts';
import {initCluster, type ServerTools, startServer, stopServer} from '../../src/postgres/server.ts';
import {findServerBinaries} from '../../src/postgres/server-binaries.ts';
import {findServerUser, giveTo, runAs} from '../../src/postgres/server-user.ts';
import {commandWord} from '../../src/postgres/shell-word.ts';
import {formatConnection} from '../../src/postgres/uri.ts';
import type {Row} from '../../src/postgres/values.ts';
import {must} from './postgres-must.ts';
import {workPlace} from './work-place.ts';

export type Cluster = {
  readonly tools: ServerTools;
  readonly root: string;
  readonly dataDirectory: string;
  readonly archive: string;
  readonly uri: string;
  /** Rows of the last statement; throws what the server says, because a test then has failed. */
  readonly sql: (text: string, values?: readonly unknown[]) => Promise<readonly Row[]>;
  readonly open: () => Promise<Connection>;
  /** Stops and starts again, with other settings. */
  readonly restart: (settings: Readonly<Record<string, string>>) => Promise<void>;
  /** A base backup of its own, by the programs that are there or by copying. */
  readonly backUp: (name?: string) => Promise<string>;
  readonly remove: () => Promise<void>;
};

/**
 * Makes one in a directory whose name wants quoting, with an archive as users write it; initdb takes options besides.
 * What is measured stands on a disk (`place`), and syncs once `restart` was told to.
 */
export async function makeCluster(
  database = 'shop',
  initOptions: readonly string[] = [],
  place = workPlace,
): Promise<Cluster> {
  const user = must(findServerUser());
  const tools = {user, binaries: must(await findServerBinaries(user))};
  const root = mkdtempSync(join(place, "lifeboat own's "));
  chmodSync(root, 0o755);
  const archive = join(root, 'wal archive');
  mkdirSync(archive, {mode: 0o700});
  for (const made of [root, archive]) giveTo(user, made);

  const dataDirectory = join(root, 'data');
  must(await initCluster(tools, dataDirectory, initOptions));
  const uriOf = (name: string) =>
    formatConnection({host: root, port: 5432, user: 'postgres', database: name, options: {}});
  const start = async (more: Readonly<Record<string, string>>) => {
    const settings = {
      listen_addresses: '',
      unix_socket_directories: root,
      archive_mode: 'on',
      archive_command: `cp %p ${must(commandWord(archive))}/%f`,
      fsync: 'off',
      max_connections: '20',
      ...more,
    };
    const options = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    must(await startServer(tools, {dataDirectory, logFile: join(root, 'log'), options}));
  };
  await start({});
  await run(uriOf('postgres'), `create database ${database}`, []);

  return {
    tools,
    root,
    dataDirectory,
    archive,
    uri: uriOf(database),
    sql: (text, values = []) => run(uriOf(database), text, values),
    open: async () => must(await connect(uriOf(database))),
    restart: async settings => {
      must(await stopServer(dataDirectory));
      await start(settings);
    },
    backUp: (name = 'base backup') => backUp({tools, root, dataDirectory, uri: uriOf(database)}, name),
    remove: async () => {
      must(await stopServer(dataDirectory, 'immediate'));
      rmSync(root, {recursive: true, force: true, maxRetries: 3});
    },
  };
}

async function run(uri: string, text: string, values: readonly unknown[]): Promise<readonly Row[]> {
  const connection = must(await connect(uri));
  try {
    return must(await connection.run(text, values)).at(-1)?.rows ?? [];
  } finally {
    await connection.close();
  }
}

type Source = Pick<Cluster, 'tools' | 'root' | 'dataDirectory' | 'uri'>;

// The label must come from the session that started the backup; the copy is a plain cp, as in many a script.
async function backUp({tools, root, dataDirectory, uri}: Source, name: string): Promise<string> {
  const backup = join(root, name);
  const connection = must(await connect(uri));
  const calls = backupStatements(connection);
  must(await connection.run(calls.start));
  must(await runAs(tools.user, ['cp', '-a', dataDirectory, backup]));
  const label = String(must(await connection.run(calls.stop))[0]?.rows[0]?.labelfile);
  await connection.close();
  const script =
    'cd "$1" && rm -rf pg_wal/* postmaster.* && printf %s "$2" > backup_label && mkdir -p pg_wal/archive_status';
  must(await runAs(tools.user, ['/bin/sh', '-c', script, 'sh', backup, label]));
  return backup;
}

/** How a base backup is begun and ended by hand: version 15 renamed the functions. */
export const backupStatements = ({serverVersion}: Connection) => (serverVersion >= 150_000 ? current : before15);

const current = {start: `select pg_backup_start('nightly', true)`, stop: 'select labelfile from pg_backup_stop()'};
const before15 = {
  start: `select pg_start_backup('nightly', true, false)`,
  stop: 'select labelfile from pg_stop_backup(false)',
};
