/** What expressions see, as it is and masked. */
import {expect, test} from 'vitest';
import {evaluate} from '../../../../src/runbook/expressions/expression.ts';
import {fillString} from '../../../../src/runbook/texts/text.ts';
import {fakeRunners, printed} from '../../../support/fake-runners.ts';
import {commandStep, endStep, input, instructionStep, runbookOf} from '../../../support/model.ts';
import {openEngine} from '../../../support/open-engine.ts';

const logIn = commandStep('log_in', ['log_in'], {
  outputs: {token: {value: 'stdout', secret: true}, greeting: {value: "'hello ' + stdout", secret: false}},
});
const runbook = runbookOf([logIn, instructionStep('look'), endStep('finish')], {
  inputs: {...input('password', 'secret'), ...input('database', 'connection')},
});
const opened = async () => {
  const run = openEngine(runbook, {
    runners: fakeRunners({verdict: () => printed('abc-123-def')}),
    inputs: {password: 'hunter-2', database: 'postgresql://app:sesame-1@db-1:5433/tickets'},
    mode: 'drill',
    lab: {primary: 'postgresql://lab@/tickets?host=/tmp/lab'},
  });
  await run.settled();
  return run;
};

test('where it is recorded a secret stands by its name, and a connection by its place', async () => {
  const {values} = await opened();
  const masked = (text: string) => fillString(text, values.scope('masked'));
  expect(masked('${inputs.password}')).toMatchObject({value: '‹secret:password›'});
  expect(masked('${inputs.database}')).toMatchObject({value: '‹database: app@db-1:5433/tickets›'});
  expect(masked('${inputs.database.host}')).toMatchObject({value: 'db-1'});
  expect(masked('${steps.log_in.outputs.token}')).toMatchObject({value: '‹secret:log_in.token›'});
  expect(masked('${steps.log_in.outputs.greeting}')).toMatchObject({value: '‹secret:log_in.greeting›'});
});

test('where it is done it is as it is, also a value that was not declared secret and turned out to hold one', async () => {
  const {values} = await opened();
  const real = (text: string) => fillString(text, values.scope('real'));
  expect(real('${inputs.password} ${inputs.database}')).toMatchObject({
    value: 'hunter-2 postgresql://app:sesame-1@db-1:5433/tickets',
  });
  expect(real('${steps.log_in.outputs.greeting}')).toMatchObject({value: 'hello abc-123-def'});
  expect(real('${lab.primary} in ${run.mode}')).toMatchObject({
    value: 'postgresql://lab@/tickets?host=/tmp/lab in drill',
  });
});

test('after a crash a secret output is not there, and whoever reads it is told so instead of getting its name', async () => {
  const run = (await opened()).crash().resume();
  const filled = fillString('${steps.log_in.outputs.token}', run.values.scope('real'));
  expect(filled).toMatchObject({ok: false, reason: expect.stringContaining('there is nothing called token')});
});

test('what becomes of a step can be read by the steps after it', async () => {
  const run = await opened();
  expect(fillString('${steps.log_in.status} ${steps.look.status}', run.values.scope('real'))).toMatchObject({
    value: 'succeeded awaiting',
  });
  run.say({intent: 'abort', reason: 'enough'});
  expect(fillString('${steps.finish.status}', run.values.scope('real'))).toMatchObject({value: 'not-reached'});
});

test('a list of connections is recorded by their places', () => {
  const replicas = {name: 'replicas', type: 'list', of: 'connection', optional: false, span: {from: 0, to: 0}} as const;
  const {values} = openEngine(runbookOf([instructionStep('look'), endStep('finish')], {inputs: {replicas}}), {
    inputs: {replicas: ['postgresql://app:sesame-1@db-2:5433/tickets', 'postgresql://app@db-3/tickets']},
  });
  expect(evaluate('inputs.replicas', values.scope('masked'))).toEqual({
    ok: true,
    value: ['‹replicas: app@db-2:5433/tickets›', '‹replicas: app@db-3:5432/tickets›'],
  });
  expect(evaluate('inputs.replicas[1]', values.scope('real'))).toMatchObject({value: 'postgresql://app@db-3/tickets'});
});

test('an instant that has not come is null, and the declaration is the start of the run unless it was given', async () => {
  const {values, state} = await opened();
  const told = (expression: string) => evaluate(expression, values.scope('real'));

  expect(told('events.contained == null')).toEqual({ok: true, value: true});
  expect(told('has(events.contained)')).toEqual({ok: true, value: false});
  expect(told('has(events.contained) && run.now > events.contained')).toEqual({ok: true, value: false});
  expect(told('events.contained != null && run.now > events.contained')).toEqual({ok: true, value: false});
  expect(told('has(events.run_start) && events.declaration == run.started_at')).toEqual({ok: true, value: true});
  expect(told('size(events) == 7 && has(events.run_start) && !events.exists(name, name.contains("?"))')).toEqual({
    ok: true,
    value: true,
  });
  state.events.set('declaration', {atMs: 0, source: 'typed'});
  expect(told('string(events.declaration)')).toEqual({ok: true, value: '1970-01-01T00:00:00.000Z'});
});

test('a name that a macro binds is no event', () => {
  expect(evaluate('[{"contained": null}].exists(events, has(events.contained))', {})).toEqual({ok: true, value: true});
});
