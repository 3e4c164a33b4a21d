/** Which write holds a key, where a server that was taken back to a moment has given keys twice. */
import {expect, test} from 'vitest';
import {holdersOf} from '../../../../src/lab/oracle/lost-writes.ts';
import type {AcknowledgedWrite} from '../../../../src/lab/truth.ts';

const sold = (second: number, ...orders: readonly number[]): AcknowledgedWrite => ({
  atMs: second * 1_000,
  keys: {orders, tickets: [second]},
});

const secondsOf = (writes: Iterable<AcknowledgedWrite>): readonly number[] => [...writes].map(({atMs}) => atMs / 1_000);

test('each key is held by the write that was given it last, and the one before has lost it', () => {
  const {holders, overtaken} = holdersOf('orders', [sold(1, 100), sold(2, 101, 102), sold(3, 101), sold(4, 103)]);
  expect([...holders.keys()]).toEqual([100, 101, 102, 103]);
  expect(secondsOf(holders.values())).toEqual([1, 3, 2, 4]);
  expect(secondsOf(overtaken)).toEqual([2]);
});

test('a table that a write did not touch says nothing of it', () => {
  expect(holdersOf('payments', [sold(1, 100)])).toEqual({holders: new Map(), overtaken: []});
});
