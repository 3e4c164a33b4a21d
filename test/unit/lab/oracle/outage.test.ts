/** The outage as clients saw it: a number from what the application was told, and when. */
import {expect, test} from 'vitest';
import {outageFinding} from '../../../../src/lab/oracle/outage.ts';

const faultMs = Date.parse('2026-11-23T02:47:00.000Z');
const at = (secondsFromFault: number, server: 'primary' | 'standby' = 'primary') => ({
  atMs: faultMs + secondsFromFault * 1_000,
  server,
});

test('it lasts from the last write before the fault to the first after it', () => {
  expect(outageFinding({acknowledged: [at(-9), at(-1), at(2, 'standby'), at(3, 'standby')], faultMs})).toEqual({
    name: 'outage',
    ok: true,
    detail:
      'clients could not write for 3000 ms from 2026-11-23T02:46:59.000Z on, and the first write after that was taken by the standby',
    measured: {outageMs: 3_000},
  });
});

test('one that begins later than the fault is found as well, and one from before it is not counted', () => {
  const acknowledged = [at(-60), at(-1), at(1), at(2), at(9, 'standby'), at(10, 'standby')];
  expect(outageFinding({acknowledged, faultMs}).measured).toEqual({outageMs: 7_000});
});

test('clients that were never served again are no outage with an end', () => {
  expect(outageFinding({acknowledged: [at(-1)], faultMs})).toMatchObject({ok: false});
  expect(outageFinding({acknowledged: [], faultMs})).toMatchObject({ok: false});
});

test('where nothing was written before the fault, nobody can say how long it was', () => {
  expect(outageFinding({acknowledged: [at(4, 'standby')], faultMs})).toMatchObject({
    ok: false,
    detail: expect.stringContaining('has no beginning'),
  });
});
