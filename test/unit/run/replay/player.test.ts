/** The clock of a replay. */
import {expect, test} from 'vitest';
import {changeSpeed, type Player, pass, stopped} from '../../../../src/run/replay/player.ts';

const minuteMs = 60_000;
const playing = (more: Partial<Player> = {}): Player => ({...stopped(0), isPlaying: true, ...more});

const speedsFrom = (speed: number, by: 1 | -1): readonly number[] => {
  const found: number[] = [];
  for (let player = playing({speed}); found.at(-1) !== player.speed; player = changeSpeed(player, by)) {
    found.push(player.speed);
  }
  return found;
};

test('it goes from as fast as it happened up to a thousand times that, and back', () => {
  expect(speedsFrom(1, 1)).toEqual([1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000]);
  expect(speedsFrom(1_000, -1)).toEqual(speedsFrom(1, 1).toReversed());
});

test('time passes by the speed', () => {
  expect(pass(playing(), 250, minuteMs).nowMs).toBe(250);
  expect(pass(playing({speed: 50}), 200, minuteMs).nowMs).toBe(10_000);
});

test('a program that was stopped for an hour does not leap over what happened', () => {
  expect(pass(playing({speed: 10}), 3_600_000, 3_600_000).nowMs).toBe(10_000);
});

test('a silence is as long as it was, until somebody wants it cut; then its end is left, and how much was cut is known', () => {
  expect(pass(playing(), 100, 10 * minuteMs)).toMatchObject({nowMs: 100, skippedMs: 0});
  const cut = pass(playing({skipsSilence: true}), 100, 10 * minuteMs);
  expect(cut).toMatchObject({nowMs: 599_500, skippedMs: 599_400});
  expect(pass(cut, 100, 10 * minuteMs)).toMatchObject({nowMs: 599_600, skippedMs: 599_400});
});

test('what passes within two seconds of whoever watches is no silence', () => {
  const fast = playing({skipsSilence: true, speed: 100});
  expect(pass(fast, 100, 3 * minuteMs).skippedMs).toBe(0);
  expect(pass(fast, 100, 4 * minuteMs)).toMatchObject({nowMs: 190_000, skippedMs: 180_000});
});
