/** Durations as they are said aloud. */
import {expect, test} from 'vitest';
import {counted, spokenDuration} from '../../../src/report/spoken-duration.ts';

test('a duration is said in two units at most and without zeros', () => {
  const said: readonly (readonly [number, string])[] = [
    [0, '0 seconds'],
    [4, 'less than 1 second'],
    [1_000, '1 second'],
    [7_400, '7 seconds'],
    [59_700, '59 seconds'],
    [369_000, '6 minutes 9 seconds'],
    [3_599_600, '59 minutes 59 seconds'],
    [3_600_000, '1 hour'],
    [5_400_000, '1 hour 30 minutes'],
    [5_429_000, '1 hour 30 minutes'],
    [86_390_000, '23 hours 59 minutes'],
    [97_200_000, '1 day 3 hours'],
    [-90_000, 'minus 1 minute 30 seconds'],
  ];
  expect(said.map(([ms]) => spokenDuration(ms))).toEqual(said.map(([, words]) => words));
});

test('one of a thing is singular', () => {
  expect([0, 1, 2].map(count => counted(count, 'line'))).toEqual(['0 lines', '1 line', '2 lines']);
});
