/** Coming to a step: its condition, its question, its way on. */
import {expect, test} from 'vitest';
import {done, failedWith, fakeRunners} from '../../support/fake-runners.ts';
import {
  branch,
  commandStep,
  decisionStep,
  endStep,
  input,
  instructionStep,
  milestoneStep,
  probe,
  runbookOf,
} from '../../support/model.ts';
import {openEngine} from '../../support/open-engine.ts';

const finish = endStep('finish');
const inputs = input('broken', 'boolean');

test('a step whose condition is false is not applicable, which is no deviation', async () => {
  const run = openEngine(runbookOf([commandStep('fence', [], {when: 'inputs.broken'}), finish], {inputs}), {
    inputs: {broken: false},
  });
  await run.settled();
  expect(run.told()).toEqual(['not-applicable fence', 'run-ended recovered']);
  expect(run.runners.log).toEqual([]);
});

test('a condition that cannot be told holds the step and picks nothing', async () => {
  for (const when of ['steps.nowhere.outputs.x', "'yes'"]) {
    const run = openEngine(runbookOf([commandStep('fence', [], {when}), finish]));
    await run.settled();
    expect(run.told()).toEqual(['failed fence#1, then hold']);
    expect(run.fact('failed').reason).toMatch(/^when: /);
  }
});

test('a held condition is looked at again when a person says again', async () => {
  const when = "run.now > timestamp('2026-11-01T03:02:00Z') ? true : steps.nowhere.outputs.x";
  const run = openEngine(runbookOf([commandStep('fence', [], {when}), finish]));
  run.clock.pass(120_000);
  run.say({intent: 'retry'});
  await run.settled();
  expect(run.told()).toEqual([
    'failed fence#1, then hold',
    'retried fence#1',
    'began fence#2',
    'succeeded fence#2',
    'run-ended recovered',
  ]);
});

test('an end whose condition is false is passed by, and one whose condition cannot be told holds', () => {
  const passed = openEngine(
    runbookOf([endStep('stop', 'no-action', {when: 'inputs.broken'}), instructionStep('call')], {inputs}),
    {inputs: {broken: false}},
  );
  expect(passed.told()).toEqual(['not-applicable stop', 'asked call#1']);
  const held = openEngine(runbookOf([endStep('stop', 'no-action', {when: 'inputs.nothing'})], {inputs}));
  expect(held.told()).toEqual(['failed stop#1, then hold']);
});

test('an expression decides, and one that names no branch holds', () => {
  const branches = [branch('dump', [instructionStep('restore')]), branch('pitr', [])];
  const chosen = openEngine(runbookOf([decisionStep('way', branches, {choose: "'dump'"}), finish]));
  expect(chosen.told()).toEqual(['chosen way#1 dump', 'asked way:dump/restore#1']);
  const none = openEngine(runbookOf([decisionStep('way', branches, {choose: "'magic'"}), finish]));
  expect(none.told()).toEqual(['failed way#1, then hold']);
  expect(none.fact('failed').reason).toBe('choose: "magic" is no branch');
});

test('an expression may propose; one that cannot be told proposes nothing', () => {
  const branches = [branch('dump', []), branch('pitr', [])];
  const proposed = openEngine(runbookOf([decisionStep('way', branches, {propose: "'pitr'"}), finish]));
  expect(proposed.fact('asked').prompt).toMatchObject({kind: 'decision', proposal: 'pitr'});
  const none = openEngine(runbookOf([decisionStep('way', branches, {propose: 'steps.nowhere.choice'}), finish]));
  expect(none.fact('asked').prompt).not.toHaveProperty('proposal');
});

test('a milestone marks its event, and the first of a name counts', async () => {
  const run = openEngine(runbookOf([milestoneStep('restored'), commandStep('after'), milestoneStep('again'), finish]));
  await run.settled();
  expect(run.fact('succeeded', 'restored').milestone).toBe('service_restored');
  expect(run.state.events.get('service_restored')?.source).toBe('engine');
});

test('who confirms a step sees what must hold before it, and that is asked again right before the effect', async () => {
  const steps = [
    commandStep('drop_copy', [], {confirm: {type: 'tickets'}, requires: [probe('idle'), probe('dumped')]}),
  ];
  const run = openEngine(runbookOf([...steps, endStep('finish')]), {
    runners: fakeRunners({verdict: (name, before) => (name.endsWith('idle') && before === 0 ? failedWith(1) : done)}),
  });
  await run.settled();
  expect(run.told()).toEqual([
    'probed drop_copy#1 requires idle fails',
    'probed drop_copy#1 requires dumped passes',
    'asked drop_copy#1',
  ]);

  run.say({intent: 'confirm', value: 'tickets'});
  await run.settled();
  expect(run.told().slice(3)).toEqual([
    'confirmed drop_copy#1',
    'probed drop_copy#1 requires idle passes',
    'probed drop_copy#1 requires dumped passes',
    'began drop_copy#1',
    'succeeded drop_copy#1',
    'run-ended recovered',
  ]);
});

test('what must hold before a confirmation is looked at once there, however long it may take to hold', async () => {
  const requires = [probe('idle', {withinMs: 600_000})];
  const run = openEngine(
    runbookOf([commandStep('drop_copy', [], {confirm: {type: 'tickets'}, requires}), endStep('finish')]),
    {
      runners: fakeRunners({verdict: () => failedWith(1)}),
    },
  );
  await run.settled();
  expect(run.told()).toEqual(['probed drop_copy#1 requires idle fails', 'asked drop_copy#1']);
});

test('killed while it looks what must hold, the program looks and asks again, as the same attempt', async () => {
  const step = commandStep('drop_copy', [], {confirm: {type: 'tickets'}, requires: [probe('idle'), probe('dumped')]});
  const run = openEngine(runbookOf([step, endStep('finish')]), {
    runners: fakeRunners({verdict: (name, before) => (name.endsWith('dumped') && before === 0 ? 'hold' : done)}),
  });
  await run.settled();
  const resumed = run.crash().resume();
  await resumed.settled();
  expect(resumed.engine.prompts()).toMatchObject([{step: 'drop_copy', attempt: 1, kind: 'confirmation'}]);
});
