/** What a person may do. */
import {expect, test} from 'vitest';
import {movesFor, promptKindOf} from '../../../src/machine/moves.ts';
import {policyOf} from '../../../src/machine/policy.ts';
import type {Wanted} from '../../../src/machine/wanted.ts';
import type {Step} from '../../../src/runbook/runbook.ts';
import {approvalStep, branch, commandStep, decisionStep, instructionStep} from '../../support/model.ts';

const at = (want: Wanted['want'], step: Step): Wanted => ({
  want,
  path: step.id,
  attempt: 1,
  tries: 0,
  policy: policyOf(step),
});
const told = (item: Wanted) => `${promptKindOf(item)}: ${movesFor(item).join(' ')}`;

test('each question has its answers, and the run can be ended at each of them', () => {
  expect(told(at('answer', instructionStep('x')))).toBe('instruction: done cannot skip escalate abort');
  expect(told(at('answer', instructionStep('x', ['a'])))).toBe('instruction: tick done cannot skip escalate abort');
  expect(told(at('answer', approvalStep('x')))).toBe('approval: approve reject escalate abort');
  expect(told(at('answer', decisionStep('x', [branch('a', [])])))).toBe('decision: choose skip escalate abort');
  expect(told(at('confirm', commandStep('x', [], {skippable: false})))).toBe('confirmation: confirm escalate abort');
  expect(told(at('decide', commandStep('x')))).toBe('unknown: resolve escalate abort');
  expect(told(at('hold', commandStep('x')))).toBe(
    'held: retry give override skip set undo undo_to jump escalate abort',
  );
  expect(told(at('hold', approvalStep('x')))).toBe('held: retry give set undo_to escalate abort');
});

test('what the machine does is for nobody else to do', () => {
  for (const want of ['enter', 'begin', 'verify', 'close', 'end'] as const) {
    expect(movesFor(at(want, commandStep('x')))).toEqual([]);
    expect(promptKindOf(at(want, commandStep('x')))).toBeUndefined();
  }
});

test('an action that runs can be stopped, and asks nobody anything', () => {
  expect(movesFor(at('perform', commandStep('x')))).toEqual(['stop']);
  expect(promptKindOf(at('perform', commandStep('x')))).toBeUndefined();
});
