/** What time alone makes worth saying. */
import {expect, test} from 'vitest';
import {comingDeadlines, lateSteps, nearDeadlines} from '../../../src/run/time-attention.ts';
import {deletion} from '../../support/deletion-sample.ts';
import {run, startMs} from '../../support/run.ts';

const minuteMs = 60_000;

const promised = {
  ...deletion,
  outline: {
    ...deletion.outline,
    deadlines: [{id: 'regulator', withinMs: 60 * minuteMs, after: 'run_start' as const, text: 'Tell the regulator'}],
  },
};

test('a deadline is open until it has passed or somebody has dealt with it, and near in its last quarter of an hour', () => {
  const {state} = run(promised, ['0s start']);
  const at = (minute: number): number => startMs + minute * minuteMs;
  const counts = [10, 44, 45, 60, 61].map(minute => [
    comingDeadlines(state, at(minute)).length,
    nearDeadlines(state, at(minute)).length,
  ]);
  expect(counts).toEqual([
    [1, 0],
    [1, 0],
    [1, 1],
    [1, 1],
    [0, 0],
  ]);
  state.dealtWith.add('regulator');
  expect(comingDeadlines(state, at(10))).toEqual([]);
});

test('a step is late that runs longer than its target; what only has an estimate never is', () => {
  const {state} = run(deletion, ['0s start', '1s began stop_writes', '1s began put_back']);
  expect(lateSteps(state, startMs + 2 * minuteMs)).toEqual([]);
  expect(lateSteps(state, startMs + 3 * minuteMs)).toEqual([
    {step: 'stop_writes', attempt: 1, elapsedMs: 179_000, targetMs: 120_000},
  ]);
});
