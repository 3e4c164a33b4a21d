/** When a run will be done, from what is left of it. */
import {expect, test} from 'vitest';
import {outlineOf} from '../../../src/machine/outline.ts';
import {branchProjections, projectedFinish} from '../../../src/run/projection.ts';
import {deletion} from '../../support/deletion-sample.ts';
import {foreachStep, groupStep, instructionStep, repeatStep, runbookOf} from '../../support/model.ts';
import {run, startMs} from '../../support/run.ts';

const minuteMs = 60_000;

test('an untouched run takes the longest branch: the sum of the p50s, and a p90 by the root of the squares', () => {
  const {state} = run(deletion, ['0s start']);
  const {p50AtMs, p90AtMs} = projectedFinish(state, startMs);

  // 1 tell, 2 stop, 2 decide, 40 dump, 5 approval, 4 repair; spreads 0.5, 1, 1, 15, 2.5, 4.
  expect(p50AtMs - startMs).toBe(54 * minuteMs);
  expect(p90AtMs - startMs).toBeCloseTo((54 + Math.hypot(0.5, 1, 1, 15, 2.5, 4)) * minuteMs, 0);
});

test('once a branch is chosen the others count no more', () => {
  const {state} = run(deletion, [
    '0s start',
    '0s succeeded tell_people',
    '0s succeeded stop_writes',
    '0s chosen choose_path point_in_time',
  ]);
  expect(projectedFinish(state, startMs).p50AtMs - startMs).toBe((12 + 6 + 5 + 4) * minuteMs);
});

test('a running step counts with what is left of it, and never with less than nothing', () => {
  const {state} = run(deletion, [
    '0s start',
    '0s succeeded tell_people',
    '0s succeeded stop_writes',
    '0s chosen choose_path point_in_time',
    '0s began choose_path:point_in_time/restore',
  ]);
  const leftMs = (atMs: number) => projectedFinish(state, startMs + atMs).p50AtMs - (startMs + atMs);
  expect(leftMs(5 * minuteMs)).toBe((7 + 15) * minuteMs);
  expect(leftMs(30 * minuteMs)).toBe(15 * minuteMs);
});

test('a held step may have to be done all over', () => {
  const {state} = run(deletion, [
    '0s start',
    '0s succeeded tell_people',
    '0s began stop_writes',
    '1m failed stop_writes no',
  ]);
  expect(projectedFinish(state, startMs + minuteMs).p50AtMs - startMs).toBe((1 + 2 + 2 + 40 + 5 + 4) * minuteMs);
});

test('each branch of an open decision has a finish of its own, and says whether it breaks the RTO', () => {
  const {state} = run(deletion, [
    '0s start',
    '0s succeeded tell_people',
    '0s succeeded stop_writes',
    '0s asked choose_path',
  ]);
  const finishes = branchProjections(state, 'choose_path', startMs);

  expect(finishes.get('point_in_time')?.breaksAt).toBeUndefined();
  expect((finishes.get('last_dump')?.p50AtMs ?? 0) - startMs).toBe(49 * minuteMs);
  // 55 minutes are left: loading the dump takes exactly those at p90, what follows is too late.
  expect(finishes.get('last_dump')?.breaksAt).toBe('allow_repair');
});

test('the projection ends where the clock stops, whatever comes after', () => {
  const {state} = run(deletion, [
    '0s start',
    '0s succeeded put_back',
    '0s succeeded serving',
    '0s ended recovered done',
  ]);
  expect(projectedFinish(state, startMs)).toEqual({p50AtMs: startMs, p90AtMs: startMs});
});

test('a branch that leads on to a later step leaves out what stands between', () => {
  const steps = deletion.outline.steps.map(step =>
    step.id === 'choose_path'
      ? {...step, branches: [{name: 'nothing_lost', title: 'Nothing was lost', steps: [], goto: 'serving'}]}
      : step,
  );
  const {state} = run({...deletion, outline: {...deletion.outline, steps}}, ['0s start']);
  expect(projectedFinish(state, startMs).p50AtMs - startMs).toBe((1 + 2 + 2) * minuteMs);
});

test('a loop that nobody has come to counts with one item or round, and with those in it that are a block of their own', () => {
  const minutes = (count: number) => ({estimate: {p50Ms: count * minuteMs, p90Ms: count * minuteMs}});
  const inner = groupStep('each_table', [instructionStep('restore', [], minutes(40))]);
  const {steps} = outlineOf(
    runbookOf([foreachStep('tables', [inner]), repeatStep('quiet', [instructionStep('look', [], minutes(5))])]),
  );
  const {state} = run({...deletion, outline: {...deletion.outline, steps}}, ['0s start']);
  expect(projectedFinish(state, startMs).p50AtMs - startMs).toBe(45 * minuteMs);
});
