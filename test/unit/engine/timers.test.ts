/** Timers that end with the engine. */
import {expect, test} from 'vitest';
import {createTimers} from '../../../src/engine/timers.ts';
import {fakeClock} from '../../support/fake-clock.ts';

test('a timer calls back once, unless it is taken back', () => {
  const clock = fakeClock();
  const timers = createTimers(clock);
  const calls: string[] = [];
  timers.after(1_000, () => calls.push('first'));
  timers.after(1_000, () => calls.push('second'))();
  clock.pass(5_000);
  expect(calls).toEqual(['first']);
});

test('stopped timers neither call back nor keep anything waiting, and none starts after that', () => {
  const clock = fakeClock();
  const timers = createTimers(clock);
  timers.after(1_000, () => expect.unreachable());
  timers.stop();
  timers.after(1_000, () => expect.unreachable());
  expect(clock.waiting()).toBe(0);
  clock.pass(5_000);
});

test('a wait longer than a timer can count is cut short, not begun anew at once', () => {
  const clock = fakeClock();
  let calls = 0;
  createTimers(clock).after(2 ** 40, () => {
    calls += 1;
  });
  clock.pass(2 ** 31 - 2);
  expect(calls).toBe(0);
  clock.pass(1);
  expect(calls).toBe(1);
});
