/** Two servers that take writes of clients at the same time are seen by a client that tries both. */
import {expect, test} from 'vitest';
import {neverTwoWritable} from '../../../../src/lab/oracle/two-writable.ts';
import type {Beat} from '../../../../src/lab/watch/watch-notes.ts';

const startMs = Date.parse('2026-11-23T02:47:00.000Z');

/** One write each 50 ms, as the watch makes them. */
const beats = (server: Beat['server'], from: number, until: number): readonly Beat[] =>
  Array.from({length: (until - from) / 50 + 1}, (_, index) => {
    const atMs = startMs + from + index * 50;
    return {server, sentMs: atMs - 2, atMs};
  });

test('a primary that ends before the standby begins leaves no moment with two', () => {
  expect(neverTwoWritable([...beats('primary', 0, 1_000), ...beats('standby', 2_300, 3_000)])).toEqual({
    name: 'never_two_writable',
    ok: true,
    detail:
      'of 36 writes of a client that tried every server all the time (primary, standby took some), no two servers took any at the same time',
    measured: {bothWritableMs: 0},
  });
});

test('a site that comes back unfenced is seen, with how long both took writes', () => {
  const all = [...beats('primary', 0, 1_000), ...beats('standby', 2_300, 5_000), ...beats('primary', 3_000, 3_400)];
  expect(neverTwoWritable(all)).toMatchObject({
    ok: false,
    detail: 'the primary and the standby both took writes of clients from 2026-11-23T02:47:03.000Z on, for 400 ms',
    measured: {bothWritableMs: 400},
  });
});

test('a watch that noted nothing proves nothing', () => {
  expect(neverTwoWritable([])).toMatchObject({ok: false});
});
