/** A go that a typed name gave, proven afterwards: what is not taken for a proof, and what the proof takes away. */
import {expect, test} from 'vitest';
import type {Fact} from '../../../../src/run/event.ts';
import {fold} from '../../../../src/run/fold.ts';
import {approvalStep, endStep, instructionStep, runbookOf} from '../../../support/model.ts';
import {openEngine} from '../../../support/open-engine.ts';

const runbook = runbookOf([approvalStep('go'), approvalStep('go_again'), instructionStep('watch'), endStep('finish')]);

/** Two goes by typed names, and the work that they let begin. */
const approved = () => {
  const run = openEngine(runbook);
  run.say({intent: 'approve', step: 'go', actor: 'Dana Fox'});
  run.say({intent: 'approve', step: 'go_again', actor: 'Dana Fox'});
  return run;
};

test.each([
  [{}, 'A go is proven by a signature, as `lifeboat approve` prints it.'],
  [{signature: 'U1NIU0lH'}, 'Which one? The go of go, go_again can be proven; name the step.'],
  [{signature: 'U1NIU0lH', step: 'watch'}, 'The go of watch does not wait for a proof.'],
  [{signature: 'U1NIU0lH', step: 'go'}, 'That is no signature as `lifeboat approve` prints it.'],
])('%j proves nothing', (said, why) => {
  const run = approved();
  const before = run.facts().length;
  expect(run.say({intent: 'prove', ...said})).toEqual({accepted: false, why});
  expect(run.facts()).toHaveLength(before);
});

test('a proof takes the deviation of its own attempt away, and no other', () => {
  const run = approved();
  const [last] = run.facts().slice(-1);
  const signed = {by: 'Dana Fox', role: 'approver', contact: 'technical_lead', key: 'SHA256:k', signature: 'U1NIU0lH'};
  const proven = (step: string, attempt: number): readonly string[] => {
    const proof = {...last, type: 'approval-proven', step, attempt, of: 'Dana Fox', ...signed} as Fact;
    return fold(run.state.outline, [...run.facts(), proof]).deviations.map(one => one.step);
  };

  expect(proven('go', 1)).toEqual(['go_again']);
  expect(proven('go_again', 2)).toEqual(['go', 'go_again']);
});
