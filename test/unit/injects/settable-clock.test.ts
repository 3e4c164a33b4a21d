/** A clock that a drill sets moves the wall time alone, and the engine finds out by its other clocks, as of a real one. */
import {expect, test} from 'vitest';
import {createRunClock} from '../../../src/engine/run-clock.ts';
import {settableClock} from '../../../src/injects/settable-clock.ts';
import {fakeClock} from '../../support/fake-clock.ts';

test('the wall time is another one, and no other clock is', () => {
  const host = fakeClock();
  const clock = settableClock(host);
  clock.set(-3_600_000);
  clock.set(60_000);
  host.pass(1_000);

  expect(clock.nowMs() - host.nowMs()).toBe(-3_540_000);
  expect(clock.setMs()).toBe(-3_540_000);
  expect([clock.monoUs(), clock.bootUs()]).toEqual([host.monoUs(), host.bootUs()]);
});

test('the clock of a run sees the jump and counts none of it', () => {
  const host = fakeClock();
  const clock = settableClock(host);
  const run = createRunClock(clock, {jumpedMs: 0});
  const beganMs = run.nowMs();
  clock.set(7_200_000);
  host.pass(5_000);

  expect(run.jump()).toEqual({byMs: 7_200_000, against: 'boot'});
  expect(run.nowMs() - beganMs).toBe(5_000);
});
