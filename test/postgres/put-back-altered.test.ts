/** Tables that were altered between the deletion and the put-back: rows come back by the columns of both, or with what is in the way. */

import {afterAll, beforeAll, beforeEach, expect, test} from 'vitest';
import {checkPutBack, putBack} from '../../src/backup/put-back.ts';
import {type DeletedShop, makeDeletedShop} from '../support/deleted-shop.ts';
import type {Cluster} from '../support/postgres-cluster.ts';
import {must} from '../support/postgres-must.ts';

let shop: DeletedShop;
let cluster: Cluster;

beforeAll(async () => {
  shop = await makeDeletedShop();
  cluster = shop.cluster;
});

afterAll(() => shop.remove());

// Every test begins with the rows gone.
beforeEach(() => shop.deleteAgain());

test('a column that was added since gets its default in the rows that come back', async () => {
  await cluster.sql(`alter table customers add column tier text not null default 'basic'`);
  const filledByDefault = {'public.customers': ['tier']};
  expect(must(await checkPutBack(shop.asked()))).toMatchObject({lost: 12, filledByDefault});
  expect(must(await putBack(shop.asked()))).toMatchObject({rowsRestored: 12, filledByDefault});
  expect(await cluster.sql(`select tier, email from customers where id = 1`)).toEqual([
    {tier: 'basic', email: 'c1@example.org'},
  ]);
  await cluster.sql(`update customers set tier = 'gold' where id = 1`);
  expect(must(await checkPutBack(shop.asked()))).toMatchObject({complete: true});
  await cluster.sql('alter table customers drop column tier');
});

test('a primary key that was added since is not what lost rows are told apart by', async () => {
  await cluster.sql(`alter table scans drop constraint scans_pkey, add unique (id);
    alter table scans add column number bigint generated always as identity primary key`);
  expect(must(await putBack(shop.asked()))).toMatchObject({
    rowsRestored: 12,
    filledByDefault: {'public.scans': ['number']},
  });
  expect(must(await putBack(shop.asked()))).toMatchObject({alreadyThere: true});
  await cluster.sql(
    'alter table scans drop column number, drop constraint scans_id_key, add constraint scans_pkey primary key (id)',
  );
});

test('with triggers skipped, a default that points at nothing is refused as well', async () => {
  await cluster.sql(`alter table customers add column home int not null default 2 references venues;
    alter table customers alter home set default 77`);
  expect(await putBack({...shop.asked(), triggers: 'skip'})).toMatchObject({
    ok: false,
    reason: expect.stringContaining('rows of public.customers would point at rows of public.venues that are not there'),
  });
  await cluster.sql('alter table customers drop column home');
});

test.for([
  {
    change: 'rename column name to full_name',
    back: 'rename column full_name to name',
    sentence: 'its column name was dropped or renamed',
  },
  {
    change: 'alter id type bigint',
    back: 'alter id type int',
    sentence: 'its column id was integer and is bigint now',
  },
  {
    change: 'add column tier text not null',
    back: 'drop column tier',
    sentence: 'its column tier is new, takes no null and has no default',
  },
])('after "alter table customers $change" its rows are refused with what is in the way', async step => {
  await cluster.sql(
    `delete from scans; delete from tickets; delete from customers; alter table customers ${step.change}`,
  );
  const refused = {ok: false, reason: expect.stringContaining(step.sentence)};
  expect(await checkPutBack(shop.asked())).toMatchObject(refused);
  expect(await putBack(shop.asked())).toMatchObject(refused);
  await cluster.sql(`alter table customers ${step.back}`);
});

test('a table that was renamed since is refused with the way to have its rows back', async () => {
  await cluster.sql('alter table customers rename to clients');
  const rows = {'public.clients': shop.rows['public.customers'] ?? []};
  expect(await checkPutBack({...shop.asked(), rows})).toMatchObject({
    ok: false,
    reason: expect.stringContaining('the side instance has no table public.clients; it was renamed since the deletion'),
  });
  await cluster.sql('alter table clients rename to customers');
});
