/** Values that people give in the middle of a run: hidden where they open something, left out where they may be, gone after a crash. */
import {expect, test} from 'vitest';
import {readAnswer} from '../../../../src/report/typed-answer.ts';
import {apply, notStarted} from '../../../../src/run/fold.ts';
import type {Step} from '../../../../src/runbook/runbook.ts';
import {fakeRunners} from '../../../support/fake-runners.ts';
import {
  commandStep,
  endStep,
  foreachStep,
  inputStep,
  instructionStep,
  runbookOf,
  sqlStep,
} from '../../../support/model.ts';
import {type OpenEngine, openEngine} from '../../../support/open-engine.ts';

const opened = async (steps: readonly Step[]) => {
  const run = openEngine(runbookOf([...steps, endStep('finish')]), {runners: fakeRunners()});
  await run.settled();
  return run;
};
const uri = 'postgresql://app:sesame-7@db-9:5433/tickets';

const typed = (run: OpenEngine, line: string) => {
  const [open] = run.engine.prompts();
  const prompt = open && run.state.steps.get(open.step)?.prompt;
  return open && readAnswer(line, {open, ...(prompt && {prompt})});
};

test('a connection has the parts that an input has, and is hidden while it is typed', async () => {
  const ask = inputStep('where', 'connection');
  const run = await opened([
    ask,
    commandStep('ping', ['ping', '${steps.where.outputs.value.host}', '${steps.where.outputs.value.database}']),
    {
      ...sqlStep('count', ['SELECT 1']),
      kind: 'sql',
      shape: 'action',
      action: {
        kind: 'sql',
        connection: '${steps.where.outputs.value}',
        statements: ['SELECT 1'],
        params: [],
        transaction: false,
      },
    },
  ]);
  expect(run.fact('asked', 'where').prompt).toMatchObject({takes: 'connection', isSecret: true});
  expect(typed(run, uri)).toMatchObject({ok: false, reason: expect.stringMatching(/^That is no answer here\./)});
  run.say({intent: 'answer', step: 'where', value: uri});
  await run.settled();
  expect(run.fact('began', 'ping').shown?.lines).toEqual(['ping db-9 tickets']);
  expect(run.fact('began', 'count').shown?.target).toBe('‹where: app@db-9:5433/tickets›');
  expect(run.runners.requests.at(-1)?.action).toMatchObject({connection: uri});
  expect(run.journal.text()).not.toContain('sesame-7');
});

test('what may be left out is left out by a word without a value', async () => {
  const ask = inputStep('note', 'string');
  const optional = ask.kind === 'input' ? {...ask, declaration: {...ask.declaration, optional: true}} : ask;
  const run = await opened([optional]);
  const answer = typed(run, 'value');
  expect(answer).toMatchObject({ok: true, value: {intent: 'answer', value: ''}});
  run.say({intent: 'answer', step: 'note', value: ''});
  await run.settled();
  expect(run.fact('succeeded', 'note').outputs).toEqual({value: null});
  const needed = await opened([ask]);
  expect(typed(needed, 'value')).toMatchObject({ok: false});
});

test('what a step with each is about to be done for is listed where it is confirmed, and what a step changes is said', async () => {
  const hosts = "['db-1', 'db-2']";
  const run = await opened([
    commandStep('wipe', ['wipe', '${item}'], {
      each: {in: hosts, atOnce: 1, onItemFailure: 'hold'},
      confirm: {type: 'tickets'},
      touches: ['/srv/${item}'],
    }),
    foreachStep('share', [commandStep('mount')], {in: hosts}),
  ]);
  expect(run.fact('asked', 'wipe').prompt.items).toEqual(['db-1', 'db-2']);
  run.say({intent: 'confirm', step: 'wipe', value: 'tickets'});
  await run.settled();
  expect(run.fact('began', 'wipe[1]').shown?.touches).toEqual(['/srv/db-2']);
  expect(run.fact('began', 'share[0]/mount').shown).not.toHaveProperty('touches');
});

test('a connection that is left out is null, also after a crash', async () => {
  const ask = inputStep('where', 'connection');
  const optional = ask.kind === 'input' ? {...ask, declaration: {...ask.declaration, optional: true}} : ask;
  const first = await opened([
    optional,
    instructionStep('look'),
    commandStep('ping', ['ping'], {when: 'steps.where.outputs.value != null'}),
  ]);
  first.say({intent: 'answer', step: 'where', value: ''});
  const run = first.crash().resume();
  await run.settled();
  run.say({intent: 'done', step: 'look'});
  await run.settled();
  expect(run.state.steps.get('ping')?.status).toBe('not-applicable');
});

test('the password of a connection that was typed is hidden by itself too', async () => {
  const run = await opened([inputStep('where', 'connection'), instructionStep('look')]);
  run.say({intent: 'answer', step: 'where', value: uri});
  await run.settled();
  expect(run.values.hide('logged in with sesame-7')).toBe('logged in with ‹secret:where.value.password›');
  expect(run.values.hide('app at db-9')).toBe('app at db-9');
});

test('a secret that was asked for by a record of before is hidden as well', async () => {
  const run = await opened([inputStep('password', 'secret')]);
  const {isSecret: _new, ...prompt} = run.fact('asked', 'password').prompt;
  const state = notStarted(run.state.outline);
  for (const fact of run.facts()) {
    apply(state, fact.type === 'asked' ? {...fact, prompt} : fact);
  }
  expect(state.steps.get('password')?.prompt).toMatchObject({takes: 'secret', isSecret: true});
});
