/** Which step measures last on a way, before the clock stops. */
import {expect, test} from 'vitest';
import {outlineOf} from '../../../src/machine/outline.ts';
import {notStarted} from '../../../src/run/fold.ts';
import {restoringStep} from '../../../src/run/restoring-step.ts';
import type {Step} from '../../../src/runbook/runbook.ts';
import {
  branch,
  commandStep,
  decisionStep,
  endStep,
  foreachStep,
  groupStep,
  milestoneStep,
  runbookOf,
} from '../../support/model.ts';

const measuring = (id: string): Step => commandStep(id, ['restore', id], {recoveryPoint: 'json.point'});

/** Where it is measured on the first branch of `way`: a path, how the run ends, or nothing. */
const measuredOn = (steps: readonly Step[]): string => {
  const state = notStarted(
    outlineOf(runbookOf([...steps, milestoneStep('restored'), measuring('late'), endStep('done')])),
  );
  const [path = ''] = [...state.steps.keys()].filter(key => key.endsWith('way'));
  const [first] = state.steps.get(path)?.outline.branches ?? [];
  const found = first ? restoringStep(state, path, first) : {by: 'nothing' as const};
  return found.by === 'step'
    ? `${found.path}${found.isInLoop ? ' in a loop' : ''}`
    : found.by === 'end'
      ? found.outcome
      : 'nothing';
};

test('the last step that measures counts, also behind the branch', () => {
  expect(measuredOn([decisionStep('way', [branch('dump', [measuring('load')])])])).toBe('way:dump/load');
  expect(measuredOn([decisionStep('way', [branch('dump', [measuring('load')])]), measuring('put_back')])).toBe(
    'put_back',
  );
});

test('what is measured once the clock has stopped does not count', () => {
  expect(measuredOn([decisionStep('way', [branch('dump', [])])])).toBe('nothing');
});

test('a branch that leads on measures from there on', () => {
  const way = decisionStep('way', [branch('skip', [], {goto: 'second'})]);
  expect(measuredOn([way, measuring('first'), measuring('second')])).toBe('second');
  expect(measuredOn([way, measuring('first'), commandStep('second')])).toBe('nothing');
});

test('a goto out of a group passes by the rest of it', () => {
  const group = groupStep('repair', [decisionStep('way', [branch('out', [], {goto: 'second'})]), measuring('inside')]);
  expect(measuredOn([group, commandStep('second')])).toBe('nothing');
  expect(measuredOn([group, measuring('second')])).toBe('second');
});

test('a branch that ends the run restores nothing', () => {
  expect(measuredOn([decisionStep('way', [branch('stop', [], {end: 'no-action'})]), measuring('put_back')])).toBe(
    'no-action',
  );
  expect(
    measuredOn([decisionStep('way', [branch('stop', [endStep('wait', 'mitigated')])]), measuring('put_back')]),
  ).toBe('mitigated');
});

test('in a loop it is known once its items are', () => {
  const way = decisionStep('way', [branch('each', [foreachStep('tables', [measuring('load')])])]);
  expect(measuredOn([way])).toBe('way:each/tables/load in a loop');
});
