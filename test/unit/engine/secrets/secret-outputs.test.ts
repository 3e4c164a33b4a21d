/** Outputs that are declared secret: nothing that came with them is judged, shown or recorded before they are known. */
import {expect, test} from 'vitest';
import type {Found, Performed} from '../../../../src/engine/actions/runner.ts';
import {scan} from '../../../../src/journal/chain.ts';
import type {Step} from '../../../../src/runbook/runbook.ts';
import {done, failedWith, fakeRunners, printed, type Verdict} from '../../../support/fake-runners.ts';
import {
  checkStep,
  commandStep,
  endStep,
  input,
  instructionStep,
  probe,
  runbookOf,
  sqlStep,
} from '../../../support/model.ts';
import {openEngine} from '../../../support/open-engine.ts';

const finish = endStep('finish');
const secretToken = (value = 'stdout'): Pick<Step, 'outputs'> => ({outputs: {token: {value, secret: true}}});
const opened = async (step: Step, verdict: Verdict, more: readonly Step[] = []) => {
  const runbook = runbookOf([step, ...more, finish], {inputs: input('database', 'connection')});
  const run = openEngine(runbook, {
    runners: fakeRunners({verdict: name => (name.startsWith(step.id) ? verdict : done)}),
    inputs: {database: 'postgresql://app@db-1/tickets'},
  });
  await run.settled();
  const request = run.runners.requests[0];
  return {...run, text: () => run.journal.text(), heldBack: request?.heldBack};
};

test('a step with a secret output has its output held back, and its runner is told the secrets at the end', async () => {
  const {heldBack} = await opened(commandStep('log_in', [], secretToken('json.token')), 'hold');

  expect(heldBack?.streams).toEqual(['stdout']);
  const stdout = '{"token": "abc-123-def"}';
  expect(heldBack?.secretsIn({exit: 0, stdout, stderr: '', json: {token: 'abc-123-def'}})).toEqual([
    {name: 'log_in.token', value: 'abc-123-def'},
  ]);
});

test('a step whose secrets are not in what it prints is not held back, nor one without any', async () => {
  expect(
    (await opened(commandStep('log_in', [], secretToken("'key of ' + inputs.database.host")), 'hold')).heldBack,
  ).toBe(undefined);
  expect((await opened(commandStep('log_in'), 'hold')).heldBack).toBe(undefined);
});

test('a secret is not told when it is not there, when it was put together, and when it is too short to be found', async () => {
  const told = async (value: string, stdout: string) => {
    const {heldBack} = await opened(commandStep('log_in', [], secretToken(value)), 'hold');
    return heldBack?.secretsIn({exit: 0, stdout, stderr: ''}) !== undefined;
  };

  expect(await told('stdout', 'abc-123-def')).toBe(true);
  expect(await told('stdout', '')).toBe(true);
  expect(await told('json.token', 'the vault is sealed')).toBe(false);
  expect(await told("stdout.split(',')[0] + stdout.split(',')[1]", 'abc-123,def-456')).toBe(false);
  expect(await told('int(stdout)', '4711')).toBe(false);
  expect(await told('stdout', 'abc-123-def\n'.repeat(800))).toBe(false);
});

test('what is said about a step that fails its own condition does not have its secret', async () => {
  const step = commandStep('log_in', [], {...secretToken(), expect: "stdout == 'ok'"});
  const {fact, text} = await opened(step, printed('abc-123-def'));

  expect(fact('failed').reason).toBe("it was expected that stdout == 'ok', but exit 0: ‹secret:log_in.token›");
  expect(text()).not.toContain('abc-123-def');
});

test('an open output that holds the secret one is as secret, in whatever order they stand', async () => {
  const outputs = {all: {value: 'stdout', secret: false}, token: {value: 'json.token', secret: true}};
  const step = commandStep('log_in', [], {outputs});
  const {fact, text} = await opened(step, {
    ok: true,
    scope: {exit: 0, stdout: '{"token": "abc-123-def"}', stderr: '', json: {token: 'abc-123-def'}},
    certain: true,
  });

  expect(fact('succeeded', 'log_in').outputs).toEqual({});
  expect(text()).not.toContain('abc-123-def');
});

test('where the secret cannot be told, nothing of what came back is recorded, but the runner may give a reason', async () => {
  const step = commandStep('log_in', [], {...secretToken('json.token'), expect: 'json.token == int(stdout)'});
  const {fact, text} = await opened(step, printed('abc-123-def'));
  expect(fact('failed').reason).toBe('‹withheld: it may hold a secret›');
  expect(text()).not.toContain('abc-123-def');

  const failing = await opened(commandStep('log_in', [], secretToken('json.token')), {
    ...failedWith(2, 'vault ended with exit code 2: it is sealed'),
    scope: {exit: 2, stdout: 'abc-123-def', stderr: 'it is sealed'},
  });
  expect(failing.fact('failed').reason).toBe('vault ended with exit code 2: it is sealed');
  expect(failing.text()).not.toContain('abc-123-def');
});

test('a secret that was put together leaves none of its parts in other outputs', async () => {
  const outputs = {
    first: {value: "stdout.split(',')[0]", secret: false},
    token: {value: "stdout.split(',')[0] + stdout.split(',')[1]", secret: true},
  };
  const {fact, text} = await opened(commandStep('log_in', [], {outputs}), printed('abc-123,def-456'));

  expect(fact('succeeded', 'log_in').outputs).toEqual({});
  expect(text()).not.toContain('abc-123');
});

test('a secret that is too long to be looked for holds the step', async () => {
  const {fact} = await opened(commandStep('log_in', [], secretToken()), printed('abc-123-def\n'.repeat(10_000)));

  expect(fact('failed').reason).toContain('output token is longer than 8000 characters');
});

test('rows of a statement are treated as what a program prints', async () => {
  const step = sqlStep('log_in', ['select token'], {...secretToken('rows[0].token'), expect: 'rows[0].ok'});
  const rows: Performed = {ok: true, scope: {rows: [{ok: false, token: 'abc-123-def'}], row_count: 1}, certain: true};
  const {fact, text} = await opened(step, rows);

  expect(fact('failed').reason).toContain('‹secret:log_in.token›');
  expect(text()).not.toContain('abc-123-def');
});

test('the answer of a check that gives a secret is recorded without it, also when it does not pass', async () => {
  const answer = printed('abc-123-def');
  const passing = await opened(checkStep('log_in', secretToken()), answer);
  expect(passing.fact('probed').detail).toBe('exit 0: ‹secret:log_in.token›');
  const failing = await opened(
    checkStep('log_in', {...secretToken('json.token'), probe: probe('log_in', {expect: "stdout == 'ok'"})}),
    answer,
  );
  expect(failing.fact('probed').detail).toBe('exit 0: ‹withheld: it may hold a secret›');
  expect(`${passing.text()}${failing.text()}`).not.toContain('abc-123-def');
});

test('the secret of an earlier attempt stays hidden: it may still be good', async () => {
  const runners = fakeRunners({
    verdict: name => printed(name === 'log_in#2' ? 'second-456-second' : 'first-123-first'),
  });
  const step = commandStep('log_in', [], {
    ...secretToken(),
    expect: "stdout != 'first-123-first'",
    idempotent: true,
    retry: {attempts: 2, delayMs: 0, backoff: 1},
  });
  const use = commandStep('use', [], {outputs: {seen: {value: 'stdout', secret: false}}});
  const run = openEngine(runbookOf([step, use, finish]), {runners});
  await run.settled();
  run.clock.pass(0);
  await run.settled();

  expect(runners.requests.at(-1)?.secrets.map(({value}) => value)).toEqual(['first-123-first', 'second-456-second']);
  expect(run.fact('succeeded', 'use').outputs).toEqual({});
});

test.each([
  {given: 'by name', env: {TOKEN: '${steps.log_in.outputs.token}'}},
  {given: 'by a file that nobody sees', env: {}},
])(
  'what was given a secret $given and ended after a crash shows nothing: nobody can hide it any more',
  async ({env}) => {
    const shown = printed('using abc-123-def');
    const runners = fakeRunners({
      verdict: name => (name === 'log_in#1' ? printed('abc-123-def') : 'hold'),
      found: (): Found => ({found: 'finished', performed: shown, endedAtMs: 0}),
    });
    const use: Step = {
      ...commandStep('use', [], {outputs: {seen: {value: 'stdout', secret: false}}, expect: "stdout == 'ok'"}),
      action: {kind: 'command', run: ['use'], env},
    } as Step;
    const run = openEngine(runbookOf([commandStep('log_in', [], secretToken()), use, finish]), {runners});
    await run.settled();
    const again = run.crash().resume();
    await again.settled();

    const heldBack = runners.sought[0]?.request.heldBack;
    expect(heldBack?.streams).toEqual(['stdout', 'stderr']);
    expect(heldBack?.secretsIn(shown.scope)).toBe(undefined);
    expect(again.fact('failed').reason).toBe(
      "it was expected that stdout == 'ok', but exit 0: ‹withheld: it may hold a secret›",
    );
    expect(JSON.stringify(scan(Buffer.from(again.journal.text())).facts)).not.toContain('abc-123-def');
  },
);

test('a step that itself gives the secret and ended after a crash is heard as if nothing had happened', async () => {
  const runners = fakeRunners({
    verdict: () => 'hold',
    found: (): Found => ({found: 'finished', performed: printed('abc-123-def'), endedAtMs: 0}),
  });
  const run = openEngine(runbookOf([commandStep('log_in', [], secretToken()), instructionStep('look'), finish]), {
    runners,
  });
  await run.settled();
  const again = run.crash().resume();
  await again.settled();

  expect(runners.sought[0]?.request.heldBack?.streams).toEqual(['stdout']);
  expect(again.values.hide('abc-123-def')).toBe('‹secret:log_in.token›');
  expect(again.told()).toContain('succeeded log_in#1');
});
