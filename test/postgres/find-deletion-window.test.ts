/** Deletions on a real server: the accident is the smaller one, or one that was open for long, and a narrow window finds it. */
import {readdirSync, utimesSync} from 'node:fs';
import {join} from 'node:path';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {listDeletions} from '../../src/backup/server-search.ts';
import {eventually, makeDesk} from '../support/lifeboat.ts';
import {type Cluster, makeCluster} from '../support/postgres-cluster.ts';
import {must} from '../support/postgres-must.ts';

let cluster: Cluster;

beforeAll(async () => {
  cluster = await makeCluster('tickets');
  await cluster.sql('create table payments (id int primary key)');
  await cluster.sql('insert into payments select generate_series(1, 500)');
});

afterAll(() => cluster.remove());

test('the largest deletion is proposed, the others are named, and a narrower window or a number leaves the one that was meant', {
  timeout: 60_000,
}, async () => {
  const desk = makeDesk();
  await cluster.sql('delete from payments where id <= 400');
  const [cleaned] = await cluster.sql('select clock_timestamp() as at');
  // The clean-up has to lie outside of the narrow window, by the server's own clock.
  const isPast = async () =>
    (await cluster.sql("select clock_timestamp() > $1::timestamptz + interval '2 s' as past", [cleaned?.at]))[0]?.past;
  await eventually(isPast).toBe(true);
  await cluster.sql('delete from payments where id = 450');
  const [now] = await cluster.sql('select clock_timestamp() as at');

  let seen = '';
  const others = /^[0-9]+(?= at .* \(1 of public\.payments\)$)/;
  const found = async (...window: readonly string[]) => {
    const words = [
      'backup',
      'find-deletion',
      '--create-extension',
      `--around=${String(now?.at)}`,
      ...window,
      'payments',
    ];
    const {code, stdout, stderr} = await desk.lifeboat(words, {env: {LIFEBOAT_DATABASE: cluster.uri}});
    expect({code, stderr}).toEqual({code: 0, stderr: ''});
    seen ||= JSON.parse(stdout).others;
    return JSON.parse(stdout).deletions.map(({rows}: {readonly rows: number}) => rows);
  };
  expect(await found()).toEqual([400, 1]);
  expect(await found('--within=1s')).toEqual([1]);
  const [xid] = others.exec(seen) ?? [];
  expect(xid).toMatch(/^[0-9]+$/);
  seen = '';
  expect(await found(`--xid=${xid}`)).toEqual([1]);
  expect(seen).toMatch(/ \(400 of public\.payments\)$/);
});

test('a deletion that lay open for long is found in the window of its commit, with the WAL from before', async () => {
  await cluster.sql('create extension if not exists pg_walinspect');
  await cluster.sql('create table tickets (id int primary key)');
  await cluster.sql('insert into tickets select generate_series(1, 60)');
  await cluster.sql('checkpoint');
  const forgotten = await cluster.open();
  must(await forgotten.run('begin; delete from tickets where id <= 20'));

  await cluster.sql('select pg_switch_wal()');
  await cluster.sql('create table notes (id int)');
  // As if the WAL with the deletion itself had been written a quarter of an hour ago.
  const wal = join(cluster.dataDirectory, 'pg_wal');
  const [current] = await cluster.sql('select pg_walfile_name(pg_current_wal_lsn()) as name');
  const older = readdirSync(wal).filter(name => /^[0-9A-F]{24}$/.test(name) && name < String(current?.name));
  const quarterAgo = Date.now() / 1000 - 900;
  for (const name of older) utimesSync(join(wal, name), quarterAgo, quarterAgo);

  const [{from = ''} = {}] = await cluster.sql('select clock_timestamp()::text as from');
  must(await forgotten.run('commit'));
  await forgotten.close();
  const found = must(await listDeletions({live: cluster.uri, tables: ['tickets'], from: String(from)}));
  expect(found.deletions).toMatchObject([{rows: 20, whole: true, tables: {'public.tickets': 20}}]);
});
