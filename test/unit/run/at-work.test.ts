/** Which steps something is being done for right now. */
import {expect, test} from 'vitest';
import {isAtWork, stepsAtWork} from '../../../src/run/at-work.ts';
import {briefOf} from '../../../src/run/brief.ts';
import type {StepState} from '../../../src/run/state.ts';
import {deletion} from '../../support/deletion-sample.ts';
import {run} from '../../support/run.ts';

const statusesAtWork = (statuses: readonly StepState['status'][]) => statuses.filter(status => isAtWork({status}));

test('a step is at work while it runs, is verified or is undone, and not while it is ready, asked or held', () => {
  expect(
    statusesAtWork(['pending', 'ready', 'awaiting', 'running', 'verifying', 'undoing', 'held', 'unknown', 'succeeded']),
  ).toEqual(['running', 'verifying', 'undoing']);
});

test('what lacks a secret waits for a person, and a group is not at work: its steps are', () => {
  expect(isAtWork({status: 'running', lacks: [{step: 'ask_password', name: 'password'}]})).toBe(false);
  const {state} = run(deletion, ['0s start', '1s began stop_writes']);
  const group = state.steps.get('choose_path');
  if (group) {
    group.status = 'running';
  }
  expect(stepsAtWork(state).map(({path}) => path)).toEqual(['stop_writes']);
});

test('a list of runs does not call at work what is only ready to be tried again', () => {
  const {state, lastMs} = run(deletion, [
    '0s start',
    '1s began stop_writes',
    '2s failed stop_writes no',
    '3s retried stop_writes',
  ]);
  expect(state.steps.get('stop_writes')?.status).toBe('ready');
  expect(briefOf(state, lastMs).working).toEqual([]);
});
