/** What can be said at every moment: roles change hands, somebody is called, and no step moves by it. */
import {expect, test} from 'vitest';
import {failedWith, fakeRunners} from '../../../support/fake-runners.ts';
import {approvalStep, commandStep, endStep, instructionStep, runbookOf} from '../../../support/model.ts';
import {openEngine} from '../../../support/open-engine.ts';

const finish = endStep('finish');

test('an approval that is open asks the new holder of its role', () => {
  const run = openEngine(runbookOf([approvalStep('go'), finish]));
  expect(run.say({intent: 'handover', value: 'approver', actor: 'Noor Haddad', reason: 'shift ends'})).toEqual({
    accepted: true,
  });

  expect(run.fact('handed-over')).toMatchObject({role: 'approver', from: 'Dana Fox', to: 'Noor Haddad'});
  expect(run.state.steps.get('go')?.prompt?.from).toMatchObject([{role: 'approver', name: 'Noor Haddad'}]);
  run.say({intent: 'approve', actor: 'noor haddad'});
  expect(run.fact('approved')).toMatchObject({by: 'Noor Haddad', role: 'approver'});
});

test('an approval that is asked later asks whoever has the role then, also after a crash', () => {
  const run = openEngine(runbookOf([instructionStep('call'), approvalStep('go'), finish]));
  run.say({intent: 'handover', value: 'approver', actor: 'Noor Haddad'});
  const again = run.crash().resume();
  again.say({intent: 'done'});

  expect(again.fact('asked', 'go').prompt.from).toEqual([
    {role: 'approver', contact: 'Noor Haddad', name: 'Noor Haddad'},
  ]);
});

test('whoever hands the execution over still may not approve, nor may who takes it', () => {
  const run = openEngine(runbookOf([approvalStep('go'), finish]));
  run.say({intent: 'handover', value: 'executor', actor: 'Noor Haddad'});

  expect(run.state.executor).toBe('Noor Haddad');
  for (const actor of ['sam', 'Noor Haddad']) {
    expect(run.say({intent: 'approve', actor}, {name: 'Noor Haddad'})).toMatchObject({accepted: false});
  }
});

test.each([
  [{value: 'captain', actor: 'Noor'}, 'Which role? There are executor, approver.'],
  [{value: 'approver'}, 'Who takes it over? The name is needed.'],
  [{value: 'approver', actor: 'dana fox'}, 'Dana Fox is approver already.'],
])('a handover of %j is refused', (intent, why) => {
  const run = openEngine(runbookOf([approvalStep('go'), finish]));
  const before = run.state.facts;
  expect(run.say({intent: 'handover', ...intent})).toEqual({accepted: false, why});
  expect(run.state.facts).toBe(before);
});

test('a role is called to a held step, which stays held', async () => {
  const runners = fakeRunners({verdict: () => failedWith(1)});
  const run = openEngine(runbookOf([commandStep('copy'), finish]), {runners});
  await run.settled();
  expect(run.state.steps.get('copy')?.status).toBe('held');

  expect(run.say({intent: 'escalate', step: 'copy', value: 'approver', reason: 'the disk is full'})).toEqual({
    accepted: true,
  });
  expect(run.fact('escalated')).toMatchObject({step: 'copy', attempt: 1, to: 'approver', reason: 'the disk is full'});
  expect(run.state.steps.get('copy')).toMatchObject({status: 'held', escalations: [{name: 'Dana Fox', attempt: 1}]});
  expect(run.engine.prompts()).toMatchObject([
    {kind: 'held', moves: ['retry', 'override', 'skip', 'set', 'undo', 'undo_to', 'jump', 'escalate', 'abort']},
  ]);
});

test('a call needs a role that there is, a reason, and a step that somebody is asked about', () => {
  const run = openEngine(runbookOf([instructionStep('call'), finish]));
  const why = (intent: object) => run.say({intent: 'escalate', ...intent});
  expect(why({value: 'boss', reason: 'help'})).toMatchObject({why: 'Whom to call? There are the roles approver.'});
  expect(why({value: 'approver'})).toMatchObject({why: 'Why is somebody called? A reason is needed.'});
  expect(why({step: 'finish', value: 'approver', reason: 'help'})).toMatchObject({
    why: 'finish is not being asked now.',
  });
  expect(run.state.steps.get('call')?.escalations).toBeUndefined();
});

test('a note or a file about a step that there is not is refused', () => {
  const run = openEngine(runbookOf([instructionStep('call'), finish]));
  expect(run.say({intent: 'note', value: 'hm', step: 'cal'})).toEqual({accepted: false, why: 'There is no step cal.'});
  expect(run.say({intent: 'evidence', value: 'a.png', step: 'cal'})).toEqual({
    accepted: false,
    why: 'There is no step cal.',
  });
});
