/** SQL through another host: a real sshd stands between, and a real server behind it. */
import {afterAll, beforeAll, beforeEach, expect, test} from 'vitest';
import type {PerformRequest, ResolvedAction} from '../../src/engine/actions/runner.ts';
import {performSql} from '../../src/runners/sql.ts';
import {type Cluster, makeCluster} from '../support/postgres-cluster.ts';
import {type SshServer, sshServer} from '../support/ssh-server.ts';

let cluster: Cluster;
let server: SshServer;
const address = `127.83.${1 + Math.floor(Math.random() * 250)}.${1 + Math.floor(Math.random() * 250)}`;
const ownPath = process.env.PATH;

beforeAll(async () => {
  cluster = await makeCluster('tickets');
  // An address of loopback's own, so that no other server of this host has the port.
  await cluster.restart({listen_addresses: address});
  await cluster.sql('create table payments (id int primary key)');
});

beforeEach(async () => {
  server = await sshServer();
  process.env.PATH = server.path;
  return () => {
    process.env.PATH = ownPath;
  };
});

afterAll(() => cluster.remove());

type SqlAction = Extract<ResolvedAction, {readonly kind: 'sql'}>;

const perform = (statement: string, more: Partial<SqlAction & PerformRequest> = {}, stop?: Promise<void>) => {
  const uri = `postgres://postgres@${address}:5432/tickets`;
  const action = {
    kind: 'sql',
    connection: uri,
    statements: [statement],
    params: [],
    transaction: false,
    on: server.host,
    ...more,
  } as const;
  const attempt = {run: 'a-run', step: 'count', attempt: 1};
  const whenStopped = (then: () => void) => {
    void stop?.then(then);
    return () => undefined;
  };
  return performSql(action, {attempt, action, timeoutMs: 20_000, secrets: [], use: 'action', ...more}, whenStopped);
};

test('statements go through it and rows come back, also more than fit into a pipe', async () => {
  const performed = await perform("select repeat('x', 100000) as text, n from generate_series(1, 40) n");
  expect(performed).toMatchObject({ok: true, certain: true, scope: {row_count: 40}});
});

test('a check through it only looks', async () => {
  expect(await perform('insert into payments values (1)', {use: 'probe'})).toMatchObject({
    ok: false,
    reason: expect.stringContaining('a check only looks, and this one wants to write'),
  });
});

test('what a person stops is cancelled on the server, by a second way through', async () => {
  const performed = await perform('select pg_sleep(60)', {}, new Promise(resolve => setTimeout(resolve, 500)));
  expect(performed).toMatchObject({ok: false, certain: true});
  expect(performed.reason).toContain('cancel');
});

test('a host that does not let us in is said as ssh says it, and nothing was sent', async () => {
  const closed = await sshServer({isKnown: false});
  process.env.PATH = closed.path;
  const performed = await perform('select 1', {on: closed.host});
  expect(performed).toMatchObject({ok: false, certain: true});
  expect(performed.reason).toMatch(/cannot connect to .*: ssh to .*@db-1 ended: /);
});

test('a way that is cut while a statement runs leaves its outcome unknown', async () => {
  const running = perform('select pg_sleep(60)');
  await expect
    .poll(
      async () =>
        (await cluster.sql("select count(*)::int as n from pg_stat_activity where query like 'select pg_sleep%'"))[0],
    )
    .toMatchObject({n: 1});
  server.cut();
  expect(await running).toMatchObject({ok: false, certain: false});
});

test('a socket of this host is no place behind another one', async () => {
  expect(await perform('select 1', {connection: 'host=/var/run/postgresql dbname=tickets'})).toMatchObject({
    ok: false,
    certain: true,
    reason: expect.stringContaining('/var/run/postgresql is a socket of this host'),
  });
});
