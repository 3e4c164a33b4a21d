/** Each wanted thing is taken up once. */
import {expect, test} from 'vitest';
import {inFlight} from '../../../src/engine/in-flight.ts';
import {policyOf} from '../../../src/machine/policy.ts';
import type {Wanted} from '../../../src/machine/wanted.ts';
import {commandStep} from '../../support/model.ts';

const item = (want: Wanted['want'], path: string, attempt = 1): Wanted => ({
  want,
  path,
  attempt,
  tries: 0,
  policy: policyOf(commandStep(path)),
});

test('what was taken up is not taken up again while it is wanted', () => {
  const flight = inFlight();
  const perform = item('perform', 'restore');
  expect(flight.next([perform])).toBe(perform);
  flight.take(perform);
  expect(flight.next([perform])).toBeUndefined();
  expect(flight.next([perform, item('perform', 'restore', 2)])).toMatchObject({attempt: 2});
});

test('what is wanted again after it was done is taken up again', () => {
  const flight = inFlight();
  const enter = item('enter', 'restore', 0);
  flight.take(enter);
  expect(flight.next([])).toBeUndefined();
  expect(flight.next([enter])).toBe(enter);
});

test('while something goes on for it, it is not begun a second time, even if it was not wanted in between', () => {
  const flight = inFlight();
  const enter = item('enter', 'restore', 0);
  flight.begin(enter);
  flight.next([]);
  expect(flight.next([enter])).toBeUndefined();
  flight.end(enter);
  expect(flight.next([enter])).toBe(enter);
});

test('an unknown outcome that was looked into stays with the person', () => {
  const flight = inFlight();
  const decide = item('decide', 'restore');
  flight.begin(decide);
  expect(flight.isIdle()).toBe(false);
  flight.end(decide);
  expect(flight.isIdle()).toBe(true);
  expect(flight.next([decide])).toBeUndefined();
});
