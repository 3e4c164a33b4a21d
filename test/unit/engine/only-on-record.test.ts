/** While the record stands nowhere nothing is performed, and nothing is asked of a probe. */
import {expect, test} from 'vitest';
import {notOnRecord, onlyOnRecord} from '../../../src/engine/only-on-record.ts';
import {fakeRunners} from '../../support/fake-runners.ts';

const request = {
  attempt: {run: '20261130t024700z-shop-outage-k7q2xw', step: 'restart', attempt: 1},
  action: {kind: 'notify', to: ['venue'], text: 'The shop is down'},
  timeoutMs: 60_000,
  secrets: [],
  use: 'action',
} as const;

test('it is refused with certainty and its sentence, and as soon as a place takes the record it is done', async () => {
  let isUnwritten = true;
  const world = fakeRunners();
  const runners = onlyOnRecord(world, {
    isUnwritten: () => isUnwritten,
    asked: () => undefined,
    decided: async () => false,
  });
  expect(await runners.perform(request, () => undefined)).toEqual({
    ok: false,
    certain: true,
    reason: notOnRecord,
    scope: {},
    offRecord: true,
  });
  expect(await runners.perform({...request, use: 'probe'}, () => undefined)).toMatchObject({ok: false});
  expect(world.log).toEqual([]);
  isUnwritten = false;
  expect(await runners.perform(request, () => undefined)).toMatchObject({ok: true});
  expect(world.log).toHaveLength(1);
});

test('while a person is being asked about the record it waits, and is not done whatever they say', async () => {
  const decision = Promise.withResolvers<boolean>();
  let isAsked = true;
  const world = fakeRunners();
  const runners = onlyOnRecord(world, {
    isUnwritten: () => false,
    asked: () => (isAsked ? 'The disk is full.' : undefined),
    decided: () => decision.promise,
  });
  const waiting = runners.perform({...request, use: 'probe'}, () => undefined);
  isAsked = false;
  decision.resolve(true);
  expect(await waiting).toMatchObject({ok: false, offRecord: true});
  expect(world.log).toEqual([]);
});
