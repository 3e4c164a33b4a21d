/** What a session has lost is what it knew: nothing waits for a secret where there is none. */
import {expect, test} from 'vitest';
import {failedWith, fakeRunners, printed} from '../../../support/fake-runners.ts';
import {commandStep, endStep, runbookOf} from '../../../support/model.ts';
import {openEngine} from '../../../support/open-engine.ts';
import {freeing, using, valuesIn} from '../../../support/secret-run.ts';

const outputs = {rows: {value: 'stdout', secret: false}};
const tell = using('tell', '${steps.copy.outputs.rows}');

test('a step with each has given no outputs outside of its items', async () => {
  const each = {in: '[1, 2]', atOnce: 1, onItemFailure: 'hold'} as const;
  const run = openEngine(runbookOf([commandStep('copy', ['copy'], {outputs, each}), tell, endStep('finish')]), {});
  await run.settled();

  expect(run.engine.prompts()).toMatchObject([{kind: 'held', step: 'tell'}]);
  expect(run.told()).not.toContain('lacking tell#1');
});

test('nor has one that a drill simulates, but for what it assumes', async () => {
  const drill = {do: 'simulate', outputs: {}} as const;
  const run = openEngine(runbookOf([commandStep('copy', ['copy'], {outputs, drill}), tell, endStep('finish')]), {
    mode: 'drill',
  });
  await run.settled();

  expect(run.engine.prompts()).toMatchObject([{kind: 'held', step: 'tell'}]);
});

test('within its item it is seen', async () => {
  const each = {in: '[1, 2]', atOnce: 1, onItemFailure: 'hold'} as const;
  const copy = commandStep('copy', ['copy'], {outputs, each, ...freeing('${steps.copy.outputs.rows}')});
  const run = openEngine(runbookOf([copy, commandStep('look', ['look'], freeing('')), endStep('finish')]), {
    runners: fakeRunners({verdict: name => (name === 'look#1' ? failedWith(1) : printed('17'))}),
  });
  await run.settled();
  run.say({intent: 'undo_to', step: 'look', value: 'copy', reason: 'the wrong place'});
  await run.settled();

  expect(valuesIn(run.runners.requests).slice(3)).toEqual(['', '17', '17']);
});
