/** What the application was told of and is not there any more, asked of a real server. */
import {afterAll, beforeAll, expect, test} from 'vitest';
import {lostWrites} from '../../src/lab/oracle/lost-writes.ts';
import type {AcknowledgedWrite} from '../../src/lab/truth.ts';
import {type Cluster, makeCluster} from '../support/postgres-cluster.ts';
import {must} from '../support/postgres-must.ts';

let cluster: Cluster;
beforeAll(async () => {
  cluster = await makeCluster();
  await cluster.sql('create table orders (id bigint primary key); create table tickets (id bigint primary key)');
  await cluster.sql('insert into orders select generate_series(1, 4)');
  await cluster.sql('insert into tickets select generate_series(10, 40, 10)');
});
afterAll(() => cluster.remove());

/** Each an order with its ticket, a second apart. */
const sold = (...orders: readonly number[]): readonly AcknowledgedWrite[] =>
  orders.map((order, second) => ({atMs: second * 1_000, keys: {orders: [order], tickets: [order * 10]}}));

const lostOf = async (writes: readonly AcknowledgedWrite[]): Promise<readonly number[]> => {
  const connection = await cluster.open();
  const lost = must(await lostWrites(connection, writes));
  await connection.close();
  return lost.map(({atMs}) => atMs);
};

test('a write is there with all its rows; one that lacks a row in any table is lost', async () => {
  expect(await lostOf(sold(1, 2, 3, 4))).toEqual([]);
  expect(await lostOf(sold(1, 5, 3))).toEqual([1_000]);
  await cluster.sql('delete from tickets where id = 30');
  expect(await lostOf(sold(1, 2, 3, 4))).toEqual([2_000]);
  await cluster.sql('insert into tickets values (30)');
});

test('a write whose key a later one was given is lost, though a row of that key is there', async () => {
  expect(await lostOf(sold(1, 2, 3, 2, 3))).toEqual([1_000, 2_000]);
  expect(await lostOf(sold(5, 5))).toEqual([0, 1_000]);
});
