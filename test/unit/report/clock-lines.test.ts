/** What a summary says of clocks: nothing while they can be taken for granted. */
import {expect, test} from 'vitest';
import {clockLines, jumpWords} from '../../../src/report/clock-lines.ts';
import {deletion} from '../../support/deletion-sample.ts';
import {run, startMs} from '../../support/run.ts';

test('how the clock was set is said in whole units', () => {
  expect(jumpWords(-7_200_000)).toBe('The clock of the host was set back by 2 hours');
  expect(jumpWords(2_500)).toBe('The clock of the host was set forward by 2 seconds');
  expect(jumpWords(315_576_000_000)).toBe('The clock of the host was set forward by 3652 days 12 hours');
});

test('a run whose clocks were left alone says nothing, another says what and when', () => {
  const {state} = run(deletion, ['0s start']);
  expect(clockLines(state)).toEqual([]);

  const jumped = {...state, clockJumps: [{seq: 7, atMs: startMs, byMs: -7_200_000}], isTimeUncertain: true};
  expect(clockLines(jumped)).toEqual([
    'The clock of the host was set back by 2 hours at 02:47:00 UTC: no duration holds any of that, and later times are told as on the clock before.',
    'The times are uncertain: the host was restarted while the run was open, and only its wall clock tells how long that took.',
  ]);
});
