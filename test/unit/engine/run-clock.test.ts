/** The clock of a run takes out of the wall clock what somebody set it by, and nothing else. */
import {expect, test} from 'vitest';
import {createRunClock} from '../../../src/engine/run-clock.ts';
import {fakeClock} from '../../support/fake-clock.ts';

const hourMs = 3_600_000;

/** A run that opens now on a host that has been up for a day, or does not tell. */
const opened = (bootMs: number | null = 24 * hourMs) => {
  const wall = fakeClock(undefined, {bootMs});
  const state = {jumpedMs: 0};
  return {wall, state, startMs: wall.nowMs(), run: createRunClock(wall, state)};
};

test.each([-2 * hourMs, 2 * hourMs, 87_660 * hourMs])(
  'a wall clock that is set by %i ms moves no time of the run',
  byMs => {
    const {wall, run, startMs} = opened();
    wall.pass(60_000);
    wall.set(byMs);

    expect(run.jump()).toEqual({byMs, against: 'boot'});
    expect(run.nowMs() - startMs).toBe(60_000);
    expect(run.wallMs() - startMs).toBe(60_000 + byMs);
  },
);

test('what is recorded is not told again', () => {
  const {wall, run, state, startMs} = opened();
  wall.set(2 * hourMs);
  run.settle({byMs: 2 * hourMs, against: 'boot'});
  state.jumpedMs += 2 * hourMs;
  wall.pass(1_000);

  expect(run.jump()).toBeUndefined();
  expect(run.nowMs() - startMs).toBe(1_000);
});

test('a clock that is kept right by two seconds is left alone, ten times that is not', () => {
  const {wall, run} = opened();
  wall.set(2_000);
  expect(run.jump()).toBeUndefined();
  for (let time = 1; time < 10; time += 1) {
    wall.set(2_000);
  }
  expect(run.jump()).toEqual({byMs: 20_000, against: 'boot'});
});

test('a host that slept has not had its clock set: the time asleep counts', () => {
  const {wall, run, startMs} = opened();
  wall.sleep(3 * hourMs);

  expect(run.jump()).toBeUndefined();
  expect(run.nowMs() - startMs).toBe(3 * hourMs);
});

test('a clock that was put back by as much as the host slept is seen through', () => {
  const {wall, run, startMs} = opened();
  wall.sleep(3 * hourMs);
  wall.set(-3 * hourMs);

  expect(run.jump()).toEqual({byMs: -3 * hourMs, against: 'boot'});
  expect(run.nowMs() - startMs).toBe(3 * hourMs);
});

test('where the time since the start of the host is not told, the monotonic clock has to do', () => {
  const {wall, run, startMs} = opened(null);
  wall.pass(60_000);
  wall.set(-2 * hourMs);

  expect(run.jump()).toEqual({byMs: -2 * hourMs, against: 'monotonic'});
  expect(run.nowMs() - startMs).toBe(60_000);
});
