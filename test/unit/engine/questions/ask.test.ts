/** Messages: they block nobody, unless somebody must say that they have heard it. */
import {expect, test} from 'vitest';
import {advance} from '../../../../src/machine/advance.ts';
import {compile} from '../../../../src/machine/compile.ts';
import {beforeStart} from '../../../../src/machine/position.ts';
import {done, failedWith, fakeRunners, nothing} from '../../../support/fake-runners.ts';
import {endStep, notifyStep, runbookOf} from '../../../support/model.ts';
import {openEngine} from '../../../support/open-engine.ts';

const finish = endStep('finish');

test('a message is shown with its text and whom it is for, and the run goes on', async () => {
  const run = openEngine(runbookOf([notifyStep('tell', 'The shop is down since ${run.mode}'), finish]));
  await run.settled();
  expect(run.fact('began', 'tell').shown).toMatchObject({
    kind: 'notify',
    lines: ['The shop is down since incident'],
    target: 'approver',
  });
  expect(run.state.outcome).toBe('recovered');
});

test('one that could not be sent blocks nobody', async () => {
  const run = openEngine(runbookOf([notifyStep('tell', 'Down', {onFailure: {do: 'continue'}}), finish]), {
    runners: fakeRunners({verdict: () => failedWith(1, 'the message was not sent')}),
  });
  await run.settled();
  expect(run.state.steps.get('tell')?.status).toBe('failed');
  expect(run.state.outcome).toBe('recovered');
});

test('where it must be acknowledged a person says that it was heard, also after a crash, and it is not sent again', async () => {
  const run = openEngine(runbookOf([notifyStep('tell', 'Down', {mustAck: true}), finish]), {
    runners: fakeRunners({verdict: () => done}),
  });
  await run.settled();
  expect(run.engine.prompts()).toMatchObject([
    {step: 'tell', kind: 'instruction', ask: 'Has Dana Fox heard this? Down'},
  ]);
  const again = run.crash().resume();
  await again.settled();
  again.say({intent: 'done', step: 'tell'});
  await again.settled();
  expect(again.runners.log).toEqual(['tell#1']);
  expect(again.state.outcome).toBe('recovered');
});

test('a message of which nobody knows whether it was sent has still to be heard once somebody says that it was', async () => {
  const first = openEngine(runbookOf([notifyStep('tell', 'Down', {mustAck: true, effects: 'write'}), finish]), {
    runners: fakeRunners({verdict: () => 'hold'}),
  });
  await first.settled();
  const run = first.crash().resume({runners: fakeRunners({found: () => nothing})});
  await run.settled();
  run.say({intent: 'resolve', step: 'tell', value: 'done', reason: 'it stands in the channel'});
  await run.settled();
  expect(run.engine.prompts()).toMatchObject([
    {step: 'tell', kind: 'instruction', ask: 'Has Dana Fox heard this? Down'},
  ]);
  run.say({intent: 'done', step: 'tell'});
  await run.settled();
  expect(run.runners.log).toEqual([]);
  expect(run.state.status).toBe('ended');
});

test('a record of before that was asked goes on as it did', async () => {
  const runbook = runbookOf([notifyStep('tell', 'Down', {mustAck: true, effects: 'write'}), finish]);
  const first = openEngine(runbook, {runners: fakeRunners({verdict: () => 'hold'})});
  await first.settled();
  const died = first.crash().resume({runners: fakeRunners({found: () => nothing})});
  await died.settled();
  died.say({intent: 'resolve', step: 'tell', value: 'done', reason: 'it stands in the channel'});
  const told = [...died.facts(), {type: 'succeeded', step: 'tell', attempt: 1} as const];
  const position = told.reduce((before, fact) => advance(compile(runbook), before, fact), beforeStart);
  expect(position.taken).toBe(told.length);
});
