/** The history of a runbook in words: drills apart by variant, incidents, what is owed, run by run, step by step. */
import {expect, test} from 'vitest';
import {historyOf, type RunbookNow} from '../../../../src/report/history/history.ts';
import {historiesLines, historyLines} from '../../../../src/report/history/history-lines.ts';
import type {Exercise} from '../../../../src/run/exercise.ts';
import {badlySaid} from '../../../support/badly-said.ts';
import {drill} from '../../../support/home-sample.ts';

const seconds = (count: number): number => count * 1_000;

const went = (tookMs: number): {readonly exercise: Exercise} => ({
  exercise: {text: 'now', executor: 'ada', parts: {'step restore': [tookMs, null]}, simulated: []},
});

const now: RunbookNow = {
  id: 'accidental-deletion',
  title: 'Accidental data deletion',
  parts: [
    {name: 'step restore', kind: 'step', path: 'restore', title: 'Restore it', drill: 'run', digest: 'a'},
    {name: 'undo restore', kind: 'undo', path: 'restore', title: 'Undo of "Restore it"', drill: 'run', digest: 'b'},
  ],
  steps: new Map([['restore', {targetMs: seconds(120), estimate: {p50Ms: seconds(60), p90Ms: seconds(300)}}]]),
  variants: [null, 'late'],
};

const digests = new Map([['now', new Map([['step restore', 'a']])]]);

/** The latest first. */
const runs = [
  drill(1, 75, {...went(seconds(50)), rpaMs: seconds(4), rpoMet: true, deviations: 1}),
  drill(2, 30, {...went(seconds(20)), variant: 'late', rpaMs: seconds(9)}),
  drill(3, 40, {...went(seconds(40)), rpaMs: seconds(4), rpoMet: true}),
  drill(4, 20, {...went(seconds(30)), rpaMs: seconds(4), rpoMet: true}),
  drill(5, 90, {mode: 'incident', drill: null, rpoMs: null}),
];

test('the whole history of a runbook', () => {
  const lines = historyLines(historyOf(now, runs, {runbook: now, digests}));
  expect(lines).toEqual([
    'accidental-deletion, Accidental data deletion: 4 drills, 3 passed; 1 incident.',
    '  In drills: RTA grows longer: 20 min 00 s, later 40 min 00 s, over 3 runs. RPA is steady, around 4.0 s, over 3 runs.',
    '  Objectives of drills: RTO met in 3 of 4, RPO met in 3 of 3.',
    '  Objectives of incidents: RTO met in 0 of 1.',
    'Drill debt: 1 of 2 parts never gone through.',
    'Never gone through:',
    '  way back of restore, Undo of "Restore it"',
    'Drills:',
    '  the drill block itself: last 2026-11-22 drlaa1, NOT PASSED, 3 runs in all',
    '  variant late: last 2026-11-21 drlaa2, passed, 1 run in all',
    'Gone through as they are now:',
    '  step restore, Restore it: last 2026-11-22, DRILL drlaa1, by ada, in 4 runs in all',
    'Runs, the latest first:',
    '  2026-11-22 02:52 UTC, DRILL drlaa1: NOT PASSED; RTA 1 h 15 min, RTO 1 h MISSED; RPA 4.0 s, RPO 1 h met; by ada; 1 deviation.',
    '  2026-11-21 02:52 UTC, DRILL drlaa2, variant late: passed; RTA 30 min 00 s, RTO 1 h met; RPA 9.0 s, RPO 1 h not decided; by ada.',
    '  2026-11-20 02:52 UTC, DRILL drlaa3: passed; RTA 40 min 00 s, RTO 1 h met; RPA 4.0 s, RPO 1 h met; by ada.',
    '  2026-11-19 02:52 UTC, DRILL drlaa4: passed; RTA 20 min 00 s, RTO 1 h met; RPA 4.0 s, RPO 1 h met; by ada.',
    '  2026-11-18 02:52 UTC, INCIDENT drlaa5: recovered; RTA 1 h 30 min, RTO 1 h MISSED; RPA not measured, no RPO.',
    'Steps, as long as they did what they do now; from 3 runs on they count as estimates:',
    '  restore, Restore it; in 4 drills p50 30 s, p90 50 s, last 50 s; target 2 min 00 s; estimate 1 min 00 s to 5 min 00 s',
  ]);
  expect(badlySaid(lines.join(''))).toEqual([]);
});

test('of all runbooks a few lines each; of one that is gone nothing is claimed', () => {
  expect(historiesLines([historyOf(now, runs.slice(0, 2), null)])).toEqual([
    'accidental-deletion, Accidental data deletion: 2 drills, 1 passed; 0 incidents.',
    '  No drill was measured 3 times yet, so it is not known which way they go.',
    '  Objectives of drills: RTO met in 1 of 2, RPO met in 1 of 1.',
  ]);
  expect(historyLines(historyOf(now, [], null))).toEqual([
    'accidental-deletion, Accidental data deletion: 0 drills, 0 passed; 0 incidents.',
    'The runbook is not here, or has errors, so what is owed is not known.',
  ]);
});
