/** When the times are said by themselves. */
import {expect, test} from 'vitest';
import {apply, notStarted} from '../../../src/run/fold.ts';
import {type TimeReason, timeNotices} from '../../../src/run/time-notices.ts';
import {deletion} from '../../support/deletion-sample.ts';
import {type RunOptions, run, startMs} from '../../support/run.ts';

const minuteMs = 60_000;

/** Looks after every fact, and then at these minutes of the run. */
const heard = (timeline: readonly string[], minutes: readonly number[], options: RunOptions = {}) => {
  const state = notStarted(deletion.outline);
  const notices = timeNotices(state);
  const said: (readonly [minute: number, ...TimeReason[]])[] = [];
  const note = (nowMs: number, reasons: readonly TimeReason[]): void => {
    if (reasons.length > 0) {
      said.push([Math.round((nowMs - startMs) / minuteMs), ...reasons]);
    }
  };
  for (const fact of run(deletion, timeline, options).facts) {
    apply(state, fact);
    note(Date.parse(fact.at), notices.look([fact], Date.parse(fact.at)));
  }
  for (const minute of minutes) {
    note(startMs + minute * minuteMs, notices.look([], startMs + minute * minuteMs));
  }
  return said;
};

const stopped = ['0s start', '1s asked tell_people', '1m succeeded tell_people', '1m1s began stop_writes'];

test('they are said at the end of a step, but not twice within half a minute', () => {
  expect(heard([...stopped, '1m8s succeeded stop_writes', '1m9s asked choose_path'], [])).toEqual([
    [0, 'at-risk'],
    [1, 'step'],
  ]);
});

test('each part of the RTO is said once, also while nothing happens; so is that it breaks', () => {
  // Disrupted five minutes before the start, with an RTO of an hour.
  expect(heard(stopped, [10, 24, 25, 26, 40, 41, 55, 56])).toEqual([
    [0, 'at-risk'],
    [1, 'step'],
    [10, 'breaks'],
    [25, 'half'],
    [40, 'three-quarters'],
    [55, 'used-up'],
  ]);
});

test('nothing is said of a run whose clock nobody knows to have begun, but at the end of steps', () => {
  expect(heard(stopped, [10, 59, 90], {mode: 'incident', disruptedBefore: null})).toEqual([[1, 'step']]);
});
