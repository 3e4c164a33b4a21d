/** What a corruption runbook does around the cure: writes and a standby held still, evidence kept, indexes made again. */

import {createHash} from 'node:crypto';
import {readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {compareWithCopy} from '../../src/backup/corruption/compare-copy.ts';
import {holdCopy, releaseCopy} from '../../src/backup/corruption/hold-copy.ts';
import {checkHeld, holdWrites, releaseWrites} from '../../src/backup/corruption/hold-writes.ts';
import {keepPages} from '../../src/backup/corruption/keep-pages.ts';
import {markMoment} from '../../src/backup/corruption/mark-moment.ts';
import {reindex} from '../../src/backup/corruption/reindex.ts';
import {discardSide} from '../../src/backup/discard-side.ts';
import {restoreBeside} from '../../src/backup/restore-beside.ts';
import {connect} from '../../src/postgres/connect.ts';
import {runAs} from '../../src/postgres/server-user.ts';
import {type DamagedShop, makeShop, makeStandby, type Standby} from '../support/damaged-shop.ts';
import {makeCluster} from '../support/postgres-cluster.ts';
import {must} from '../support/postgres-must.ts';

let shop: DamagedShop;
let standby: Standby;
let backup: string;

beforeAll(async () => {
  shop = await makeShop();
  backup = await shop.backUp();
  standby = await makeStandby(shop);
  await shop.sql('create role till login');
  await shop.sql('grant all on all tables in schema public to till');
});

afterAll(async () => {
  await standby.remove();
  await shop.remove();
});

const asTill = () => connect(shop.uri.replace('postgres@', 'till@'));

test('an application with an open session writes no more, and may again', async () => {
  const session = must(await asTill());
  must(await session.run('begin'));
  must(await session.run(`insert into audit values ('half an order')`));
  expect(must(await checkHeld({database: shop.uri, roles: ['till'], timeoutMs: 0}))).toMatchObject({
    held: false,
    open: ['till'],
    writers: [expect.stringContaining('till (shop, process')],
  });

  const held = must(await holdWrites({database: shop.uri, roles: ['till']}));
  expect(held).toMatchObject({held: true, open: [], writers: [], prepared: [], stoodStill: true});
  expect(await session.run('commit')).toMatchObject({ok: false});
  expect(await asTill()).toMatchObject({ok: false, reason: {sqlstate: '28000'}});
  await session.close();

  must(await releaseWrites({database: shop.uri, roles: ['till']}));
  const again = must(await asTill());
  must(await again.run(`insert into audit values ('an order')`));
  await again.close();
});

test('a role that could not log in before is not given a login, and one that is held twice is given it once', async () => {
  await shop.sql('create role dismissed nologin');
  const roles = ['till', 'dismissed'];
  must(await holdWrites({database: shop.uri, roles, isBrief: true}));
  must(await holdWrites({database: shop.uri, roles, isBrief: true}));
  expect(must(await releaseWrites({database: shop.uri, roles}))).toEqual({roles: ['till'], left: ['dismissed']});
  const after = `select rolname, rolcanlogin as login, rolconfig as settings from pg_roles where rolname = any($1) order by 1`;
  expect(await shop.sql(after, [roles])).toEqual([
    {rolname: 'dismissed', login: false, settings: null},
    {rolname: 'till', login: true, settings: null},
  ]);
  expect(must(await releaseWrites({database: shop.uri, roles}))).toEqual({roles: [], left: roles});
});

test('where others may go on writing, a transaction of theirs keeps nobody waiting, and one of the role itself counts', async () => {
  const other = await shop.open();
  must(await other.run(`begin; insert into audit values ('a report')`));
  const request = {database: shop.uri, roles: ['till'], timeoutMs: 0};
  expect(must(await holdWrites({...request, isBrief: true}))).toMatchObject({
    held: false,
    writers: [expect.any(String)],
  });
  expect(must(await holdWrites({...request, othersMayWrite: true}))).toMatchObject({held: true, open: []});
  must(await other.run('rollback'));
  await other.close();
  must(await releaseWrites(request));
  expect(must(await checkHeld({...request, othersMayWrite: true}))).toMatchObject({held: false, open: ['till']});
});

test('a role that is not there, and the one of the recovery itself, are refused before anything is stopped', async () => {
  expect(await holdWrites({database: shop.uri, roles: ['till', 'cashier']})).toEqual({
    ok: false,
    reason: 'there is no role cashier',
  });
  expect(await holdWrites({database: shop.uri, roles: ['postgres']})).toMatchObject({
    ok: false,
    reason: expect.stringContaining('the recovery itself logs in as postgres'),
  });
  expect(must(await checkHeld({database: shop.uri, roles: ['till'], timeoutMs: 0})).open).toEqual(['till']);
});

test('a standby that is held stays where it is until it is let go, however often that is asked', async () => {
  const first = must(await holdCopy({copy: standby.uri, live: shop.uri}));
  expect(must(await holdCopy({copy: standby.uri, live: shop.uri})).lsn).toBe(first.lsn);
  await shop.sql(`insert into audit values ('since')`);
  expect(await holdCopy({copy: standby.uri, live: shop.uri})).toMatchObject({
    ok: false,
    reason: expect.stringContaining('paused already'),
  });
  expect(must(await releaseCopy(standby.uri)).state).toBe('not paused');
  expect(must(await compareWithCopy({from: standby.uri, into: shop.uri}))).toMatchObject({
    sameMoment: true,
    differing: [],
  });
});

test('a standby of another cluster is never held: it would be promoted in place of this one', async () => {
  const other = await makeCluster();
  try {
    expect(await holdCopy({copy: standby.uri, live: other.uri})).toMatchObject({
      ok: false,
      reason: expect.stringContaining('follows another cluster'),
    });
    const replay = must(await connect(standby.uri));
    const [state] = must(await replay.run('select pg_get_wal_replay_pause_state() as state'));
    await replay.close();
    expect(state?.rows).toEqual([{state: 'not paused'}]);
  } finally {
    await other.remove();
  }
});

test('a side instance of this very moment is a copy too', async () => {
  await shop.sql(`insert into payments (order_id, cents) values (1, 4200)`);
  const {lsn} = must(await markMoment(shop.uri));
  const place = join(shop.root, 'side');
  must(await runAs(shop.tools.user, ['mkdir', place]));
  const intoDir = join(place, 'copy');
  const wal = {archiveDir: shop.archive};
  const side = must(await restoreBeside({backupDir: backup, wal, intoDir, target: {untilLsn: lsn}, database: 'shop'}));
  const compared = must(await compareWithCopy({from: side.connection, into: shop.uri}));
  expect(compared).toMatchObject({sameMoment: true, differing: []});
  must(await discardSide(intoDir));
});

test('damaged pages are kept as they are, for their owner alone, with digests that sha256sum checks, and stay when more are kept', async () => {
  const before = readFileSync(await shop.fileOf('orders'));
  await shop.flip('orders', 7);
  const intoDir = join(shop.root, 'evidence');
  const kept = must(await keepPages({database: shop.uri, intoDir, pages: ['public.payments:0']}));
  expect(kept.pages).toBe(2);
  expect(must(await keepPages({database: shop.uri, intoDir, pages: ['public.payments:0']}))).toEqual(kept);

  const names = readdirSync(intoDir).filter(name => name.endsWith('.page'));
  const list = readFileSync(join(intoDir, 'SHA256SUMS'), 'utf8');
  for (const name of names) {
    const bytes = readFileSync(join(intoDir, name));
    expect(list).toContain(`${createHash('sha256').update(bytes).digest('hex')}  ${name}\n`);
    expect(statSync(join(intoDir, name)).mode & 0o777).toBe(0o600);
  }
  const damaged = readFileSync(join(intoDir, names.find(name => name.endsWith('=7.page')) ?? ''));
  const sound = before.subarray(7 * 8192, 8 * 8192);
  expect([...damaged.keys()].filter(at => damaged[at] !== sound[at] && at >= 24)).toHaveLength(64);

  await shop.flip('orders', 7);
  must(await keepPages({database: shop.uri, intoDir, pages: []}));
  const later = readFileSync(join(intoDir, 'SHA256SUMS'), 'utf8');
  expect(later).toContain(list.trimEnd().split('\n')[0]);
  expect(names.every(name => later.includes(name))).toBe(true);
});

test('pages that a scan has found are kept without a second scan, and nothing outside of the data directory is read', async () => {
  const file = (await shop.fileOf('orders')).slice(shop.dataDirectory.length + 1);
  const asked = {database: shop.uri, intoDir: join(shop.root, 'known'), pages: []};
  const kept = must(await keepPages({...asked, found: [`${file}:7`, `${file}:3`]}));
  expect(kept.pages).toBe(2);
  const names = readdirSync(kept.directory).filter(name => name.endsWith('.page'));
  expect(names.map(name => name.slice(name.indexOf('=') + 1)).sort()).toEqual(['3.page', '7.page']);
  for (const page of ['../../etc/passwd:0', 'base/../../x:0', 'pg_hba.conf:0', `${file}:`]) {
    expect(await keepPages({...asked, found: [page]})).toMatchObject({
      ok: false,
      reason: expect.stringContaining('is no page of a file'),
    });
  }
});

test('evidence of an earlier incident stays, and nothing is written through a link', async () => {
  const intoDir = join(shop.root, 'evidence of two');
  const keep = async () => must(await keepPages({database: shop.uri, intoDir, pages: ['public.payments:1']}));
  await keep();
  const [first = ''] = readdirSync(intoDir).filter(name => name.endsWith('=1.page'));
  const earlier = readFileSync(join(intoDir, first));
  await shop.flip('payments', 1);
  await keep();
  expect(readFileSync(join(intoDir, first))).toEqual(earlier);
  expect(readdirSync(intoDir).filter(name => name.includes('=1.'))).toHaveLength(2);
  const list = readFileSync(join(intoDir, 'SHA256SUMS'), 'utf8');
  expect(list).toContain(`${createHash('sha256').update(earlier).digest('hex')}  ${first}\n`);

  const password = join(shop.root, 'password file');
  writeFileSync(password, 'secret');
  rmSync(join(intoDir, first));
  symlinkSync(password, join(intoDir, first));
  await shop.flip('payments', 1);
  await keep();
  expect(readFileSync(password, 'utf8')).toBe('secret');
});

test('evidence never goes into what is about to be repaired', async () => {
  const intoDir = join(shop.dataDirectory, 'evidence');
  expect(await keepPages({database: shop.uri, intoDir, pages: []})).toMatchObject({
    ok: false,
    reason: expect.stringContaining('lies in the data directory'),
  });
});

test('an index is made again, also where an earlier try has left half of one', async () => {
  await shop.sql('create table parts (id int)');
  await shop.sql('insert into parts values (1), (1)');
  await shop.sql('create index parts_id on parts (id)');
  const failing = shop.sql('create unique index concurrently parts_id_ccnew on parts (id)');
  await expect(failing).rejects.toThrow('could not create unique index');
  must(await reindex(shop.uri, ['public.parts_id']));
  const left = await shop.sql(
    `select indexrelid::regclass::text as name, indisvalid as valid from pg_index where indrelid = 'parts'::regclass`,
  );
  expect(left).toEqual([{name: 'parts_id', valid: true}]);
  expect(await reindex(shop.uri, ['public.parts'])).toMatchObject({
    ok: false,
    reason: expect.stringContaining('there is no such index'),
  });
});
