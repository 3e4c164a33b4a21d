/** What comes after a step: with several branches open only what is certain, and by the name of its branch or item. */
import {expect, test} from 'vitest';
import {nextStepWords} from '../../../src/report/next-step.ts';
import {done} from '../../support/fake-runners.ts';
import {opened} from '../../support/going-back.ts';
import {branch, foreachStep, instructionStep, parallelStep} from '../../support/model.ts';

test('alone it is the next step of the page, and behind the last the end', async () => {
  const run = await opened([instructionStep('close'), instructionStep('count')], () => done);
  expect(nextStepWords(run.state, 'close')).toBe('"Do count"');
  expect(nextStepWords(run.state, 'count')).toBe('the end of the run');
});

test('in a loop it says for which item, and behind the last step of an item nothing: others decide what comes', async () => {
  const tills = foreachStep('tills', [instructionStep('close'), instructionStep('count')], {
    in: "['till-1', 'till-2']",
    atOnce: 2,
  });
  const run = await opened([tills, instructionStep('open')], () => done);
  expect(nextStepWords(run.state, 'tills[1]/close')).toBe('"Do count (2, till-2)"');
  expect(nextStepWords(run.state, 'tills[1]/count')).toBeUndefined();
});

test('in a branch it is named with the branch, and never the first step of another one', async () => {
  const both = parallelStep('both', [
    branch('north', [instructionStep('close'), instructionStep('count')]),
    branch('south', [instructionStep('lock')]),
  ]);
  const run = await opened([both, instructionStep('open')], () => done);
  expect(nextStepWords(run.state, 'both:north/close')).toMatch(/^"Do count in .*north/i);
  expect(nextStepWords(run.state, 'both:north/count')).toBeUndefined();
  expect(nextStepWords(run.state, 'both:south/lock')).toBeUndefined();
});
