/** What a step's life is told about its step. */
import {expect, test} from 'vitest';
import {policyOf} from '../../../src/machine/policy.ts';
import {
  approvalStep,
  branch,
  checkStep,
  commandStep,
  decisionStep,
  endStep,
  instructionStep,
  milestoneStep,
} from '../../support/model.ts';

const retry = {attempts: 3, delayMs: 0, backoff: 1};

test('only what may be repeated is tried again by itself', () => {
  const attempts = (extra: Parameters<typeof commandStep>[2]) =>
    policyOf(commandStep('x', [], {retry, ...extra})).attemptsMax;
  expect([attempts({}), attempts({effects: 'destructive'})]).toEqual([1, 1]);
  expect([attempts({idempotent: true}), attempts({effects: 'read'}), attempts({effects: 'none'})]).toEqual([3, 3, 3]);
  expect(policyOf(checkStep('x', {retry, effects: 'write'})).attemptsMax).toBe(3);
});

test('a gate does not open by itself: an approval is neither skipped nor overridden', () => {
  expect(policyOf(approvalStep('go', 2, {skippable: true}))).toMatchObject({
    skippable: false,
    overridable: false,
    approvalsNeeded: 2,
  });
  expect(policyOf(instructionStep('call', ['a', 'b']))).toMatchObject({
    skippable: true,
    overridable: true,
    checklist: 2,
  });
});

test('a branch leads inside, on, away or to the end', () => {
  const {branches} = policyOf(
    decisionStep('way', [
      branch('inside', [commandStep('x')]),
      branch('on', []),
      branch('away', [], {goto: 'later'}),
      branch('end', [], {end: 'no-action'}),
    ]),
  );
  expect(branches).toEqual([
    {name: 'inside', leads: 'inside'},
    {name: 'on', leads: 'on'},
    {name: 'away', leads: 'goto', goto: 'later'},
    {name: 'end', leads: 'end', outcome: 'no-action'},
  ]);
});

test('instants know what they mark', () => {
  expect(policyOf(milestoneStep('restored')).milestone).toBe('service_restored');
  expect(policyOf(endStep('finish', 'mitigated')).outcome).toBe('mitigated');
});
