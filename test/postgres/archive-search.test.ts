/** A deletion whose WAL is no longer on the server is found in the archive, with the same rows. */

import {readdirSync} from 'node:fs';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {archiveWal} from '../../src/backup/archive-wal.ts';
import {deletedRows, findDeletion} from '../../src/backup/find-deletion.ts';
import {type Cluster, makeCluster} from '../support/postgres-cluster.ts';
import {must} from '../support/postgres-must.ts';

let cluster: Cluster;
beforeAll(async () => {
  cluster = await makeCluster();
});
afterAll(() => cluster.remove());

test('the server and its archive give the same account; once the server has forgotten, the archive still knows', async () => {
  await cluster.sql(
    'create extension pg_walinspect; create table seats (id int primary key); insert into seats select generate_series(1, 500)',
  );
  const from = String((await cluster.sql('select now() as at'))[0]?.at);
  await cluster.sql(
    'begin; savepoint a; delete from seats where id <= 20; release a; delete from seats where id = 300; commit',
  );
  await cluster.sql('begin; delete from seats where id = 301; rollback');

  const search = {live: cluster.uri, archiveDir: cluster.archive, tables: ['seats'], from};
  const onServer = must(await findDeletion(search));
  expect(onServer).toMatchObject({complete: true, searched: ['server'], deletions: [{rows: 21, whole: true}]});
  const {xid = '', firstLsn = '', commitLsn = '', committedAt = ''} = onServer.deletions[0] ?? {};
  const rows = must(await deletedRows({...search, xid, firstLsn, commitLsn}));

  must(await archiveWal({live: cluster.uri}));
  await cluster.sql('drop extension pg_walinspect');
  const inArchive = must(await findDeletion(search));
  expect(inArchive.searched).toEqual(['archive']);
  expect(inArchive.deletions).toEqual(onServer.deletions);
  expect(must(await deletedRows({...search, xid, firstLsn, commitLsn, committedAt}))).toEqual(rows);
  expect(await deletedRows({...search, xid: '7', firstLsn, commitLsn, committedAt})).toMatchObject({
    ok: false,
    reason: expect.stringContaining('no deletion by transaction 7'),
  });
});

test('without the archive the server’s own reason stands, with the way out', async () => {
  expect(readdirSync(cluster.archive).length).toBeGreaterThan(0);
  const refused = await findDeletion({live: cluster.uri, from: '2026-11-24T00:00:00Z'});
  expect(refused).toMatchObject({ok: false, reason: expect.stringContaining('run: create extension pg_walinspect')});
  const unknown = await findDeletion({live: cluster.uri, tables: ['seat'], from: '2026-11-24T00:00:00Z'});
  expect(unknown).toMatchObject({
    ok: false,
    reason: expect.stringContaining('there is no table seat in this database'),
  });
});
