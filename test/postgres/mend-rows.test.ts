/** Rows of damaged pages come back from a healthy copy exactly, newer rows stay, and what cannot be known is refused. */

import {afterAll, beforeAll, expect, test} from 'vitest';
import {compareWithCopy} from '../../src/backup/corruption/compare-copy.ts';
import {findDamage} from '../../src/backup/corruption/find-damage.ts';
import {holdCopy, releaseCopy} from '../../src/backup/corruption/hold-copy.ts';
import {mendRows} from '../../src/backup/corruption/mend-rows.ts';
import {removeVersions} from '../../src/backup/corruption/remove-versions.ts';
import {connect} from '../../src/postgres/connect.ts';
import {type DamagedShop, makeShop, makeStandby, orphanedPayment, type Standby} from '../support/damaged-shop.ts';
import {must} from '../support/postgres-must.ts';

let shop: DamagedShop;
let standby: Standby;
const pair = () => ({from: standby.uri, into: shop.uri});

beforeAll(async () => {
  shop = await makeShop();
  standby = await makeStandby(shop);
});

afterAll(async () => {
  await standby.remove();
  await shop.remove();
});

const newOrder = `insert into orders (customer_id, reference, cents) values (1, 'LIVE-1', 4200)`;
const prints = () =>
  shop.sql(`select (select count(*) from audit) as audited, (select sum(hashtextextended(t::text, 0))::text from orders t) as orders,
    (select sum(hashtextextended(t::text, 0))::text from payments t) as payments`);

// The first leaves a damaged payment behind for the second: every start of the servers is a second.
test('a copy that goes on and work since it was held are refused, and nothing is changed', async () => {
  await shop.flip('payments', 3, orphanedPayment(600));
  const goingOn = await mendRows({...pair(), pages: []});
  expect(goingOn).toMatchObject({ok: false, reason: expect.stringContaining('hold it still first')});

  must(await holdCopy({copy: standby.uri, live: shop.uri}));
  await shop.sql('update payments set cents = cents + 1 where id = 5');
  const worked = await mendRows({...pair(), pages: []});
  expect(worked).toMatchObject({ok: false, reason: expect.stringContaining('nobody can tell damage from work')});
  expect(await shop.sql('select count(*) as n from payments where order_id > 1000000')).toEqual([{n: 1}]);
  must(await releaseCopy(standby.uri));
});

test('pages that cannot be read and rows that were changed silently are as they were, and so is what came later', async () => {
  const before = await prints();
  await shop.flip('orders', 7);
  await shop.flip('orders', 11);
  await shop.sql(newOrder);
  must(await holdCopy({copy: standby.uri, live: shop.uri}));

  const compared = must(await compareWithCopy(pair()));
  expect(compared.sameMoment).toBe(true);
  expect(compared.differing.map(({table, rows}) => [table, rows.unreadable, rows.changed.length, rows.extra])).toEqual([
    ['public.orders', [7, 11], 0, []],
    ['public.payments', [], 1, []],
  ]);
  const mended = must(await mendRows({...pair(), pages: ['public.orders:7', 'public.orders:11']}));
  expect(mended).toMatchObject({changed: 1, rewritten: ['public.orders']});
  expect(mended.restored).toBeGreaterThan(100);
  expect(must(await findDamage({database: shop.uri, createExtension: true})).scope.summary).toBe('no damage found');

  // A second try finds nothing to do.
  expect(must(await mendRows({...pair(), pages: ['public.orders:7', 'public.orders:11']}))).toMatchObject({
    changed: 0,
    restored: 0,
    rewritten: [],
  });
  await shop.sql(`delete from orders where reference = 'LIVE-1'`);
  const after = await prints();
  expect(after).toEqual([{...before[0], payments: after[0]?.payments, audited: Number(before[0]?.audited) + 1}]);
  expect(await shop.sql('select order_id::int from payments where id = 600')).toEqual([{order_id: 600}]);
  must(await releaseCopy(standby.uri));
});

test('a row that came to lie where a damaged one was is work, and stays', async () => {
  must(await holdCopy({copy: standby.uri, live: shop.uri}));
  const last = 'id > (select max(id) - 10 from payments)';
  const [{address = ''} = {}] = await shop.sql(`select min(ctid)::text as address from payments where ${last}`);
  await shop.sql(`delete from payments where ${last}`);
  await shop.sql('vacuum payments');
  const [{taken = ''} = {}] = await shop.sql(
    'insert into payments (order_id, cents) values (601, 1) returning ctid::text as taken',
  );
  expect(taken).toBe(address);

  const both = {copy: must(await connect(standby.uri)), live: await shop.open()};
  const removed = await removeVersions(both, {'public.payments': [String(address)]});
  expect(removed).toMatchObject({ok: false, reason: {message: expect.stringContaining('stop all writes first')}});
  expect(await shop.sql(`select cents from payments where ctid = '${taken}'`)).toEqual([{cents: 1}]);
  await Promise.all([both.copy.close(), both.live.close()]);
  must(await releaseCopy(standby.uri));
});

test('a try that died after the table was written anew goes on from there', async () => {
  const before = await prints();
  await shop.flip('orders', 7);
  must(await holdCopy({copy: standby.uri, live: shop.uri}));
  const connection = await shop.open();
  must(await connection.run('set zero_damaged_pages = on'));
  must(await connection.run('vacuum (full) orders'));
  await connection.close();

  const unnamed = await mendRows({...pair(), pages: []});
  expect(unnamed).toMatchObject({ok: false, reason: expect.stringContaining('no page of it was named')});
  expect(must(await mendRows({...pair(), pages: ['public.orders:7']})).restored).toBeGreaterThan(50);
  expect(await prints()).toEqual(before);
});
