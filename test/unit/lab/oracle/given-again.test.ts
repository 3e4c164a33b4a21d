/** A key that is given a second time after a restore names another row, and the former one is lost and not changed. */
import {expect, test} from 'vitest';
import {withoutGivenAgain} from '../../../../src/lab/oracle/given-again.ts';

const faultMs = Date.parse('2026-11-23T02:47:00.000Z');
const row = (...key: readonly string[]) => ({key, fingerprint: `of ${key.join(' ')}`});
const orders = {table: 'public.orders', keyColumns: ['id'], rows: [row('7'), row('8'), row('9')]};

test('rows whose key the application was told of after the fault are left out, and no others', () => {
  const acknowledged = [
    {atMs: faultMs - 1_000, keys: {orders: [8]}},
    {atMs: faultMs + 1_000, keys: {orders: [9, 10], tickets: [7]}},
  ];
  expect(withoutGivenAgain(orders, 'orders', {acknowledged, faultMs}).rows).toEqual([row('7'), row('8')]);
  expect(withoutGivenAgain(orders, 'orders', {acknowledged: [], faultMs})).toEqual(orders);
});

test('a key of several columns is none that a sequence gives', () => {
  const seats = {table: 'public.seats', keyColumns: ['event_id', 'seat'], rows: [row('9', '3')]};
  const acknowledged = [{atMs: faultMs + 1, keys: {seats: [9]}}];
  expect(withoutGivenAgain(seats, 'seats', {acknowledged, faultMs})).toEqual(seats);
});
