/** Ways through a runbook, counted by hand. */
import {expect, test} from 'vitest';
import {waysThrough} from '../../../../src/runbook/flow/ways.ts';
import type {Step} from '../../../../src/runbook/runbook.ts';
import {
  approvalStep,
  branch,
  checkStep,
  commandStep,
  decisionStep,
  endStep,
  foreachStep,
  includeStep,
  parallelStep,
  repeatStep,
  runbookOf,
} from '../../../support/model.ts';

const finish = endStep('finish');
const counted = (...steps: readonly Step[]) => Object.fromEntries(waysThrough(runbookOf([...steps, finish])).ends);
const sides = [branch('left', []), branch('right', [])];

test('one step after another is one way; a held failure is none of its own', () => {
  expect(counted(commandStep('stop'), checkStep('look'))).toEqual({finish: 1n});
});

test('decisions in a row multiply, and what may not apply counts twice', () => {
  expect(counted(decisionStep('a', sides), decisionStep('b', sides))).toEqual({finish: 4n});
  expect(counted(commandStep('stop', [], {when: 'inputs.deep'}))).toEqual({finish: 2n});
  expect(
    waysThrough(runbookOf([...Array.from({length: 70}, (_, n) => decisionStep(`d_${n}`, sides)), finish])).all,
  ).toBe(2n ** 70n);
});

test('what a failure leads to is a way: on, elsewhere, or to the end', () => {
  const onFailure = (policy: Step['onFailure']) => commandStep('stop', [], {onFailure: policy});
  expect(counted(onFailure({do: 'continue'}))).toEqual({finish: 2n});
  expect(counted(onFailure({do: 'abort'}))).toEqual({finish: 1n, aborted: 1n});
  expect(counted(onFailure({do: 'goto', step: 'finish'}), decisionStep('a', sides))).toEqual({finish: 3n});
  expect(counted(approvalStep('go', 1, {onNoGo: {do: 'goto', step: 'finish'}}))).toEqual({finish: 2n});
});

test('a branch ends the run or leads away, and its steps have ways of their own', () => {
  const branches = [
    branch('deep', [decisionStep('inner', sides)]),
    branch('stop', [], {end: 'no-action'}),
    branch('away', [], {goto: 'finish'}),
  ];
  expect(counted(decisionStep('a', branches), decisionStep('b', sides))).toEqual({'a:stop': 1n, finish: 5n});
});

test('branches of a parallel are all gone, in any combination; a list has no item or one; a repeat one round', () => {
  expect(
    counted(parallelStep('p', [branch('x', [decisionStep('a', sides)]), branch('y', [decisionStep('b', sides)])])),
  ).toEqual({
    finish: 4n,
  });
  expect(counted(foreachStep('each', [decisionStep('a', sides)]))).toEqual({finish: 3n});
  expect(counted(repeatStep('again', [decisionStep('a', sides)], {onExhausted: {do: 'abort'}}))).toEqual({
    finish: 2n,
    aborted: 1n,
  });
});

test('an included runbook that fails is a failure of the step that includes it', () => {
  const child = runbookOf([
    decisionStep('a', [branch('on', []), branch('off', [], {end: 'rolled-back'})]),
    endStep('good'),
  ]);
  expect(counted(includeStep('change', child, {onFailure: {do: 'abort'}}))).toEqual({finish: 1n, aborted: 1n});
});
