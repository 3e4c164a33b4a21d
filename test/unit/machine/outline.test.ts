/** What the first fact keeps of a runbook. */
import {expect, test} from 'vitest';
import {outlineOf} from '../../../src/machine/outline.ts';
import {
  approvalStep,
  branch,
  checkStep,
  commandStep,
  decisionStep,
  endStep,
  milestoneStep,
  probe,
  runbookOf,
} from '../../support/model.ts';

test('a step without an estimate counts with its time-out, a prompt with five minutes, a probe with its own time', () => {
  const steps = [
    commandStep('restore', [], {timeoutMs: 60_000}),
    approvalStep('go'),
    checkStep('up'),
    checkStep('caught_up', {probe: probe('caught_up', {withinMs: 90_000})}),
    decisionStep('asked', [branch('a', [])]),
    decisionStep('computed', [branch('a', [])], {choose: "'a'"}),
    milestoneStep('restored'),
    commandStep('known', [], {estimate: {p50Ms: 1, p90Ms: 2}}),
  ];
  const {steps: outlined} = outlineOf(runbookOf(steps));
  expect(outlined.map(({estimate}) => estimate.p50Ms)).toEqual([60_000, 300_000, 30_000, 90_000, 300_000, 0, 0, 1]);
});

test('it holds what a review needs, and no text with values', () => {
  const verify = [probe('rows_back')];
  const way = decisionStep('way', [
    branch('dump', [commandStep('restore', ['pg_restore'], {verify, pointOfNoReturn: true})]),
    branch('stop', [], {end: 'no-action'}),
  ]);
  const outline = outlineOf(runbookOf([way, approvalStep('go'), endStep('finish')]));
  expect(outline.steps[0]?.branches).toMatchObject([
    {name: 'dump', steps: [{id: 'restore', verify: ['rows_back'], pointOfNoReturn: true, hasUndo: false}]},
    {name: 'stop', steps: [], end: 'no-action'},
  ]);
  expect(outline.steps[1]?.skippable).toBe(false);
  expect(outline.steps[2]?.outcome).toBe('recovered');
  expect(JSON.stringify(outline)).not.toContain('pg_restore');
});

test('it says which outputs measure an instant', () => {
  const commit = {value: 'json.committedAt', secret: false, sets: 'disruption'} as const;
  const outline = outlineOf(
    runbookOf([
      commandStep('find', [], {outputs: {at: commit, xid: {value: 'json.xid', secret: false}}}),
      endStep('finish'),
    ]),
  );
  expect(outline.steps[0]?.measures).toEqual({at: 'disruption'});
  expect(outline.steps[1]).not.toHaveProperty('measures');
});
