/** What dropped or emptied tables is found in the WAL with its moment and its names, and what only rewrote them is passed over. */
import {afterAll, beforeAll, expect, test} from 'vitest';
import {archiveWal} from '../../src/backup/archive-wal.ts';
import {findRemoval} from '../../src/backup/undelete/find-removal.ts';
import {type Cluster, makeCluster} from '../support/postgres-cluster.ts';
import {must} from '../support/postgres-must.ts';

let cluster: Cluster;
let backupDir: string;
let from: string;

beforeAll(async () => {
  cluster = await makeCluster();
  await cluster.sql('create database scratch');
  await cluster.sql(`create extension pg_walinspect; create schema "Box Office";
    create table orders (id serial primary key, total int); insert into orders (total) select g from generate_series(1, 100) g;
    create table "Box Office"."Tickets" (id int primary key, order_id int references orders);
    insert into "Box Office"."Tickets" select g, g from generate_series(1, 100) g;
    create table payments (id int primary key, order_id int references orders); insert into payments select g, g from generate_series(1, 50) g`);
  backupDir = await cluster.backUp();
  from = String((await cluster.sql('select clock_timestamp() as at'))[0]?.at);
  for (const statement of [
    'create temp table cart (id int); drop table cart',
    'vacuum full payments',
    'alter table payments alter order_id type bigint',
    'reindex table orders',
    'truncate orders cascade',
    'begin; drop table "Box Office"."Tickets"; rollback',
    'begin; savepoint a; drop table "Box Office"."Tickets"; release a; commit',
    'create table draft (id int); drop table draft',
    'create table shifts (id int)',
    'drop table shifts',
    'drop database scratch',
  ]) {
    await cluster.sql(statement);
  }
});

afterAll(() => cluster.remove());

const seen = [
  {kind: 'database', database: 'scratch'},
  {kind: 'dropped', dropped: [], unnamed: 1, truncated: []},
  {kind: 'dropped', dropped: ['"Box Office"."Tickets"'], unnamed: 0, truncated: []},
  {
    kind: 'truncated',
    dropped: [],
    unnamed: 0,
    truncated: expect.arrayContaining(['public.orders', 'public.payments', '"Box Office"."Tickets"']),
  },
];

test('the WAL of the server says what was removed, and names come from the backup', async () => {
  const {removals} = must(await findRemoval({live: cluster.uri, from, backupDir}));
  expect(removals).toMatchObject(seen);
});

test('what was removed is to be rebuilt to before the commit: before the locks, or before the files of a database go', async () => {
  const {removals} = must(await findRemoval({live: cluster.uri, from, backupDir}));
  for (const {beforeLsn, commitLsn} of removals) {
    expect((await cluster.sql('select $1::pg_lsn < $2::pg_lsn as before', [beforeLsn, commitLsn]))[0]).toEqual({
      before: true,
    });
  }
});

test('without a backup the relations that are gone are only counted', async () => {
  const {removals} = must(await findRemoval({live: cluster.uri, from}));
  expect(removals[0]?.database).toMatch(/^number \d+$/);
  expect(removals[2]).toMatchObject({kind: 'dropped', dropped: [], unnamed: 2});
});

test('a server without pg_walinspect has its archive searched, and the answer is the same', async () => {
  await cluster.sql('drop extension pg_walinspect');
  expect(await findRemoval({live: cluster.uri, from, backupDir})).toMatchObject({ok: false});
  const request = {live: cluster.uri, from, backupDir, archiveDir: cluster.archive, switchWal: true};
  const {removals, searched} = must(await findRemoval(request));
  expect(searched).toEqual(['archive']);
  expect(removals).toMatchObject(seen);
  await cluster.sql('create extension pg_walinspect');
  must(await archiveWal({live: cluster.uri}));
});

test('what committed outside the window is not listed', async () => {
  const to = from;
  expect(must(await findRemoval({live: cluster.uri, from: '2026-01-01T00:00:00Z', to, backupDir})).removals).toEqual(
    [],
  );
});
