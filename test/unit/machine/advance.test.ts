/** Which facts move a run, and where to. */
import {expect, test} from 'vitest';
import {
  branch,
  commandStep,
  decisionStep,
  endStep,
  instructionStep,
  milestoneStep,
  runbookOf,
} from '../../support/model.ts';
import {stand} from '../../support/stand.ts';

const step = 'restore';
const now = {step, attempt: 1};
const began = {type: 'began', ...now} as const;
const succeeded = {type: 'succeeded', ...now} as const;
const hold = {type: 'failed', ...now, reason: 'exit 3', then: {do: 'hold'}} as const;
const simple = runbookOf([commandStep(step), endStep('finish')]);

test('a step is come to, begun and passed, and the run stands at the next', () => {
  const start = stand(simple);
  expect(start.wants).toEqual(['enter restore#0']);
  expect(start.after(began).wants).toEqual(['perform restore#1']);
  expect(start.after(began, succeeded).wants).toEqual(['end finish#0']);
});

test('facts about steps that the run does not stand at are refused', () => {
  const start = stand(simple);
  expect(start.allows(succeeded)).toBe(false);
  expect(start.allows({type: 'began', step: 'finish', attempt: 1})).toBe(false);
  expect(start.allows({type: 'began', step: 'no path!', attempt: 1})).toBe(false);
  expect(start.after(began).allows(began)).toBe(false);
});

test('a fact about an older attempt comes too late, and a new one has a higher number', () => {
  const again = stand(simple).after(began, hold, {type: 'retried', ...now});
  expect(again.allows(began)).toBe(false);
  const second = again.after({type: 'began', step, attempt: 2});
  expect(second.allows(succeeded)).toBe(false);
  expect(second.allows({type: 'unknown', ...now, cause: 'late'})).toBe(false);
  expect(second.allows({type: 'succeeded', step, attempt: 2})).toBe(true);
});

test('a check that is asked before a step begins makes no attempt', () => {
  const probed = {
    type: 'probed',
    ...now,
    use: 'requires',
    index: 0,
    name: 'backup',
    ok: true,
    detail: '',
    tries: 1,
  } as const;
  const asked = stand(simple).after(probed);
  expect(asked.wants).toEqual(['enter restore#0']);
  expect(asked.statuses).toEqual(['restore pending']);
  expect(asked.after(began).wants).toEqual(['perform restore#1']);
});

test('a block that ends lets its decision close, and only then the run goes on', () => {
  const way = decisionStep('way', [branch('dump', [commandStep('restore')]), branch('pitr', [])]);
  const start = stand(runbookOf([way, endStep('finish')]));
  const inside = start.after({type: 'chosen', step: 'way', attempt: 1, branch: 'dump'});
  expect(inside.wants).toEqual(['enter way:dump/restore#0']);
  const path = 'way:dump/restore';
  const closing = inside.after({type: 'began', step: path, attempt: 1}, {type: 'succeeded', step: path, attempt: 1});
  expect(closing.wants).toEqual(['close way#1']);
  expect(closing.after({type: 'succeeded', step: 'way', attempt: 1}).wants).toEqual(['end finish#0']);
});

test('a goto leaves the blocks on its way up', () => {
  const inner = decisionStep('inner', [
    branch('one', [commandStep('restore', [], {onFailure: {do: 'goto', step: 'by_hand'}})]),
  ]);
  const outer = decisionStep('outer', [branch('one', [inner])]);
  const start = stand(runbookOf([outer, instructionStep('between'), instructionStep('by_hand'), endStep('finish')]));
  const path = 'outer:one/inner:one/restore';
  const left = start.after(
    {type: 'chosen', step: 'outer', attempt: 1, branch: 'one'},
    {type: 'chosen', step: 'outer:one/inner', attempt: 1, branch: 'one'},
    {type: 'began', step: path, attempt: 1},
    {type: 'failed', step: path, attempt: 1, reason: 'exit 3', then: {do: 'goto', step: 'by_hand'}},
  );
  expect(left.wants).toEqual(['enter by_hand#0']);
});

test('a goto that no block knows is refused', () => {
  const start = stand(runbookOf([commandStep(step, [], {onFailure: {do: 'goto', step: 'nowhere'}})]));
  expect(
    start.after(began).allows({type: 'failed', ...now, reason: 'exit 3', then: {do: 'goto', step: 'nowhere'}}),
  ).toBe(false);
});

test('what a failure leads to must be what the author wrote; to hold is always possible', () => {
  const running = stand(simple).after(began);
  expect(running.allows({...hold, then: {do: 'continue'}})).toBe(false);
  expect(running.allows({...hold, then: {do: 'abort'}})).toBe(false);
  expect(running.allows({...hold, then: {do: 'retry', notBefore: '2026-11-01T03:00:00Z'}})).toBe(false);
  expect(running.allows(hold)).toBe(true);
});

test('a run ends once, by an end that it stands at, or by a person with a reason at any moment', () => {
  const start = stand(simple);
  expect(start.allows({type: 'run-ended', outcome: 'recovered', step: 'finish'})).toBe(false);
  expect(start.allows({type: 'run-ended', outcome: 'aborted'})).toBe(false);
  expect(start.allows({type: 'run-ended', outcome: 'aborted', reason: 'enough'})).toBe(true);
  const end = start.after(began, succeeded);
  expect(end.allows({type: 'run-ended', outcome: 'mitigated', step: 'finish'})).toBe(false);
  const ended = end.after({type: 'run-ended', outcome: 'recovered-with-exceptions', step: 'finish'});
  expect(ended.wants).toEqual([]);
  expect(ended.allows({type: 'run-ended', outcome: 'aborted', reason: 'enough'})).toBe(false);
  expect(ended.allows({type: 'lab-examined', findings: []})).toBe(true);
  expect(ended.allows({type: 'drill-judged', findings: [], passed: true, partial: false})).toBe(true);
  expect(ended.allows({type: 'noted', text: 'called the venue'})).toBe(true);
});

test('a drill is judged only after the run, and pausing has its time', () => {
  const start = stand(simple);
  expect(start.allows({type: 'lab-examined', findings: []})).toBe(false);
  expect(start.allows({type: 'drill-judged', findings: [], passed: true, partial: false})).toBe(false);
  expect(start.allows({type: 'continued'})).toBe(false);
  const paused = start.after({type: 'paused', reason: 'lunch'});
  expect(paused.allows({type: 'paused', reason: 'lunch'})).toBe(false);
  expect(paused.after({type: 'continued'}).wants).toEqual(['enter restore#0']);
});

test('a milestone is passed by a fact, an end is not', () => {
  const start = stand(runbookOf([milestoneStep('restored'), endStep('finish')]));
  const at = start.after({type: 'succeeded', step: 'restored', attempt: 1, milestone: 'service_restored'});
  expect(at.allows({type: 'succeeded', step: 'finish', attempt: 1})).toBe(false);
});
