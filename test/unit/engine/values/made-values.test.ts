/** What is worked out from a secret is as secret: a part of it, a text that depends on it, an item that has it. */
import {expect, test} from 'vitest';
import type {Step} from '../../../../src/runbook/runbook.ts';
import {done, fakeRunners, type Verdict} from '../../../support/fake-runners.ts';
import {
  branch,
  commandStep,
  decisionStep,
  endStep,
  foreachStep,
  includeStep,
  input,
  instructionStep,
  letStep,
  runbookOf,
} from '../../../support/model.ts';
import {openEngine} from '../../../support/open-engine.ts';

const given = {pin: 'sesame77-xy-open42', database: 'postgresql://app:hunter-9@db-1:5433/tickets'};

const opened = async (steps: readonly Step[], verdict: (name: string) => Verdict = () => done) => {
  const run = openEngine(
    runbookOf([...steps, endStep('finish')], {
      inputs: {...input('pin', 'secret'), ...input('database', 'connection')},
    }),
    {
      runners: fakeRunners({verdict}),
      inputs: given,
    },
  );
  await run.settled();
  return {...run, text: () => run.journal.text()};
};

const logIn: Step = {
  ...commandStep('log_in'),
  kind: 'command',
  shape: 'action',
  action: {kind: 'command', run: ['login'], env: {PIN: '${values.part}'}},
};
const firstPart = "inputs.pin.split('-')[0]";

test('a part of a secret that gets a name is recorded by its name alone, and the program that needs it gets it', async () => {
  const run = await opened([
    letStep('cut', {part: firstPart, size: 'inputs.pin.size()', long: 'inputs.pin.size() > 8'}),
    logIn,
  ]);

  expect(run.fact('succeeded', 'cut').outputs).toEqual({size: 18, long: true});
  expect(run.runners.requests.at(-1)?.action).toMatchObject({env: {PIN: 'sesame77'}});
  expect(JSON.stringify(run.fact('began', 'log_in').shown)).toContain('‹secret:cut.part›');
  expect(run.text()).not.toContain('sesame77');
});

test('a part is hidden in what programs print, but a short one would hide innocent words', async () => {
  const cut = letStep('cut', {part: firstPart, short: "inputs.pin.split('-')[1]"});
  const run = await opened([cut]);

  expect(run.values.hide('proxy xy at sesame77')).toBe('proxy xy at ‹secret:cut.part›');
  expect(run.fact('succeeded', 'cut').outputs).toEqual({});
  expect(run.text()).not.toContain('sesame77');
});

test('names in a connection that everybody may see are recorded, and stay readable where they come from the whole of it', async () => {
  const run = await opened([
    letStep('open', {host: 'inputs.database.host', port: 'inputs.database.port'}),
    letStep('whole', {uri: 'inputs.database'}),
    letStep('cut', {name: "values.uri.split('/')[3]"}),
  ]);

  expect(run.fact('succeeded', 'open').outputs).toEqual({host: 'db-1', port: 5433});
  expect(run.fact('succeeded', 'cut').outputs).toEqual({});
  expect(run.values.hide('DROP DATABASE tickets')).toBe('DROP DATABASE tickets');
});

test('the moment is no secret, though it goes on', async () => {
  const run = await opened([letStep('stamp', {at: 'run.now', id: 'run.id'})]);
  expect(run.fact('succeeded', 'stamp').outputs).toMatchObject({at: expect.any(String), id: expect.any(String)});
});

test('a part of what a step gives as a secret is one, also in the same step', async () => {
  const answer = {token: 'header.payload-77.sign', kind: 'bearer'};
  const outputs = {
    token: {value: 'json.token', secret: true},
    part: {value: "json.token.split('.')[1]", secret: false},
    kind: {value: 'json.kind', secret: false},
  };
  const run = await opened([commandStep('log_in', ['login'], {outputs})], () => ({
    ok: true,
    certain: true,
    scope: {exit: 0, stdout: JSON.stringify(answer), stderr: '', json: answer},
  }));

  expect(run.fact('succeeded', 'log_in').outputs).toEqual({kind: 'bearer'});
  expect(run.text()).not.toContain('payload-77');
});

test('what a branch or an included runbook gives is as secret as what it is made of', async () => {
  const review = runbookOf([letStep('cut', {half: "inputs.word.split('7')[0]"}), endStep('over', 'no-action')], {
    id: 'access-review',
    inputs: input('word', 'string'),
    outputs: {half: 'values.half', told: 'inputs.word'},
  });
  const run = await opened([
    decisionStep('which', [branch('cold', [], {outputs: {part: firstPart}})], {choose: "'cold'"}),
    includeStep('review', review, {inputs: {word: `\${${firstPart}}`}}),
  ]);

  expect(run.fact('succeeded', 'which').outputs).toEqual({});
  expect(run.fact('opened', 'review')).toMatchObject({inputs: {}, secrets: ['word']});
  expect(run.fact('succeeded', 'review').outputs).toEqual({});
  expect(run.text()).not.toContain('sesame');
});

test('an item keeps its form, and only what is secret in it is masked', async () => {
  const run = await opened([
    foreachStep('host', [commandStep('log_in', ['login', '${item.name}'])], {
      in: `[{'name': 'db-1', 'pin': inputs.pin}, {'name': 'db-2', 'pin': ${firstPart}}, {'name': 'db-3', 'pin': 'none'}]`,
    }),
  ]);

  expect(run.fact('listed', 'host')).toMatchObject({
    masked: true,
    items: [
      {name: 'db-1', pin: '‹secret:pin›'},
      {name: 'db-2', pin: '‹secret:pin›'},
      {name: 'db-3', pin: 'none'},
    ],
  });
  expect(run.text()).not.toContain('sesame77');
});

test('a list that is cut from a secret is told by the number of its items', async () => {
  const run = await opened([foreachStep('part', [instructionStep('read_out')], {in: "inputs.pin.split('-')"})]);

  expect(run.fact('listed', 'part').items).toEqual(['‹secret:part.item›', '‹secret:part.item›', '‹secret:part.item›']);
  expect(run.text()).not.toContain('sesame77');
});

test('a choice that no branch answers to is not told where it is a part of a secret', async () => {
  const run = await opened([decisionStep('which', [branch('cold', [])], {choose: firstPart})]);
  expect(run.fact('failed', 'which').reason).toBe('choose: What it gives is no branch');
});

test('after a crash a named part is made again, from the secret that was given again', async () => {
  const run = await opened([letStep('cut', {part: firstPart}), instructionStep('look'), logIn]);
  const again = run.crash().resume({inputs: given});
  await again.settled();
  again.say({intent: 'done', step: 'look'});
  await again.settled();

  expect(again.runners.requests.at(-1)?.action).toMatchObject({env: {PIN: 'sesame77'}});
  expect(again.values.hide('pin sesame77')).toBe('pin ‹secret:cut.part›');
  expect(again.journal.text()).not.toContain('sesame77');
});

test('why something cannot be made quotes no part of a secret', async () => {
  const typed = runbookOf([endStep('over')], {id: 'typed', inputs: input('n', 'integer')});
  const lookup = `{'a': 'x'}[${firstPart}]`;
  const ways: readonly Step[] = [
    letStep('cut', {part: lookup}),
    includeStep('inc', typed, {inputs: {n: `\${${firstPart}}`}}),
    commandStep('go', ['go'], {when: `${lookup} == 'x'`}),
    commandStep('go', ['go'], {recoveryPoint: lookup}),
    commandStep('go', ['go', `\${${lookup}}`]),
    commandStep('go', ['go'], {expect: `${lookup} == 'x'`}),
  ];
  for (const step of ways) {
    const run = await opened([step]);
    expect(run.engine.prompts()).toMatchObject([{step: step.id, kind: 'held'}]);
    expect(run.text()).not.toContain('sesame77');
  }
});

test('the names in what a program printed are as secret as the values', async () => {
  const outputs = {user: {value: "json.map(k, k.split('-')[0])[0]", secret: false}};
  const run = await opened([commandStep('log_in', ['login'], {outputs})], () => ({
    ok: true,
    certain: true,
    scope: {exit: 0, stdout: '', stderr: '', json: {[given.pin]: 1}},
  }));
  expect(run.fact('succeeded', 'log_in').outputs).toEqual({});
  expect(run.text()).not.toContain('sesame77');
});
