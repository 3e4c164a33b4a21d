/** What steps give to others: the latest of a name, what is open and what is secret, and what an earlier time through was told. */
import {expect, test} from 'vitest';
import {failedWith, printed} from '../../../support/fake-runners.ts';
import {commandStep, endStep, includeStep, input, instructionStep, letStep, runbookOf} from '../../../support/model.ts';
import {firstPart, freeing, given, opened, resumed, using, valuesIn} from '../../../support/secret-run.ts';

test('where an included runbook was told another secret meanwhile, a person takes back what the earlier time did', async () => {
  const inner = runbookOf([using('use', '${inputs.token}', freeing('${inputs.token}')), endStep('over')], {
    id: 'inner',
    inputs: input('token', 'string'),
  });
  const run = await opened(
    [
      commandStep('find', ['find'], {effects: 'read', outputs: {disk: {value: 'stdout', secret: false}}}),
      includeStep('inc', inner, {inputs: {token: '${inputs.pin}@${steps.find.outputs.disk}'}}),
      commandStep('check', ['check'], {effects: 'read'}),
    ],
    name => (name.startsWith('check') ? failedWith(3) : printed(name === 'find#1' ? 'sda' : 'sdb')),
  );
  run.say({intent: 'jump', step: 'check', value: 'find', reason: 'the wrong disk'});
  await run.settled();
  const before = valuesIn(run.runners.requests).length;
  run.say({intent: 'undo_to', step: 'check', value: 'find'});
  await run.settled();
  expect(valuesIn(run.runners.requests).slice(before)).toEqual([`${given.pin}@sdb`]);
  expect(run.engine.prompts()).toMatchObject([
    {step: 'inc/use', kind: 'instruction', ask: expect.stringContaining('Take back by hand what attempt 1 did')},
  ]);
});

test('what the last attempt gave openly is no secret any more', async () => {
  const run = await opened(
    [
      commandStep('give', ['give'], {outputs: {said: {value: 'stdout', secret: false}}}),
      using('use', '${steps.give.outputs.said}'),
    ],
    name => (name === 'give#1' ? printed(given.pin) : name === 'use#1' ? failedWith(3) : printed('none')),
  );
  run.say({intent: 'jump', step: 'use', value: 'give', reason: 'again'});
  await run.settled();
  expect(run.fact('succeeded', 'give').outputs).toEqual({said: 'none'});
  expect(valuesIn(run.runners.requests).filter(Boolean)).toEqual([given.pin, 'none']);
});

test('a name that was given anew means what it meant then, also to itself', async () => {
  const run = await opened([
    letStep('a', {word: firstPart}),
    letStep('b', {word: "values.word + '!'"}),
    using('use', '${values.word}'),
    letStep('c', {word: "inputs.pin.split('-')[2]"}),
    instructionStep('look'),
    using('use_again', '${values.word}'),
  ]);
  const again = await resumed(run);
  expect(again.values.at('use').scope('real').values).toMatchObject({word: 'open42'});
  again.say({intent: 'done', step: 'look'});
  await again.settled();
  expect(valuesIn(again.runners.requests)).toEqual(['open42']);
  expect(again.values.hide('it was sesame77!')).not.toContain('sesame77');
});
