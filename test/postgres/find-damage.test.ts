/** Damage of every kind in a user's own cluster is found where it is, with the server up. */

import {afterAll, beforeAll, expect, test} from 'vitest';
import {findDamage} from '../../src/backup/corruption/find-damage.ts';
import {scanCluster} from '../../src/backup/corruption/scan-cluster.ts';
import {type DamagedShop, damageFile, makeShop, orphanedPayment} from '../support/damaged-shop.ts';
import {must} from '../support/postgres-must.ts';

let shop: DamagedShop;

beforeAll(async () => {
  shop = await makeShop();
});

afterAll(async () => {
  await shop.remove();
});

test('a sound cluster has none, and everything was looked at', async () => {
  const found = must(await findDamage({database: shop.uri, createExtension: true}));
  expect(found).toMatchObject({scope: {cure: 'none', blocks: 0, summary: 'no damage found'}, pages: [], unseen: []});
  expect(found.pagesChecked).toBeGreaterThan(500);
  expect(found.relationsChecked).toBeGreaterThan(100);
});

test('a damaged index needs no more than to be made again', async () => {
  await shop.flip('orders_placed', 2);
  const found = must(await findDamage({database: shop.uri}));
  expect(found.scope).toMatchObject({cure: 'reindex', blocks: 1, indexes: ['public.orders_placed'], tables: []});
  await shop.sql('reindex index orders_placed');
  expect(must(await findDamage({database: shop.uri})).scope.cure).toBe('none');
});

test('a row that points at nothing is found though every checksum is right', async () => {
  await shop.flip('payments', 3, orphanedPayment(600));
  expect(must(await scanCluster({database: shop.uri})).damaged).toEqual([]);
  const found = must(await findDamage({database: shop.uri}));
  expect(found.scope).toMatchObject({cure: 'rows', tables: ['public.payments'], orphans: 1, tablePages: []});
  expect(found.orphans).toMatchObject([{constraint: 'payments_order_id_fkey', orphans: 1, blocks: [3]}]);
  await shop.sql('delete from payments where id = 600');
});

test('one damaged page is told once, though amcheck meets it through each index', async () => {
  await shop.flip('orders', 7);
  const scanned = must(await scanCluster({database: shop.uri}));
  expect(scanned.damaged).toMatchObject([
    {database: 'shop', relation: 'public.orders', kind: 'table', table: 'public.orders', block: 7, fork: 'main'},
  ]);
  const found = must(await findDamage({database: shop.uri}));
  expect(found.relations).toMatchObject([{relation: 'public.orders', kind: 'table', block: 7}]);
  expect(found.scope).toMatchObject({
    cure: 'rows',
    blocks: 1,
    indexes: [],
    tables: ['public.orders'],
    tablePages: ['public.orders:7'],
  });
});

test('a damaged TOAST page is the table’s, and beyond what rows can mend', async () => {
  await shop.sql('create table notes as select * from orders where false');
  await shop.sql('alter table notes alter column note set storage external');
  await shop.sql(
    `insert into notes select n, 1, 'N', 1, now(), repeat(md5(n::text), 300) from generate_series(1, 20) n`,
  );
  const [row] = await shop.sql(`select reltoastrelid::regclass::text as name from pg_class where relname = 'notes'`);
  await shop.flip(String(row?.name), 1);
  const found = must(await findDamage({database: shop.uri}));
  expect(found.pages).toContainEqual(expect.objectContaining({kind: 'toast', table: 'public.notes', block: 1}));
  expect(found.scope.cure).toBe('cluster');
});

test('a catalogue that keeps everybody out of the database is found from another one', async () => {
  const path = await shop.fileOf('pg_attribute');
  for (const block of [0, 1, 2]) {
    await damageFile(shop, path, {block, damage: 'torn'});
  }
  const found = must(await findDamage({database: shop.uri}));
  expect(found.scope.cure).toBe('cluster');
  expect(found.scope.beyond).toContain('database shop cannot be used');
  expect(found.pages.filter(({kind}) => kind === 'catalogue').map(({block}) => block)).toEqual([0, 1, 2]);
  expect(found.unseen).toHaveLength(1);
});
