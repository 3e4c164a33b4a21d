/** After a crash: what began is looked for, waited for, or unknown, and never simply done again. */
import {expect, test} from 'vitest';
import type {Found} from '../../../../src/engine/actions/runner.ts';
import {done, failedWith, fakeRunners, lost, nothing} from '../../../support/fake-runners.ts';
import {checkStep, commandStep, endStep, probe, runbookOf} from '../../../support/model.ts';
import {openEngine} from '../../../support/open-engine.ts';

const finish = endStep('finish');

const crashedIn = async (
  step: Parameters<typeof commandStep>[2],
  found: Found | (() => Found | Promise<Found>) = nothing,
  {sameBoot = true, probes = done} = {},
) => {
  const runners = fakeRunners({
    verdict: (name, before) => (name.includes('?') ? probes : before === 0 && name.endsWith('#1') ? 'hold' : done),
    found: () => (typeof found === 'function' ? found() : found),
    child: {pid: 4712, startTicks: '99'},
  });
  const run = openEngine(runbookOf([commandStep('put_back', ['put_back'], step), finish]), {runners});
  await run.settled();
  run.clock.pass(50);
  const again = run.crash().resume({sameBoot});
  await again.settled();
  return again;
};

test('what finished while nobody looked is recorded as late and not done again', async () => {
  const run = await crashedIn({}, {found: 'finished', performed: done, endedAtMs: 0});

  expect(run.told()).toEqual(['began put_back#1', 'spawned put_back#1', 'succeeded put_back#1', 'run-ended recovered']);
  expect(run.fact('succeeded', 'put_back')).toMatchObject({late: true, session: 2});
  expect(run.runners.times('put_back#1')).toBe(1);
});

test('what failed while nobody looked fails by its policy', async () => {
  const run = await crashedIn({}, {found: 'finished', performed: failedWith(3), endedAtMs: 0});
  expect(run.told().at(-1)).toBe('failed put_back#1, then hold');
});

test('what still runs is waited for, and nothing is recorded meanwhile', async () => {
  const {promise, resolve} = Promise.withResolvers<Found>();
  const run = await crashedIn({}, {found: 'running', pid: 4712, ended: promise});
  expect(run.told()).toEqual(['began put_back#1', 'spawned put_back#1']);
  expect(run.engine.isIdle()).toBe(false);
  resolve({found: 'finished', performed: done, endedAtMs: 0});
  await run.settled();

  expect(run.state.outcome).toBe('recovered');
});

test('a child is looked for by its process id only while the host runs that it ran on', async () => {
  expect((await crashedIn({})).runners.sought).toMatchObject([{child: {pid: 4712, startTicks: '99'}}]);
  const restarted = await crashedIn({}, {found: 'finished', performed: done, endedAtMs: 0}, {sameBoot: false});

  expect(restarted.runners.sought).toMatchObject([{child: undefined}]);
  expect(restarted.told()).toContain('succeeded put_back#1');
});

test('an unknown outcome that nothing decides is put to a person, and their word is recorded as theirs', async () => {
  const run = await crashedIn({});
  expect(run.told().at(-1)).toBe('unknown put_back#1');
  expect(run.engine.prompts()).toEqual([
    {
      step: 'put_back',
      attempt: 1,
      kind: 'unknown',
      ask: `Nobody knows how "Do put_back" ended: ${'it left no result and nothing of it runs any more'}`,
      moves: ['resolve', 'escalate', 'abort'],
    },
  ]);
  expect(run.say({intent: 'resolve', value: 'done'}).accepted).toBe(false);
  expect(run.say({intent: 'resolve', value: 'perhaps', reason: 'I looked'}).accepted).toBe(false);
  run.say({intent: 'resolve', value: 'done', reason: 'all rows are there'});
  await run.settled();

  expect(run.fact('resolved')).toMatchObject({as: 'done', by: 'person', actor: {name: 'sam'}});
  expect(run.state.outcome).toBe('recovered');
});

test('a person may have it done again, as another attempt, or call it failed', async () => {
  const again = await crashedIn({});
  again.say({intent: 'resolve', value: 'again', reason: 'no row is there'});
  await again.settled();
  expect(again.runners.log).toEqual(['put_back#1', 'put_back#2']);

  const failed = await crashedIn({});
  failed.say({intent: 'resolve', value: 'failed', reason: 'half of the rows are there'});
  expect(failed.engine.prompts()).toMatchObject([{kind: 'held'}]);
});

test('done_when decides in both directions', async () => {
  const doneWhen = [probe('rows_back', {expect: 'exit == 0'})];
  const isDone = await crashedIn({doneWhen});
  expect(isDone.told().slice(2)).toEqual([
    'unknown put_back#1',
    'probed put_back#1 done_when rows_back passes',
    'resolved put_back#1 done by probe',
    'succeeded put_back#1',
    'run-ended recovered',
  ]);
  const isNot = await crashedIn({doneWhen}, nothing, {probes: failedWith(1)});
  expect(isNot.told()).toContain('resolved put_back#1 again by probe');
  expect(isNot.runners.times('put_back#2')).toBe(1);
});

test('done_when that cannot be asked decides nothing, also for what may be repeated', async () => {
  const doneWhen = [probe('rows_back')];
  const run = await crashedIn({doneWhen, idempotent: true}, nothing, {probes: lost('the server is down')});
  expect(run.told().at(-1)).toBe('probed put_back#1 done_when rows_back fails');
  expect(run.engine.prompts()).toMatchObject([{kind: 'unknown'}]);
  await run.settled();

  expect(run.runners.times('put_back#1? rows_back')).toBe(1);
});

test('the checks stand in for done only, once, and without waiting for their time', async () => {
  const verify = [probe('rows_back', {withinMs: 600_000})];
  const isDone = await crashedIn({verify});
  expect(isDone.told()).toContain('resolved put_back#1 done by probe');

  const isNot = await crashedIn({verify}, nothing, {probes: failedWith(1)});
  expect(isNot.engine.prompts()).toMatchObject([{kind: 'unknown'}]);
  expect(isNot.runners.times('put_back#1? rows_back')).toBe(1);
});

test('what may be repeated is done again by the rule', async () => {
  const run = await crashedIn({idempotent: true});
  expect(run.told()).toContain('resolved put_back#1 again by rule');
  expect(run.runners.log).toEqual(['put_back#1', 'put_back#2']);
});

test('a check that comes back after a person has decided decides nothing about the attempt that runs now', async () => {
  const runners = fakeRunners({
    verdict: name => (name.includes('?') || name.startsWith('put_back') ? 'hold' : done),
  });
  const step = commandStep('put_back', [], {doneWhen: [probe('rows_back', {expect: 'exit == 0'})]});
  const run = openEngine(runbookOf([step, finish]), {runners});
  await run.settled();
  runners.settle('put_back#1', lost());
  await run.settled();
  run.say({intent: 'resolve', value: 'again', reason: 'no row is there'});
  await run.settled();
  runners.settle('put_back#2', lost());
  await run.settled();
  runners.settle('put_back#1? rows_back', done);
  await run.settled();

  expect(run.state.steps.get('put_back')?.status).toBe('unknown');
  expect(run.told()).not.toContain('resolved put_back#1 done by probe');
});

test('what a drill did instead is what is looked for', async () => {
  const instead = {kind: 'command', run: ['lab_put_back'], env: {}} as const;
  const runners = fakeRunners({verdict: () => 'hold'});
  const step = commandStep('put_back', ['put_back'], {drill: {do: 'instead', action: instead}});
  const run = openEngine(runbookOf([step, finish]), {runners, mode: 'drill'});
  await run.settled();
  const again = run.crash().resume();
  await again.settled();

  expect(again.runners.requests[0]?.action).toMatchObject({argv: ['lab_put_back']});
  expect(again.runners.sought[0]?.request.action).toMatchObject({argv: ['lab_put_back']});
});

test('what still runs is found also when a secret that it needed is gone with the former session', async () => {
  const outputs = {token: {value: 'stdout', secret: true}};
  const runners = fakeRunners({
    verdict: name => (name === 'log_in#1' ? {...done, scope: {exit: 0, stdout: 'abc-123-def'}} : 'hold'),
    found: () => ({found: 'running', pid: 1, ended: new Promise<Found>(() => undefined)}),
  });
  const use = commandStep('use', ['use'], {});
  const step = {
    ...use,
    action: {kind: 'command', run: ['use'], env: {TOKEN: '${steps.log_in.outputs.token}'}},
  } as typeof use;
  const run = openEngine(runbookOf([commandStep('log_in', [], {outputs}), step, finish]), {runners});
  await run.settled();
  expect(run.runners.requests[1]?.action).toMatchObject({env: {TOKEN: 'abc-123-def'}});
  const again = run.crash().resume();
  await again.settled();

  expect(again.runners.sought).toMatchObject([{name: 'use#1'}]);
  expect(again.told().at(-1)).toBe('began use#1');
});

test('a check only looks, so after a crash it looks again in the same attempt', async () => {
  const runners = fakeRunners({verdict: (_name, before) => (before === 0 ? 'hold' : done)});
  const run = openEngine(runbookOf([checkStep('is_up'), finish]), {runners});
  await run.settled();
  const again = run.crash().resume();
  await again.settled();

  expect(again.told()).toEqual([
    'began is_up#1',
    'probed is_up#1 check is_up passes',
    'succeeded is_up#1',
    'run-ended recovered',
  ]);
  expect(again.runners.sought).toEqual([]);
});
