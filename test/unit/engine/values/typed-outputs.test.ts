/** Outputs with a type: read as inputs of that type are, and seen in expressions as those. */
import {expect, test} from 'vitest';
import type {InputType} from '../../../../src/runbook/input-declaration.ts';
import type {Step} from '../../../../src/runbook/runbook.ts';
import {done, fakeRunners, printed} from '../../../support/fake-runners.ts';
import {commandStep, endStep, inputStep, letStep, runbookOf} from '../../../support/model.ts';
import {openEngine} from '../../../support/open-engine.ts';

const asking = (type: InputType): Step =>
  commandStep('ask', ['ask'], {outputs: {answer: {value: 'stdout', secret: type === 'connection', type}}});

const opened = async (steps: readonly Step[], answer: string) => {
  const run = openEngine(runbookOf([...steps, endStep('finish')]), {
    runners: fakeRunners({verdict: name => (name === 'ask#1' ? printed(answer) : done)}),
  });
  await run.settled();
  return run;
};

test('a time is kept in UTC and is a time in expressions, also after a crash', async () => {
  const later = letStep('later', {late: "steps.ask.outputs.answer + span('1h') > timestamp('2026-11-24T02:00:00Z')"});
  const run = await opened([asking('timestamp'), later], '2026-11-24 03:47:00+01:00');
  expect(run.fact('succeeded', 'ask').outputs).toEqual({answer: '2026-11-24T02:47:00Z'});
  expect(run.fact('succeeded', 'later').outputs).toEqual({late: true});
  const again = run.crash().resume();
  expect(again.values.at('finish').scope('real').steps).toMatchObject({ask: {outputs: {answer: expect.any(Date)}}});
});

test('what does not fit holds the step with the reason that a person would get', async () => {
  const run = await opened([asking('integer')], 'many');
  expect(run.engine.prompts()[0]?.ask).toContain('output answer: "many" is not a whole number');
});

test('a connection is a secret as a whole, and its parts may be seen', async () => {
  const use = commandStep('use', ['psql', '${steps.ask.outputs.answer.host}']);
  const run = await opened([asking('connection'), use], 'postgresql://app:sesame-7@db-9/tickets');
  expect(run.fact('succeeded', 'ask').outputs).toEqual({});
  expect(run.fact('began', 'use').shown?.lines).toEqual(['psql db-9']);
  expect(run.journal.text()).not.toContain('sesame-7');
});

test('an answer of type duration is a duration in expressions', async () => {
  const run = openEngine(
    runbookOf([
      inputStep('ask', 'duration'),
      letStep('later', {late: "steps.ask.outputs.value > span('1h')"}),
      endStep('finish'),
    ]),
  );
  await run.settled();
  run.say({intent: 'answer', step: 'ask', attempt: 1, value: '90m'});
  await run.settled();
  expect(run.fact('succeeded', 'later').outputs).toEqual({late: true});
});
