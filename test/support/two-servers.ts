/** Two servers of a user's own on loopback, the same port on two addresses, each with a table that says which it is. */
import {spawn} from 'node:child_process';
import {chmodSync, mkdtempSync, rmSync} from 'node:fs';
import {createServer} from 'node:net';
import {join} from 'node:path';
import {expect} from 'vitest';
import {connect} from '../../src/postgres/connect.ts';
import {findServerUser, giveTo} from '../../src/postgres/server-user.ts';
import {type Cluster, makeCluster} from './postgres-cluster.ts';
import {must} from './postgres-must.ts';
import {workPlace} from './work-place.ts';

export type TwoServers = {
  readonly port: number;
  /** 127.0.0.1 and 127.0.0.2. */
  readonly hosts: readonly [string, string];
  /** Through PORT of a pooler or a balancer; which of the two answers. */
  readonly whoAnswers: (port: number) => Promise<string>;
  /** A directory that the account of the servers may enter, for files of what stands before them. */
  readonly place: string;
  /** Starts a program as that account, and waits until it listens. */
  readonly startBefore: (command: readonly string[], port: number) => Promise<void>;
  readonly remove: () => Promise<void>;
};

export const makeTwoServers = async (): Promise<TwoServers> => {
  const port = await freePort();
  const hosts = ['127.0.0.1', '127.0.0.2'] as const;
  const clusters: Cluster[] = [];
  for (const host of hosts) {
    const cluster = await makeCluster();
    clusters.push(cluster);
    await cluster.sql('create table own_name (name text)');
    await cluster.sql('insert into own_name values ($1)', [host]);
    await cluster.restart({listen_addresses: host, port: String(port)});
  }
  const place = mkdtempSync(join(workPlace, 'lb-before-'));
  chmodSync(place, 0o755);
  giveTo(must(findServerUser()), place);
  const ends: (() => void)[] = [];
  return {
    port,
    hosts,
    place,
    whoAnswers: async at => {
      const connection = must(await connect(`postgres://postgres@127.0.0.1:${at}/shop`, {connectTimeoutMs: 5_000}));
      const [row] = must(await connection.run('select name from own_name')).at(-1)?.rows ?? [];
      await connection.close();
      return String(row?.name);
    },
    startBefore: async ([program = '', ...words], at) => {
      const child = spawn('setpriv', ['--reuid=postgres', '--regid=postgres', '--init-groups', program, ...words], {
        cwd: '/',
        stdio: 'ignore',
      });
      ends.push(() => child.kill('SIGKILL'));
      await expect
        .poll(async () => (await connect(`postgres://postgres@127.0.0.1:${at}/shop`)).ok, {timeout: 15_000})
        .toBe(true);
    },
    remove: async () => {
      for (const end of ends) {
        end();
      }
      for (const cluster of clusters) {
        await cluster.remove();
      }
      rmSync(place, {recursive: true, force: true});
    },
  };
};

/** Of the kernel, on all addresses of this host. */
export const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject).listen({host: '0.0.0.0', port: 0}, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
