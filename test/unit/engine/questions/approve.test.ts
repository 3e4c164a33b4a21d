/** Approvals: by whom, and what a typed name is worth. */
import {expect, test} from 'vitest';
import {fakeRunners} from '../../../support/fake-runners.ts';
import {approvalStep, endStep, instructionStep, probe, runbookOf} from '../../../support/model.ts';
import {openEngine} from '../../../support/open-engine.ts';

const finish = endStep('finish');
const robot = {name: 'drill robot', via: 'robot'} as const;

test('who executes the run cannot approve it, however the name is written', () => {
  const run = openEngine(runbookOf([approvalStep('go'), finish]));
  for (const actor of ['sam', 'SAM', '  sam ', 'ｓａｍ']) {
    expect(run.say({intent: 'approve', actor}).accepted).toBe(false);
  }
  expect(run.say({intent: 'approve'})).toEqual({
    accepted: false,
    why: 'Who approves? The name of the approver is needed.',
  });
  expect(run.told()).toEqual(['asked go#1']);
});

test('a run that changes hands has not one executor less: nobody who has executed it approves it', () => {
  const run = openEngine(runbookOf([instructionStep('call'), approvalStep('go', 2), finish]));
  run.say({intent: 'note', reason: 'I take over the keyboard'}, {name: 'ravi'});
  const again = run.crash().resume({executor: 'kim'}).crash().resume({executor: 'lou'});
  again.say({intent: 'done'}, {name: 'lou'});
  for (const actor of ['sam', 'Ravi', 'kim', 'lou', 'noor']) {
    expect(again.say({intent: 'approve', actor}, {name: 'noor'})).toEqual({
      accepted: false,
      why: `${actor} executes this run, or did, and cannot approve it; another person must.`,
    });
  }

  expect(again.say({intent: 'approve', actor: 'Dana Fox'}, {name: 'noor'})).toEqual({accepted: true});
});

test('somebody whom the question does not name has no role in it, and that is said with the deviation', () => {
  const run = openEngine(runbookOf([approvalStep('go'), finish]));
  run.say({intent: 'approve', actor: 'Ravi Rao', value: 'Ravi Rao'});

  expect(run.fact('approved')).toMatchObject({by: 'Ravi Rao', role: '', proof: 'typed'});
  expect(run.state.deviations).toMatchObject([
    {reason: 'Ravi Rao, whom the question does not name, approved by a typed name, which proves nothing'},
  ]);
});

test('a typed approval proves nothing: it is a deviation, and the run is recovered with exceptions', () => {
  const run = openEngine(runbookOf([approvalStep('go'), finish]));
  expect(run.say({intent: 'approve', actor: 'Dana Fox'})).toEqual({accepted: true});

  expect(run.fact('approved')).toMatchObject({by: 'Dana Fox', role: 'approver', proof: 'typed'});
  expect(run.state.deviations).toMatchObject([{kind: 'unproven-approval', step: 'go'}]);
  expect(run.state.outcome).toBe('recovered-with-exceptions');
});

test('two approvals are of two people', () => {
  const run = openEngine(runbookOf([approvalStep('go', 2), finish]));
  run.say({intent: 'approve', actor: 'Dana Fox'});
  expect(run.told()).toEqual(['asked go#1', 'approved go#1']);
  expect(run.say({intent: 'approve', actor: 'dana  fox'})).toEqual({
    accepted: false,
    why: 'Dana Fox has approved already; another person must.',
  });
  run.say({intent: 'approve', actor: 'Ravi Rao', value: 'Ravi Rao'});

  expect(run.told()).toEqual([
    'asked go#1',
    'approved go#1',
    'approved go#1',
    'succeeded go#1',
    'run-ended recovered-with-exceptions',
  ]);
});

test('the robot of a drill stands for all who are needed, is named as one, and is no deviation', async () => {
  const run = openEngine(runbookOf([approvalStep('go', 2), finish]), {mode: 'drill'});
  run.say({intent: 'approve'}, robot);
  run.say({intent: 'approve'}, robot);

  expect(run.fact('approved')).toMatchObject({by: 'drill robot', role: 'approver', proof: 'robot'});
  expect(run.state.outcome).toBe('recovered');
});

test('a no-go needs a reason and follows what the author said about it, not about failures', () => {
  const onNoGo = {do: 'goto', step: 'stand_down'} as const;
  const run = openEngine(runbookOf([approvalStep('go', 1, {onNoGo}), instructionStep('stand_down'), finish]));
  expect(run.say({intent: 'reject'}).accepted).toBe(false);
  run.say({intent: 'reject', reason: 'the show goes on tonight'});

  expect(run.told()).toEqual(['asked go#1', 'failed go#1, then goto', 'asked stand_down#1']);
  expect(run.state.steps.get('go')?.status).toBe('rejected');
});

test('after a no-go that holds, the question can only be put again: nobody overrides a gate', () => {
  const run = openEngine(runbookOf([approvalStep('go', 2), finish]));
  run.say({intent: 'approve', actor: 'Dana Fox'});
  run.say({intent: 'reject', reason: 'not yet'});
  expect(run.engine.prompts()).toMatchObject([{kind: 'held', moves: ['retry', 'set', 'undo_to', 'escalate', 'abort']}]);
  expect(run.say({intent: 'override', reason: 'I decide'}).accepted).toBe(false);
  run.say({intent: 'retry'});
  run.say({intent: 'approve', actor: 'Ravi Rao', value: 'Ravi Rao'});

  expect(run.state.steps.get('go')).toMatchObject({status: 'awaiting', approvals: ['Ravi Rao']});
});

test('an approval with checks has succeeded when they pass', async () => {
  const run = openEngine(runbookOf([approvalStep('go', 1, {verify: [probe('window_open')]}), finish]), {
    runners: fakeRunners(),
  });
  expect(run.say({intent: 'approve', actor: 'Dana Fox'})).toEqual({accepted: true});
  await run.settled();

  expect(run.told()).toEqual([
    'asked go#1',
    'approved go#1',
    'performed go#1',
    'probed go#1 verify window_open passes',
    'succeeded go#1',
    'run-ended recovered-with-exceptions',
  ]);
});
