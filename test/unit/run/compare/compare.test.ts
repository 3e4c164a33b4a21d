/** Two runs held against each other: what each step took, and where they part. */
import {expect, test} from 'vitest';
import {compareRuns} from '../../../../src/run/compare/compare.ts';
import {byDifference} from '../../../../src/run/compare/compared-step.ts';
import type {RunAt} from '../../../../src/run/compare/measure.ts';
import {deletion, type Sample} from '../../../support/deletion-sample.ts';
import {run} from '../../../support/run.ts';

const told = (timeline: readonly string[], sample: Sample = deletion): RunAt => {
  const {state, lastMs} = run(sample, timeline);
  return {state, nowMs: lastMs};
};

const quick = [
  '0s start',
  '1s asked tell_people',
  '30s succeeded tell_people',
  '31s began stop_writes',
  '40s succeeded stop_writes',
];
const slow = [
  '0s start',
  '1s asked tell_people',
  '5m succeeded tell_people',
  '301s began stop_writes',
  '305s succeeded stop_writes',
];

test('a run beside itself has no difference and never parts', () => {
  const comparison = compareRuns(told(quick), told(quick));
  expect(comparison.parts).toBeNull();
  expect(byDifference(comparison.steps)).toEqual([]);
});

test('the difference is how much longer the first run took, and the largest comes first', () => {
  const comparison = compareRuns(told(slow), told(quick));
  expect(byDifference(comparison.steps).map(({a, differenceMs}) => [a?.path, differenceMs])).toEqual([
    ['tell_people', 270_000],
    ['stop_writes', -5_000],
  ]);
  expect(comparison.steps[0]?.a?.waitingMs).toBe(299_000);
});

test('what a decision holds is not counted twice: its own time is that of the question', () => {
  const timeline = [
    ...quick,
    '1m asked choose_path',
    '2m chosen choose_path point_in_time',
    '2m began choose_path:point_in_time/restore',
    '14m succeeded choose_path:point_in_time/restore',
    '14m succeeded choose_path',
  ];
  const {steps} = compareRuns(told(timeline), told(timeline));
  const decision = steps.find(({a}) => a?.path === 'choose_path')?.a;
  expect(decision).toMatchObject({elapsedMs: 840_000 - 60_000, ownMs: 60_000, choice: 'point_in_time'});
});

test('they part at the first step that became something else, whatever the times', () => {
  const skipped = [...quick.slice(0, 3), '31s skipped stop_writes the application is down'];
  expect(compareRuns(told(slow), told(skipped)).parts).toMatchObject({step: 'stop_writes', why: 'way'});
});

test('what one of them has not come to yet is no parting', () => {
  expect(compareRuns(told(quick), told(quick.slice(0, 2))).parts).toBeNull();
});

test('a step that only one text has is a parting where the run came to it', () => {
  const [first] = deletion.outline.steps;
  const extra = {...first, id: 'call_somebody', title: 'Call somebody'} as typeof first & object;
  const sample = {...deletion, outline: {...deletion.outline, steps: [extra, ...deletion.outline.steps]}};
  const called = ['0s start', '1s asked call_somebody', '9s succeeded call_somebody'];
  const comparison = compareRuns(told(quick), told(called, sample));
  expect(comparison.parts).toMatchObject({step: 'call_somebody', why: 'only-b'});
  expect(comparison.steps.map(({a, b}) => [a?.path, b?.path])[0]).toEqual([undefined, 'call_somebody']);
  expect(compareRuns(told(quick), told(['0s start'], sample)).parts).toBeNull();
});
