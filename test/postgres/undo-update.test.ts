/** Rows that a bad update changed get their values back where nobody has changed them since, and only there. */
import {join} from 'node:path';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {archiveWal} from '../../src/backup/archive-wal.ts';
import {discardSide} from '../../src/backup/discard-side.ts';
import {deletedRows, findDeletion} from '../../src/backup/find-deletion.ts';
import {restoreBeside} from '../../src/backup/restore-beside.ts';
import {checkUndoUpdate, type UndoUpdateRequest, undoUpdate} from '../../src/backup/undelete/undo-update.ts';
import {type Cluster, makeCluster} from '../support/postgres-cluster.ts';
import {must} from '../support/postgres-must.ts';

let cluster: Cluster;
let request: UndoUpdateRequest;
let pictured: string;

// One bad update, a savepoint in it, and what people did to its rows afterwards.
beforeAll(async () => {
  cluster = await makeCluster();
  await cluster.sql(`create extension pg_walinspect;
    create table prices (id int generated always as identity primary key, cents int not null, vat int generated always as (cents / 5) stored, note text);
    insert into prices (cents, note) select g, repeat('n', g % 300) from generate_series(1, 3000) g;
    create table tags (word text); insert into tags values ('a'), ('b')`);
  const backupDir = await cluster.backUp();
  pictured = await picture();
  const from = String((await cluster.sql('select clock_timestamp() as at'))[0]?.at);
  await cluster.sql(`update prices set note = 'fine' where id = 7`);
  pictured = await picture();
  await cluster.sql(
    `begin; update prices set cents = 0 where id <= 1000; savepoint a; update prices set cents = 1, note = repeat('x', 900) where id between 900 and 1100; release a; commit`,
  );
  const find = {live: cluster.uri, change: 'update', from} as const;
  const {deletions} = must(await findDeletion(find));
  const bad = deletions.find(({rows}) => rows > 1);
  if (bad === undefined) throw new Error('the update was not found');
  expect(bad).toMatchObject({
    rows: 1201,
    tables: {'public.prices': 1201},
    savepoints: [expect.stringMatching(/^\d+$/)],
  });
  const {xid, firstLsn, commitLsn} = bad;
  const rows = must(await deletedRows({live: cluster.uri, change: 'update', xid, firstLsn, commitLsn}));
  must(await archiveWal({live: cluster.uri}));
  const side = must(
    await restoreBeside({
      backupDir,
      wal: {archiveDir: cluster.archive},
      intoDir: join(cluster.root, 'side'),
      target: {beforeXid: bad.xid},
      database: 'shop',
    }),
  );
  const transactions = [bad.xid, ...bad.savepoints];
  request = {from: side.connection, into: cluster.uri, rows, transactions, commitLsn: bad.commitLsn};
});

afterAll(async () => {
  must(await discardSide(join(cluster.root, 'side')));
  await cluster.remove();
});

const picture = async () =>
  String((await cluster.sql(`select md5(string_agg(p::text, '|' order by id)) as m from prices p`))[0]?.m);

test('rows that the update left are put back, also those that it changed twice; others are listed and left', async () => {
  await cluster.sql('update prices set cents = 4242 where id = 5; delete from prices where id = 6');
  await cluster.sql('vacuum full prices');
  expect(must(await checkUndoUpdate(request))).toMatchObject({
    complete: false,
    wrong: 1098,
    changedSince: 1,
    goneSince: 1,
    tables: [{table: 'public.prices', columns: ['cents', 'note'], examples: ['(5)', '(6)']}],
  });
  expect(must(await undoUpdate(request))).toMatchObject({rowsRestored: 1098, complete: true, changedSince: 1});
  expect(must(await checkUndoUpdate(request))).toMatchObject({complete: true, wrong: 0, asBefore: 1098});
  expect(must(await undoUpdate(request))).toMatchObject({rowsRestored: 0});
  expect((await cluster.sql('select cents from prices where id = 5'))[0]).toEqual({cents: 4242});

  await cluster.sql(`update prices set cents = 5 where id = 5`);
  await cluster.sql(`insert into prices (id, cents, note) overriding system value values (6, 6, repeat('n', 6))`);
  expect(await picture()).toBe(pictured);
});

test('a table without a key is refused, and so is a side instance that stands elsewhere', async () => {
  expect(await undoUpdate({...request, rows: {'public.tags': ['(0,1)']}})).toMatchObject({
    ok: false,
    reason: expect.stringContaining('public.tags has no key'),
  });
  expect(await undoUpdate({...request, commitLsn: '0/1000000'})).toMatchObject({
    ok: false,
    reason: expect.stringContaining('restore it again, to just before this transaction'),
  });
});

test('rows whose keys the update changed are not taken for rows that others deleted', async () => {
  await cluster.sql(
    `create table seats (id int primary key, place text); insert into seats values (1, 'A1'), (2, 'A2')`,
  );
  const backupDir = await cluster.backUp('backup with seats');
  const from = String((await cluster.sql('select clock_timestamp() as at'))[0]?.at);
  await cluster.sql('update seats set id = id + 10');
  const {deletions} = must(await findDeletion({live: cluster.uri, change: 'update', from}));
  const {xid = '', firstLsn = '', commitLsn = ''} = deletions[0] ?? {};
  const rows = must(await deletedRows({live: cluster.uri, change: 'update', xid, firstLsn, commitLsn}));
  must(await archiveWal({live: cluster.uri}));
  const intoDir = join(cluster.root, 'side with seats');
  const wal = {archiveDir: cluster.archive};
  const side = must(await restoreBeside({backupDir, wal, intoDir, target: {beforeXid: xid}, database: 'shop'}));
  const moved = {from: side.connection, into: cluster.uri, rows, transactions: [xid], commitLsn};
  const refused = {ok: false, reason: expect.stringContaining('keys of public.seats')};
  expect(await checkUndoUpdate(moved)).toMatchObject(refused);
  expect(await undoUpdate(moved)).toMatchObject(refused);
  must(await discardSide(intoDir));
});
