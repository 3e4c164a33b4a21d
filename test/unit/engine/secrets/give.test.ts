/** A secret that is gone is given again: by whom it is asked, what is taken, and what follows. */
import {expect, test} from 'vitest';
import {failedWith, fakeRunners, printed} from '../../../support/fake-runners.ts';
import {
  assertStep,
  branch,
  commandStep,
  decisionStep,
  endStep,
  inputStep,
  instructionStep,
  runbookOf,
} from '../../../support/model.ts';
import {openEngine} from '../../../support/open-engine.ts';
import {using, valuesIn} from '../../../support/secret-run.ts';
import {give, pin, resumedAt, typedPin} from '../../../support/typed-secret.ts';

test('a step that reads it waits, says which secret is gone, and goes on by itself once it is given again', async () => {
  const run = await resumedAt([using('log_in', `\${${typedPin}}`)]);
  const [waiting] = run.engine.prompts();
  expect(waiting).toMatchObject({kind: 'secret', step: 'log_in', lacks: {step: 'pin', name: 'value', ask: 'Do pin'}});
  expect(waiting?.ask).toBe('"Do log_in" needs a secret that is gone with the program that knew it: Do pin');
  expect(waiting?.moves).toEqual(['give', 'cannot', 'escalate', 'abort']);
  expect(await give(run)).toEqual({accepted: true});

  expect(valuesIn(run.runners.requests)).toEqual([pin]);
  expect(run.fact('given-again')).toMatchObject({step: 'pin', attempt: 1, name: 'value'});
  expect(run.told().slice(-5)).toEqual([
    'lacking log_in#1',
    'given-again pin#1',
    'began log_in#1',
    'succeeded log_in#1',
    'run-ended recovered',
  ]);
  expect(run.journal.text()).not.toContain(pin);
  expect(run.values.hide(`it is ${pin}`)).toBe('it is ‹secret:pin.value›');
});

test('who cannot give it says why, and the step is held as after any failure', async () => {
  const run = await resumedAt([using('log_in', `\${${typedPin}}`)]);
  expect(run.say({intent: 'cannot', step: 'log_in'})).toEqual({
    accepted: false,
    why: 'Why can it not be given? A reason is needed.',
  });
  run.say({intent: 'cannot', step: 'log_in', reason: 'nobody has it any more'});
  await run.settled();
  expect(run.engine.prompts()).toMatchObject([
    {kind: 'held', step: 'log_in', moves: expect.not.arrayContaining(['give'])},
  ]);
  run.say({intent: 'retry', step: 'log_in'});
  await run.settled();
  expect(run.engine.prompts()).toMatchObject([{kind: 'secret', step: 'log_in'}]);
});

test('one that was mistyped can be given once more to the step that failed with it', async () => {
  let isRight = false;
  const run = await resumedAt([using('log_in', `\${${typedPin}}`)], () =>
    isRight ? printed('') : failedWith(1, 'wrong password'),
  );
  await give(run, 'sesame77-4242-opne42');
  expect(run.engine.prompts()).toMatchObject([{kind: 'held', step: 'log_in', lacks: {step: 'pin'}}]);
  isRight = true;
  await give(run);
  // It has begun, so a person says that it is tried again.
  expect(run.engine.prompts()).toMatchObject([{kind: 'held', step: 'log_in'}]);
  run.say({intent: 'retry', step: 'log_in'});
  await run.settled();
  expect(valuesIn(run.runners.requests)).toEqual(['sesame77-4242-opne42', pin]);
  expect(run.state.outcome).toBe('recovered');
});

test('a connection that is given again leads where it led, and no refusal repeats what was typed', async () => {
  const uri = (host: string) => `postgresql://app:sesame77-42@${host}:5433/shop`;
  const first = openEngine(
    runbookOf([
      inputStep('database', 'connection'),
      instructionStep('look'),
      using('count', '${steps.database.outputs.value.host}'),
      endStep('finish'),
    ]),
    {},
  );
  first.say({intent: 'answer', step: 'database', value: uri('db-1')});
  const run = first.crash().resume({runners: fakeRunners()});
  await run.settled();
  run.say({intent: 'done', step: 'look'});
  await run.settled();
  expect(await give(run, uri('db-2'))).toEqual({
    accepted: false,
    why: 'That leads elsewhere than before: it led to db-1:5433/shop.',
  });
  expect(await give(run, 'sesame77-sesame77')).toEqual({
    accepted: false,
    why: 'That does not do: it is no connection as the runbook asks for.',
  });
  await give(run, uri('db-1').replace('app:', 'admin:'));
  expect(valuesIn(run.runners.requests)).toEqual(['db-1']);
});

test('what a step printed as a secret can be given again where somebody knows it', async () => {
  const logIn = commandStep('log_in', ['log-in'], {outputs: {token: {value: 'stdout', secret: true}}});
  const first = openEngine(
    runbookOf([logIn, instructionStep('look'), using('restart', '${steps.log_in.outputs.token}'), endStep('finish')]),
    {runners: fakeRunners({verdict: () => printed('tkn-4711-4711')})},
  );
  await first.settled();
  const run = first.crash().resume({runners: fakeRunners()});
  await run.settled();
  run.say({intent: 'done', step: 'look'});
  await run.settled();
  expect(run.engine.prompts()[0]?.lacks).toEqual({step: 'log_in', name: 'token', ask: 'Do log_in: token'});
  await give(run, 'tkn-4711-4711');
  expect(valuesIn(run.runners.requests)).toEqual(['tkn-4711-4711']);
});

test('nothing is given where nothing is lacking, and no empty value', async () => {
  const run = await resumedAt([using('log_in', `\${${typedPin}}`), instructionStep('rest')]);
  for (const empty of ['', '  ']) {
    expect(await give(run, empty)).toEqual({accepted: false, why: 'Which value? Give it as it was.'});
  }
  await give(run);
  const answer = run.say({intent: 'give', step: 'rest', value: 'x'});
  expect(answer).toMatchObject({accepted: false, why: expect.stringContaining('"give" is not possible here')});
});

test('after another crash it is asked for once more', async () => {
  const run = await resumedAt([
    using('log_in', `\${${typedPin}}`),
    instructionStep('rest'),
    using('log_out', `\${${typedPin}}`),
  ]);
  await give(run);
  const again = run.crash().resume({runners: fakeRunners()});
  await again.settled();
  again.say({intent: 'done', step: 'rest'});
  await again.settled();
  expect(again.engine.prompts()[0]).toMatchObject({step: 'log_out', lacks: {step: 'pin'}});
});

test('conditions, choices and facts that must hold wait for it too', async () => {
  const run = await resumedAt([
    assertStep('is_long', `size(${typedPin}) > 8`),
    commandStep('rotate', ['rotate'], {when: `${typedPin}.startsWith('sesame')`}),
    decisionStep('way', [branch('short', []), branch('long', [])], {
      choose: `size(${typedPin}) > 8 ? 'long' : 'short'`,
    }),
  ]);
  expect(run.engine.prompts()[0]).toMatchObject({step: 'is_long', lacks: {step: 'pin'}});
  await give(run);
  expect(run.state.steps.get('way')).toMatchObject({status: 'succeeded', choice: 'long'});
  expect(run.state.outcome).toBe('recovered');
});
