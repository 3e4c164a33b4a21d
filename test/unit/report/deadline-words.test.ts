/** What became of the deadlines of a run: none of them goes out of sight with its end. */
import {expect, test} from 'vitest';
import {summarise, summaryLines} from '../../../src/report/summary.ts';
import {deletion, type Sample} from '../../support/deletion-sample.ts';
import {run} from '../../support/run.ts';

const minuteMs = 60_000;

const withDeadline: Sample = {
  ...deletion,
  outline: {
    ...deletion.outline,
    deadlines: [{id: 'tell', withinMs: 15 * minuteMs, after: 'declaration', role: 'approver', text: 'Tell the users.'}],
  },
};

const deadlinesAfter = (end: readonly string[], mode: 'incident' | 'drill' = 'incident'): readonly string[] => {
  const {state, lastMs} = run(withDeadline, ['0s start', ...end], {mode});
  return summaryLines(summarise(state, {nowMs: lastMs})).filter(line => /deadline/i.test(line));
};

test('while the run is open it says with which word it is acknowledged', () => {
  expect(deadlinesAfter([])).toEqual([
    'Deadline, not acknowledged: tell, Tell the users, until 2026-11-23T03:02:00.000Z; approver owes it. Once it is done: acknowledge tell.',
  ]);
});

test('the end of a run names what nobody acknowledged, and how it goes on', () => {
  expect(deadlinesAfter(['3m ended aborted the wrong runbook'])).toEqual([
    'Deadline, never acknowledged: tell, Tell the users, until 2026-11-23T03:02:00.000Z; approver owes it. A run that is over takes no acknowledgement: `lifeboat` lists it until 2026-12-23.',
  ]);
  expect(deadlinesAfter(['40m ended aborted the wrong runbook'])[0]).toMatch(
    /^Deadline MISSED, never acknowledged: tell/,
  );
});

test('in a drill nobody owes it', () => {
  expect(deadlinesAfter(['3m ended aborted the wrong runbook'], 'drill')).toEqual([
    'Deadline, never acknowledged: tell, Tell the users, until 2026-11-23T03:02:00.000Z. It was practice: nobody owes it.',
  ]);
});
