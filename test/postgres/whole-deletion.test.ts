/** A deletion is one transaction: what it took in tables that nobody named, and before the WAL that was searched, is not forgotten. */
import {readdirSync, renameSync, utimesSync} from 'node:fs';
import {join} from 'node:path';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {archiveWal} from '../../src/backup/archive-wal.ts';
import {deletedRows, findDeletion} from '../../src/backup/find-deletion.ts';
import {type Cluster, makeCluster} from '../support/postgres-cluster.ts';
import {must} from '../support/postgres-must.ts';

let cluster: Cluster;
let from: string;

beforeAll(async () => {
  cluster = await makeCluster();
  await cluster.sql(`create extension pg_walinspect;
    create table orders (id int primary key); insert into orders select generate_series(1, 100);
    create table tickets (id int primary key, "order" int references orders on delete cascade);
    insert into tickets select g, 1 + g / 4 from generate_series(1, 300) g; create table log (line text);
    insert into log values ('kept')`);
  from = String((await cluster.sql('select now() as at'))[0]?.at);
});

afterAll(() => cluster.remove());

test('rows that a cascade took are listed with those of the table that was named, and a table can be left out', async () => {
  await cluster.sql('delete from log; delete from orders where id <= 10');
  const search = {live: cluster.uri, tables: ['orders'], from};
  const found = must(await findDeletion(search));
  expect(found.deletions).toMatchObject([
    {rows: 50, tables: {'public.orders': 10, 'public.tickets': 39, 'public.log': 1}},
  ]);

  const {xid = '', firstLsn = '', commitLsn = ''} = found.deletions[0] ?? {};
  const counts = async (choice: object) => {
    const rows = must(await deletedRows({live: cluster.uri, xid, firstLsn, commitLsn, ...choice}));
    return Object.fromEntries(Object.entries(rows).map(([table, ctids]) => [table, ctids.length]));
  };
  expect(await counts({})).toEqual({'public.orders': 10, 'public.tickets': 39, 'public.log': 1});
  expect(await counts({except: ['log']})).toEqual({'public.orders': 10, 'public.tickets': 39});
  expect(await counts({tables: ['tickets']})).toEqual({'public.tickets': 39});
  expect(await deletedRows({live: cluster.uri, xid, firstLsn, commitLsn, except: ['logs']})).toMatchObject({
    ok: false,
    reason: expect.stringContaining('there is no table logs in this database'),
  });
});

test('a transaction that began before the WAL on the server is said not to be whole, and the archive completes it', async () => {
  const since = String((await cluster.sql('select now() as at'))[0]?.at);
  const long = await cluster.open();
  must(await long.run('begin; delete from orders where id between 20 and 29'));
  must(await archiveWal({live: cluster.uri}));
  await cluster.sql('checkpoint');
  must(await long.run('delete from orders where id between 30 and 34; commit'));
  await long.close();
  // As if the first part had been written three hours ago.
  const wal = join(cluster.dataDirectory, 'pg_wal');
  const segments = readdirSync(wal)
    .filter(name => /^[0-9A-F]{24}$/.test(name))
    .sort();
  const [{name: current} = {}] = await cluster.sql('select pg_walfile_name(pg_current_wal_lsn()) as name');
  const threeHoursAgo = Date.now() / 1000 - 3 * 3600;
  for (const name of segments.filter(segment => segment < String(current))) {
    utimesSync(join(wal, name), threeHoursAgo, threeHoursAgo);
  }

  const search = {live: cluster.uri, tables: ['orders'], from: since};
  expect(must(await findDeletion(search)).deletions).toMatchObject([{whole: false, tables: {'public.orders': 5}}]);
  const both = must(await findDeletion({...search, archiveDir: cluster.archive}));
  expect(both.searched).toEqual(['server', 'archive']);
  must(await archiveWal({live: cluster.uri}));
  const whole = must(await findDeletion({...search, archiveDir: cluster.archive}));
  expect(whole).toMatchObject({complete: true, deletions: [{whole: true, tables: {'public.orders': 15}}]});

  // A gap hides what may have been there, and that is said.
  await cluster.sql('insert into orders values (1000)');
  must(await archiveWal({live: cluster.uri}));
  renameSync(join(cluster.archive, String(current)), join(cluster.root, 'aside'));
  await cluster.sql('drop extension pg_walinspect');
  expect(must(await findDeletion({...search, archiveDir: cluster.archive, from}))).toMatchObject({complete: false});
  renameSync(join(cluster.root, 'aside'), join(cluster.archive, String(current)));
});

test('rows in a table that was rewritten since are counted, on the server and in the archive, since they cannot be named', async () => {
  const began = String((await cluster.sql('select clock_timestamp() as at'))[0]?.at);
  await cluster.sql('create extension pg_walinspect');
  await cluster.sql('delete from orders where id between 50 and 54');
  await cluster.sql('vacuum full tickets');
  const search = {live: cluster.uri, tables: ['orders'], from: began};
  const lost = {rows: 5, unknownRows: 20, tables: {'public.orders': 5}};
  expect(must(await findDeletion(search)).deletions).toMatchObject([lost]);

  must(await archiveWal({live: cluster.uri}));
  await cluster.sql('drop extension pg_walinspect');
  const inArchive = must(await findDeletion({...search, archiveDir: cluster.archive}));
  expect(inArchive.deletions.filter(({committedAt}) => committedAt > began)).toMatchObject([lost]);
});
