/** Several drills in a few lines, for people and for programs. */
import {expect, test} from 'vitest';
import {type DrillResult, drillsJson, drillsLines} from '../../../src/report/drills-summary.ts';

const minuteMs = 60_000;

const result = (change: Partial<Exclude<DrillResult, {result: 'not-run'}>> = {}): DrillResult => ({
  result: 'passed',
  runbook: 'accidental-deletion',
  variant: null,
  run: '20261123t024700z-accidental-deletion-k7q2xw',
  rtaMs: 7 * minuteMs,
  rtoMs: 60 * minuteMs,
  rpaMs: 0,
  rpoMs: 60 * minuteMs,
  why: [],
  exit: 0,
  ...change,
});

const summary = {
  results: [
    result(),
    result({variant: 'late_search', result: 'missed', why: ['rto_met: RTA 3700000 ms of 3600000 ms'], exit: 5}),
    result({result: 'partial', runbook: 'site-lost', rpaMs: null, rpoMs: null}),
    result({result: 'failed', runbook: 'bad-update', why: ['no_orphans: 3 rows\u0007 point at nothing'], exit: 4}),
    {result: 'not-run', runbook: 'dropped-table', variant: null, why: ['pg_dump is not here.'], exit: 2} as const,
  ],
  withoutDrill: ['access-review'],
  exit: 4,
};

test('each drill has a line that says how it ended and why, and what nobody ever drilled is named', () => {
  expect(drillsLines(summary)).toEqual([
    'Drills: 2 of 5 passed, 1 missed an objective, 1 failed, 1 not run.',
    '  passed: accidental-deletion (RTA 7 minutes of 1 hour; RPA 0 seconds of 1 hour; run k7q2xw)',
    '  MISSED AN OBJECTIVE: accidental-deletion:late_search (rto_met: RTA 3700000 ms of 3600000 ms; RTA 7 minutes of 1 hour; RPA 0 seconds of 1 hour; run k7q2xw)',
    '  passed in part: site-lost (RTA 7 minutes of 1 hour; RPA not measured; run k7q2xw)',
    '  FAILED: bad-update (no_orphans: 3 rows\\x07 point at nothing; RTA 7 minutes of 1 hour; RPA 0 seconds of 1 hour; run k7q2xw)',
    '  NOT RUN: dropped-table (pg_dump is not here.)',
    'Without a drill block, so never drilled: access-review.',
  ]);
});

test('labs that were kept are named with the drill, the place and the way to take them down', () => {
  const kept = (variant: string, run: string) =>
    result({
      result: 'failed',
      variant,
      lab: `/var/tmp/lifeboat-lab-0-${run}`,
      run: `20261123t024700z-accidental-deletion-${run}`,
    });
  const lines = (results: readonly DrillResult[]) =>
    drillsLines({...summary, results, withoutDrill: []}).slice(1 + results.length);
  expect(lines([result(), kept('late_search', 'k7q2xw')])).toEqual([
    'Labs that were kept, because their drills did not pass, and how each is taken down:',
    '  /var/tmp/lifeboat-lab-0-k7q2xw (accidental-deletion:late_search): lifeboat lab down k7q2xw',
  ]);
  expect(lines([kept('late_search', 'k7q2xw'), kept('from_dump', 'p3m9aa')]).at(-1)).toBe(
    'All of them go with: lifeboat lab down',
  );
  expect(lines([result()])).toEqual([]);
});

test('programs get the same, and whether all of them passed', () => {
  expect(drillsJson(summary)).toMatchObject({
    type: 'drills',
    passed: false,
    exit: 4,
    drills: [{result: 'passed'}, {variant: 'late_search'}, {}, {why: [expect.any(String)]}, {result: 'not-run'}],
    withoutDrill: ['access-review'],
  });
  expect(drillsJson({...summary, results: [result(), result({result: 'partial'})]})).toMatchObject({passed: true});
});
