/** What the last run of a runbook says beside the next one. */
import {expect, test} from 'vitest';
import {ghostOf} from '../../../src/run/ghost.ts';
import {deletion} from '../../support/deletion-sample.ts';
import {run} from '../../support/run.ts';

const drill = run(deletion, [
  '0s start',
  '1s asked tell_people',
  '1m succeeded tell_people',
  '1m1s began stop_writes',
  '1m9s succeeded stop_writes',
  '1m9s asked choose_path',
  '2m chosen choose_path point_in_time',
  '2m1s began choose_path:point_in_time/restore',
  '3m failed choose_path:point_in_time/restore the disk is full',
  '4m skipped choose_path:point_in_time/restore it is there',
  '4m1s began choose_path:point_in_time/replay_wal',
  '9m1s succeeded choose_path:point_in_time/replay_wal recovery-point',
]);

test('each step that was done has the time that it took', () => {
  const {steps} = ghostOf(drill.state);
  expect(steps.get('tell_people')?.tookMs).toBe(59_000);
  expect(steps.get('stop_writes')?.tookMs).toBe(8_000);
});

test('what a step measured is kept as the data that was lost', () => {
  expect(ghostOf(drill.state).steps.get('choose_path:point_in_time/replay_wal')).toEqual({
    tookMs: 300_000,
    lostMs: 1_000,
  });
});

test('what was left out, or never begun, has no time', () => {
  const {steps} = ghostOf(drill.state);
  expect(steps.has('choose_path:point_in_time/restore')).toBe(false);
  expect(steps.has('put_back')).toBe(false);
});

test('what a robot answered took nobody any time, and neither did what it stands in', () => {
  const {state} = drill;
  for (const path of ['tell_people', 'choose_path:point_in_time/replay_wal']) {
    const step = state.steps.get(path);
    if (step) {
      step.actor = {name: 'robot', via: 'robot'};
    }
  }
  const group = state.steps.get('choose_path');
  if (group) {
    Object.assign(group, {status: 'succeeded', finishedAtMs: state.lastAtMs});
  }
  expect([...ghostOf(state).steps.keys()]).toEqual(['stop_writes', 'choose_path:point_in_time/replay_wal']);
});
