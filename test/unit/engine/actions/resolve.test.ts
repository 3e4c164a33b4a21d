/** Filling in an action: what never becomes a word of a command. */
import {expect, test} from 'vitest';
import type {Step} from '../../../../src/runbook/runbook.ts';
import {fakeRunners, printed} from '../../../support/fake-runners.ts';
import {commandStep, endStep, input, probe, runbookOf} from '../../../support/model.ts';
import {openEngine} from '../../../support/open-engine.ts';

const inputs = {...input('password', 'secret'), ...input('database', 'connection')};
const given = {password: 'sesame-1', database: 'postgresql://app:sesame-2@db-1:5433/tickets'};
const greeting = {outputs: {greeting: {value: 'stdout', secret: false}}};

const runWith = async (use: Step, stdout: string) => {
  const run = openEngine(runbookOf([commandStep('greet', ['greet'], greeting), use, endStep('finish')], {inputs}), {
    runners: fakeRunners({verdict: () => printed(stdout)}),
    inputs: given,
  });
  await run.settled();
  return run;
};

test('an output that turned out to hold a secret becomes no word of a command: everybody could read it', async () => {
  const run = await runWith(commandStep('use', ['use', '--as=${steps.greet.outputs.greeting}']), 'hello sesame-1');

  expect(run.told()).toEqual(['began greet#1', 'succeeded greet#1', 'failed use#1, then hold']);
  expect(run.fact('failed').reason).toBe(
    'a word of the command would be a secret (--as=‹secret:greet.greeting›), and everybody on this host can read the words of a command that runs; give it under env, stdin or connection',
  );
});

test('nor does a word that is made of one, whatever is made of it', async () => {
  const word = "${int(steps.greet.outputs.greeting.split('-')[1]) + 1}";
  const run = await runWith(commandStep('use', ['use', word]), 'sesame-1');

  expect(run.fact('failed').reason).toContain('a word of the command would be a secret');
  expect(run.runners.times('use#1')).toBe(0);
});

test('a check is asked with no secret among its words either', async () => {
  const asked = probe('seen', {action: {kind: 'command', run: ['look', '${steps.greet.outputs.greeting}'], env: {}}});
  const run = await runWith(commandStep('use', ['use'], {requires: [asked]}), 'hello sesame-1');

  expect(run.fact('failed').reason).toContain('a word of the command would be a secret');
  expect(run.runners.log).toEqual(['greet#1']);
});

test('what is open is filled in: the places of a connection, an output without a secret, the time of now', async () => {
  const words = ['${inputs.database.host}', '${steps.greet.outputs.greeting}', '${run.now}'];
  const run = await runWith(commandStep('use', ['use', ...words]), 'hello');

  expect(run.runners.requests[1]?.action).toMatchObject({argv: ['use', 'db-1', 'hello', expect.any(String)]});
});

test('a header that a value would break in two is not sent', async () => {
  const action = {
    kind: 'http',
    method: 'POST',
    url: 'https://router.example.net/',
    query: {},
    headers: {'x-note': '${steps.greet.outputs.greeting}'},
  } as const;
  const run = await runWith(
    commandStep('use', ['use'], {requires: [probe('told', {action})]}),
    'hello\r\nauthorization: ada',
  );

  expect(run.fact('failed').reason).toContain('header x-note would hold a line break');
  expect(run.runners.log).toEqual(['greet#1']);
});

test('a host that ssh would read as an option is not given to it', async () => {
  const action = {kind: 'command', run: ['date'], env: {}, on: '${steps.greet.outputs.greeting}'} as const;
  const run = await runWith(
    commandStep('use', ['use'], {requires: [probe('told', {action})]}),
    '-oProxyCommand=touch x',
  );

  expect(run.fact('failed').reason).toContain('is no host that ssh can be given');
  expect(run.runners.log).toEqual(['greet#1']);
});

test('nor is one that holds a secret, which everybody could read', async () => {
  const action = {kind: 'script', interpreter: ['sh'], text: 'date', env: {}, on: 'ada@${inputs.password}'} as const;
  const run = await runWith(commandStep('use', ['use'], {requires: [probe('told', {action})]}), 'hello');

  expect(run.fact('failed').reason).toContain('would be a secret');
});
