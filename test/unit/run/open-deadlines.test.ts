/** Which deadlines are open, and when they end. */
import {expect, test} from 'vitest';
import {hasPassed, openDeadlines} from '../../../src/run/open-deadlines.ts';
import {deletion, type Sample} from '../../support/deletion-sample.ts';
import {run, startMs} from '../../support/run.ts';

const minuteMs = 60_000;

const promised: Sample = {
  ...deletion,
  outline: {
    ...deletion.outline,
    deadlines: [
      {id: 'regulator', withinMs: 60 * minuteMs, after: 'run_start', role: 'approver', text: 'Tell the regulator'},
      {id: 'users', withinMs: 15 * minuteMs, after: 'data_verified', text: 'Tell the users'},
    ],
  },
};

test('one whose beginning nobody knows has no end yet; the others end so long after theirs', () => {
  expect(openDeadlines(run(promised, ['0s start']).state)).toEqual([
    {id: 'regulator', text: 'Tell the regulator', role: 'approver', atMs: startMs + 60 * minuteMs, isOverdue: false},
  ]);
});

test('it is open until somebody has dealt with it, also after its time; a run that is over has none', () => {
  const {state} = run(promised, ['0s start']);
  state.overdue.add('regulator');
  expect(openDeadlines(state)).toMatchObject([{id: 'regulator', isOverdue: true}]);
  state.dealtWith.add('regulator');
  expect(openDeadlines(state)).toEqual([]);
  expect(openDeadlines(run(promised, ['0s start', '1m ended aborted the wrong runbook']).state)).toEqual([]);
});

test('in its last instant it has not passed; once that it has is a fact no clock that is set back takes it back', () => {
  const deadline = {id: 'users', text: 'Tell the users', atMs: startMs, isOverdue: false};
  expect([startMs - 1, startMs, startMs + 1].map(nowMs => hasPassed(deadline, nowMs))).toEqual([false, false, true]);
  expect(hasPassed({...deadline, isOverdue: true}, startMs - minuteMs)).toBe(true);
});
