/** What a person asks of a run: recorded as a whole, or refused with a sentence. */
import {expect, test} from 'vitest';
import {done, failedWith, fakeRunners} from '../../../support/fake-runners.ts';
import {
  approvalStep,
  branch,
  commandStep,
  decisionStep,
  endStep,
  instructionStep,
  probe,
  runbookOf,
} from '../../../support/model.ts';
import {openEngine} from '../../../support/open-engine.ts';

const finish = endStep('finish');
const held = async () => {
  const run = openEngine(runbookOf([commandStep('put_back'), finish]), {
    runners: fakeRunners({verdict: (_name, before) => (before === 0 ? failedWith(3) : done)}),
  });
  await run.settled();
  return run;
};

test('an instruction is done when all of its points are ticked, each once', () => {
  const run = openEngine(runbookOf([instructionStep('call', ['the venue', 'the provider']), finish]));
  expect(run.say({intent: 'done'})).toEqual({accepted: false, why: '2 of 2 are not ticked yet.'});
  for (const value of [-1, 0.5, 2, '0']) {
    expect(run.say({intent: 'tick', value})).toMatchObject({
      accepted: false,
      why: 'Which one? Give its index, 0 to 1.',
    });
  }
  run.say({intent: 'tick', value: 0});
  expect(run.say({intent: 'tick', value: 0})).toEqual({accepted: false, why: 'That one is ticked already.'});
  expect(run.say({intent: 'done'})).toEqual({accepted: false, why: '1 of 2 are not ticked yet.'});
  run.say({intent: 'tick', value: 1});
  expect(run.say({intent: 'done'})).toEqual({accepted: true});

  expect(run.state.outcome).toBe('recovered');
});

test('an instruction that a person did is checked like an action', async () => {
  const runners = fakeRunners({verdict: () => failedWith(3)});
  const run = openEngine(runbookOf([instructionStep('fail_over', [], {verify: [probe('is_primary')]}), finish]), {
    runners,
  });
  run.say({intent: 'done'});
  await run.settled();

  expect(run.told()).toEqual([
    'asked fail_over#1',
    'performed fail_over#1',
    'probed fail_over#1 verify is_primary fails',
    'failed fail_over#1, then hold',
  ]);
});

test('an instruction may leave a recovery point, and one that is no time holds it', () => {
  const recoveryPoint = "'2026-11-01T02:55:00Z'";
  const good = openEngine(runbookOf([instructionStep('restore_by_provider', [], {recoveryPoint}), finish]));
  good.say({intent: 'done'});
  expect(good.fact('succeeded').recoveryPoint).toBe('2026-11-01T02:55:00.000Z');

  const bad = openEngine(runbookOf([instructionStep('restore_by_provider', [], {recoveryPoint: "'noon'"}), finish]));
  bad.say({intent: 'done'});
  expect(bad.told()).toEqual(['asked restore_by_provider#1', 'failed restore_by_provider#1, then hold']);
});

test('what cannot be done needs a reason and fails by its policy', () => {
  const onFailure = {do: 'goto', step: 'by_hand'} as const;
  const run = openEngine(
    runbookOf([instructionStep('fail_over', [], {onFailure}), instructionStep('by_hand'), finish]),
  );
  expect(run.say({intent: 'cannot', reason: ' '}).accepted).toBe(false);
  run.say({intent: 'cannot', reason: 'the console is down'});

  expect(run.told()).toEqual(['asked fail_over#1', 'failed fail_over#1, then goto', 'asked by_hand#1']);
});

test('a choice must be one of the branches', () => {
  const run = openEngine(
    runbookOf([
      decisionStep('choose_path', [
        branch('dump', [instructionStep('restore')]),
        branch('stop', [], {end: 'no-action'}),
      ]),
    ]),
  );
  expect(run.say({intent: 'choose', value: 'pitr'})).toEqual({
    accepted: false,
    why: '"pitr" is no way from here; there are dump, stop.',
  });
  run.say({intent: 'choose', value: 'stop', reason: 'nothing is lost'});

  expect(run.state.outcome).toBe('no-action');
});

test('a held step may be tried again, and its next attempt has a number of its own', async () => {
  const run = await held();
  expect(run.engine.prompts()).toEqual([
    {
      step: 'put_back',
      attempt: 1,
      kind: 'held',
      ask: '"Do put_back" is held: it ended with exit code 3',
      moves: ['retry', 'override', 'skip', 'set', 'undo', 'undo_to', 'jump', 'escalate', 'abort'],
    },
  ]);
  run.say({intent: 'retry'});
  await run.settled();
  expect(run.runners.log).toEqual(['put_back#1', 'put_back#2']);
});

test('skipping and marking as done need a reason, are deviations, and nothing is plainly recovered after them', async () => {
  for (const [intent, status] of [
    ['skip', 'skipped'],
    ['override', 'overridden'],
  ] as const) {
    const run = await held();
    expect(run.say({intent})).toMatchObject({accepted: false});
    expect(run.say({intent, reason: 'put back by hand'})).toEqual({accepted: true});

    expect(run.state.steps.get('put_back')?.status).toBe(status);
    expect(run.state.deviations).toMatchObject([{kind: status, step: 'put_back', reason: 'put back by hand'}]);
    expect(run.state.outcome).toBe('recovered-with-exceptions');
  }
});

test('a step that its author made indispensable cannot be skipped', async () => {
  const run = openEngine(runbookOf([instructionStep('fence_old_primary', [], {skippable: false}), finish]));
  expect(run.say({intent: 'skip', reason: 'no time'})).toEqual({
    accepted: false,
    why: '"skip" is not possible here; possible are done, cannot, escalate, abort.',
  });
});

test('what was meant for an older attempt is refused', async () => {
  const run = openEngine(runbookOf([commandStep('put_back'), finish]), {
    runners: fakeRunners({verdict: () => failedWith(3)}),
  });
  await run.settled();
  run.say({intent: 'retry'});
  await run.settled();

  expect(run.say({intent: 'override', reason: 'I looked', step: 'put_back', attempt: 1})).toEqual({
    accepted: false,
    why: 'That was about attempt 1; attempt 2 is being asked now.',
  });
});

test('a run is not ended under a running step, and not without a reason', async () => {
  const runners = fakeRunners({verdict: () => 'hold'});
  const run = openEngine(runbookOf([commandStep('put_back'), finish]), {runners});
  await run.settled();
  expect(run.say({intent: 'abort'})).toEqual({accepted: false, why: 'Ending a run needs a reason.'});
  expect(run.say({intent: 'abort', reason: 'enough'})).toEqual({
    accepted: false,
    why: 'A step is still running; the run can be ended when it is over. To end the step itself, stop it.',
  });
  runners.settle('put_back#1', failedWith(3));
  await run.settled();
  expect(run.say({intent: 'abort', reason: 'enough'})).toEqual({accepted: true});

  expect(run.fact('run-ended')).toMatchObject({outcome: 'aborted', reason: 'enough', actor: {name: 'sam'}});
});

test('a run is paused once and goes on once', () => {
  const run = openEngine(runbookOf([instructionStep('call'), finish]));
  expect(run.say({intent: 'continue'}).accepted).toBe(false);
  expect(run.say({intent: 'pause'}).accepted).toBe(true);
  expect(run.say({intent: 'pause'}).accepted).toBe(false);
  expect(run.say({intent: 'continue', reason: 'they called back'}).accepted).toBe(true);
});

test('notes are possible at every moment, need words, and are recorded whole or not at all', () => {
  const run = openEngine(runbookOf([instructionStep('call'), finish]));
  expect(run.say({intent: 'note', reason: 'venue waits', step: 'call'})).toEqual({accepted: true});
  expect(run.say({intent: 'note'})).toEqual({accepted: false, why: 'A note needs words.'});
  expect(run.say({intent: 'note', reason: 'x'.repeat(5_000)}).accepted).toBe(false);

  expect(run.state.notes).toMatchObject([{text: 'venue waits', step: 'call', actor: {name: 'sam'}}]);
});

test('the robot has no say in an incident', () => {
  const run = openEngine(runbookOf([approvalStep('go'), finish]));
  expect(run.say({intent: 'approve'}, {name: 'drill robot', via: 'robot'})).toEqual({
    accepted: false,
    why: 'The robot answers only in drills.',
  });
});

test('what the machine does not offer is refused with what it offers', () => {
  const run = openEngine(runbookOf([instructionStep('call'), finish]));
  expect(run.say({intent: 'retry'})).toEqual({
    accepted: false,
    why: '"retry" is not possible here; possible are done, cannot, skip, escalate, abort.',
  });
  expect(run.say({intent: 'done', step: 'nowhere'})).toEqual({
    accepted: false,
    why: 'nowhere is not being asked now.',
  });
});
