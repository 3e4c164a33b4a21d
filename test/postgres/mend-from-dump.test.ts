/** Pages are given up for a dump only when the dump can be brought back, and when giving them up helps. */
import {afterAll, beforeAll, expect, test} from 'vitest';
import {mendFromDump} from '../../src/backup/corruption/mend-from-dump.ts';
import {connect} from '../../src/postgres/connect.ts';
import {type DamagedShop, makeShop} from '../support/damaged-shop.ts';
import {must} from '../support/postgres-must.ts';

let shop: DamagedShop;
/** A server that was made of a dump. */
let dump: DamagedShop;
const request = () => ({from: dump.uri, into: shop.uri, tables: ['public.orders']});

beforeAll(async () => {
  [shop, dump] = await Promise.all([makeShop(), makeShop()]);
  await shop.flip('orders', 7);
});

afterAll(async () => {
  await shop.remove();
  await dump.remove();
});

/** What a query says that reads every row; null where it can. */
const damage = async (): Promise<string | null> => {
  const connection = must(await connect(shop.uri));
  const read = await connection.run('select count(t::text) from orders t');
  await connection.close();
  return read.ok ? null : read.reason.message;
};

test('a dump whose rows have no place any more costs no page', async () => {
  await dump.sql('alter table orders alter cents type text');
  const mended = await mendFromDump(request());
  expect(mended).toMatchObject({ok: false, reason: expect.stringMatching(/cents was text .*; no page was given up$/)});
  expect(await damage()).toContain('invalid page in block 7');
  await dump.sql('alter table orders alter cents type int using cents::int');
});

test('a dump that cannot be read itself costs none either', async () => {
  await dump.flip('orders', 3);
  const mended = await mendFromDump(request());
  expect(mended).toMatchObject({ok: false, reason: expect.stringContaining('no page was given up')});
  expect(await damage()).toContain('invalid page in block 7');
  await dump.flip('orders', 3);
});

test('nor where a long value lies on a damaged page, because the rest could not be written anew', async () => {
  const [row] = await shop.sql(`select reltoastrelid::regclass::text as toast from pg_class where relname = 'orders'`);
  const toast = String(row?.toast);
  // As of a large table that was vacuumed: rows are counted by the index alone, where no more is asked for.
  await shop.sql(`vacuum ${toast}`);
  await shop.sql(
    `do $$ begin execute format('alter database %I set enable_seqscan = off', current_database()); end $$`,
  );
  await shop.flip(toast, 5);
  const mended = await mendFromDump(request());
  expect(mended).toMatchObject({ok: false, reason: expect.stringContaining('long values of public.orders')});
  expect(await damage()).toContain('invalid page in block');
  // The same bytes again are what they were.
  await shop.flip(toast, 5);
  await shop.sql(`do $$ begin execute format('alter database %I reset enable_seqscan', current_database()); end $$`);
});

test('what the dump has comes back, the rest stays, and a second try finds nothing to do', async () => {
  await shop.sql(`update orders set cents = 1 where id = 2900`);
  const mended = must(await mendFromDump(request()));
  expect(mended.rewritten).toEqual(['public.orders']);
  expect(mended.restored).toBeGreaterThan(50);
  expect(await damage()).toBeNull();
  expect(await shop.sql('select count(*)::int as n, min(cents) as least from orders')).toEqual([{n: 3000, least: 1}]);
  expect(must(await mendFromDump(request()))).toEqual({restored: 0, rewritten: []});
});
