/** After a crash a secret that a person typed, or that a step gave, is gone: whatever needs it is held until it is given again. */
import {expect, test} from 'vitest';
import type {Step} from '../../../src/runbook/runbook.ts';
import {fakeRunners, printed, type Verdict} from '../../support/fake-runners.ts';
import {
  assertStep,
  branch,
  commandStep,
  decisionStep,
  endStep,
  foreachStep,
  includeStep,
  input,
  inputStep,
  instructionStep,
  letStep,
  probe,
  runbookOf,
} from '../../support/model.ts';
import {type OpenEngine, openEngine} from '../../support/open-engine.ts';
import {freeing, using, valuesIn} from '../../support/secret-run.ts';

const pin = 'sesame77-4242-open42';
const typedPin = 'steps.pin.outputs.value';

/** A run in which somebody types a secret, that is killed while something else is done by hand, and goes on. */
const resumedAt = async (steps: readonly Step[], verdict: (name: string) => Verdict = () => printed('')) => {
  const first = openEngine(
    runbookOf([inputStep('pin', 'secret'), instructionStep('look'), ...steps, endStep('finish')]),
    {
      runners: fakeRunners({verdict}),
    },
  );
  first.say({intent: 'answer', step: 'pin', value: pin});
  const run = first.crash().resume({runners: fakeRunners({verdict})});
  await run.settled();
  run.say({intent: 'done', step: 'look'});
  await run.settled();
  return run;
};

const give = async (run: OpenEngine, value = pin) => {
  const [held] = run.engine.prompts();
  const answer = run.say({intent: 'give', step: held?.step ?? '', value});
  await run.settled();
  return answer;
};

test('a step that reads it is held, says which secret is gone, and goes on by itself once it is given again', async () => {
  const run = await resumedAt([using('log_in', `\${${typedPin}}`)]);
  const [held] = run.engine.prompts();
  expect(held).toMatchObject({kind: 'held', step: 'log_in', lacks: {step: 'pin', name: 'value', ask: 'Do pin'}});
  expect(held?.ask).toContain(
    'The secret that "Do pin" gave is gone with the program that knew it, and can be given again',
  );
  expect(held?.moves.slice(0, 2)).toEqual(['retry', 'give']);
  expect(await give(run)).toEqual({accepted: true});

  expect(valuesIn(run.runners.requests)).toEqual([pin]);
  expect(run.fact('given-again')).toMatchObject({step: 'pin', attempt: 1, name: 'value'});
  expect(run.told().slice(-5)).toEqual([
    'given-again pin#1',
    'retried log_in#1',
    'began log_in#2',
    'succeeded log_in#2',
    'run-ended recovered',
  ]);
  expect(run.journal.text()).not.toContain(pin);
  expect(run.values.hide(`it is ${pin}`)).toBe('it is ‹secret:pin.value›');
});

test('what is worked out from it comes after it is given', async () => {
  const run = await resumedAt([
    letStep('parts', {first: `${typedPin}.split('-')[0]`}),
    using('log_in', '${values.first}'),
  ]);
  expect(run.engine.prompts()[0]).toMatchObject({step: 'parts', lacks: {step: 'pin'}});
  await give(run);
  expect(valuesIn(run.runners.requests)).toEqual(['sesame77']);
});

test('a loop over its parts is held as a whole, and is begun by a person once it is given', async () => {
  const run = await resumedAt([
    foreachStep('log_in_everywhere', [using('log_in', '${item}')], {in: `${typedPin}.split('-')`}),
  ]);
  await give(run);
  expect(run.engine.prompts()).toMatchObject([{kind: 'held', step: 'log_in_everywhere'}]);
  run.say({intent: 'retry', step: 'log_in_everywhere'});
  await run.settled();
  expect(valuesIn(run.runners.requests)).toEqual(['sesame77', '4242', 'open42']);
});

test('what an included runbook was told is traced to who gave it, also from within', async () => {
  const change = runbookOf([instructionStep('stop'), using('log_in', '${inputs.code}'), endStep('done')], {
    inputs: input('code', 'secret'),
  });
  const first = openEngine(
    runbookOf([
      inputStep('pin', 'secret'),
      includeStep('change', change, {inputs: {code: `\${${typedPin}}`}}),
      endStep('finish'),
    ]),
    {},
  );
  first.say({intent: 'answer', step: 'pin', value: pin});
  const run = first.crash().resume({runners: fakeRunners()});
  await run.settled();
  run.say({intent: 'done', step: 'change/stop'});
  await run.settled();
  expect(run.engine.prompts()[0]).toMatchObject({step: 'change/log_in', lacks: {step: 'pin', name: 'value'}});
  await give(run);
  expect(valuesIn(run.runners.requests)).toEqual([pin]);
});

test('a loop that was listed before the kill has its items again', async () => {
  const loop = foreachStep('log_in_everywhere', [instructionStep('stop'), using('log_in', '${item}')], {
    in: `${typedPin}.split('-')`,
  });
  const first = openEngine(runbookOf([inputStep('pin', 'secret'), loop, endStep('finish')]), {});
  first.say({intent: 'answer', step: 'pin', value: pin});
  const run = first.crash().resume({runners: fakeRunners()});
  await run.settled();
  run.say({intent: 'done', step: 'log_in_everywhere[0]/stop'});
  await run.settled();
  expect(run.engine.prompts()[0]).toMatchObject({step: 'log_in_everywhere[0]/log_in', lacks: {step: 'pin'}});
  await give(run);
  expect(valuesIn(run.runners.requests)).toEqual(['sesame77']);
});

test('a kill between what was worked out from it and what reads that is no different', async () => {
  const steps = [
    letStep('parts', {first: `${typedPin}.split('-')[0]`}),
    instructionStep('look'),
    using('log_in', '${values.first}'),
  ];
  const first = openEngine(runbookOf([inputStep('pin', 'secret'), ...steps, endStep('finish')]), {});
  first.say({intent: 'answer', step: 'pin', value: pin});
  const run = first.crash().resume({runners: fakeRunners()});
  await run.settled();
  run.say({intent: 'done', step: 'look'});
  await run.settled();
  expect(run.engine.prompts()[0]?.lacks).toMatchObject({step: 'pin', name: 'value'});
  await give(run);
  expect(valuesIn(run.runners.requests)).toEqual(['sesame77']);
});

test('that a check cannot be asked without it is no failure that the author has said something about', async () => {
  const checked = commandStep('restart', ['restart'], {
    requires: [probe('can_log_in', {action: {kind: 'command', run: ['log-in'], env: {PIN: `\${${typedPin}}`}}})],
    onFailure: {do: 'continue'},
  });
  const run = await resumedAt([checked]);
  expect(run.fact('failed', 'restart')).toMatchObject({then: {do: 'hold'}, lacks: [{step: 'pin', name: 'value'}]});
  await give(run);
  expect(run.state.steps.get('restart')?.status).toBe('succeeded');
});

test('a step that has done its work is not done again when its check gets the secret: a person says what follows', async () => {
  const checked = commandStep('restart', ['restart'], {
    verify: [probe('can_log_in', {action: {kind: 'command', run: ['log-in'], env: {PIN: `\${${typedPin}}`}}})],
  });
  const run = await resumedAt([checked]);
  await give(run);
  expect(run.told().slice(-1)).toEqual(['given-again pin#1']);
  expect(run.engine.prompts()).toMatchObject([{kind: 'held', step: 'restart'}]);
  expect(run.engine.prompts()[0]).not.toHaveProperty('lacks');
  expect(run.runners.requests.filter(({use}) => use === 'action')).toHaveLength(1);
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

test('an undo that needs it is held, and goes on', async () => {
  const run = await resumedAt([
    {...commandStep('lend', ['lend']), ...freeing(`\${${typedPin}}`)} as Step,
    instructionStep('use_it'),
  ]);
  expect(run.say({intent: 'cannot', step: 'use_it', reason: 'it is locked'})).toEqual({accepted: true});
  run.say({intent: 'undo_to', step: 'use_it', value: 'lend', reason: 'not today'});
  await run.settled();
  expect(run.engine.prompts()).toMatchObject([{kind: 'held', step: 'lend', lacks: {step: 'pin'}}]);
  await give(run);
  expect(valuesIn(run.runners.requests)).toEqual([undefined, pin]);
  expect(run.told().slice(-4)).toEqual([
    'undo-retried lend#2',
    'undo-began lend#3',
    'undone lend#3',
    'undo-ended lend#1',
  ]);
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
  expect(await give(run, '')).toEqual({accepted: false, why: 'Which value? Give it as it was.'});
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
