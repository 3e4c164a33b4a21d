/** A person ends what runs: recorded before the runner is told, and nothing that was stopped is done again by itself. */
import {expect, test} from 'vitest';
import type {Found} from '../../../../src/engine/actions/runner.ts';
import {failedWith, fakeRunners, lost} from '../../../support/fake-runners.ts';
import {commandStep, endStep, instructionStep, probe, runbookOf} from '../../../support/model.ts';
import {openEngine} from '../../../support/open-engine.ts';

const finish = endStep('finish');

const running = async (step: Parameters<typeof commandStep>[2] = {}, probes = failedWith(1)) => {
  const runners = fakeRunners({verdict: name => (name.includes('?') ? probes : 'hold')});
  const run = openEngine(runbookOf([commandStep('put_back', ['put_back'], step), finish]), {runners});
  await run.settled();
  return run;
};

const stop = {intent: 'stop', reason: 'the wrong host'} as const;

test('the runner is told once, and only after the fact is on disk', async () => {
  const run = await running();
  expect(run.say({intent: 'stop'})).toEqual({accepted: false, why: 'Stopping a step needs a reason.'});
  expect(run.runners.stopped).toEqual([]);
  expect(run.say(stop)).toEqual({accepted: true});

  expect(run.told()).toEqual(['began put_back#1', 'stop-requested put_back#1']);
  expect(run.runners.stopped).toEqual(['put_back#1']);
  expect(run.say(stop)).toEqual({accepted: false, why: 'It is being stopped already.'});
  expect(run.state.steps.get('put_back')).toMatchObject({status: 'running', stop: {reason: 'the wrong host'}});
});

test('a journal that cannot be written stops nothing', async () => {
  const runners = fakeRunners({verdict: () => 'hold'});
  const killAt = {flush: 2, when: 'before'} as const;
  const run = openEngine(runbookOf([commandStep('put_back'), finish]), {runners, killAt});
  await run.settled();
  run.say(stop);

  expect(run.isDead()).toBe(true);
  expect(runners.stopped).toEqual([]);
});

test('what may have done its work is unknown, and says who stopped it', async () => {
  const run = await running();
  run.say(stop);
  run.runners.settle('put_back#1', lost('put_back was ended by SIGTERM'));
  await run.settled();

  expect(run.fact('unknown').cause).toBe('stopped by sam: the wrong host (put_back was ended by SIGTERM)');
});

test('what may be repeated is held and not tried again, also where the runbook would', async () => {
  const run = await running({idempotent: true, retry: {attempts: 3, delayMs: 0, backoff: 1}});
  run.say(stop);
  run.runners.settle('put_back#1', lost('put_back was ended by SIGTERM'));
  await run.settled();

  expect(run.told().slice(2)).toEqual(['failed put_back#1, then hold']);
});

test('what the server cancelled has failed and is held', async () => {
  const run = await running({onFailure: {do: 'continue'}});
  run.say(stop);
  run.runners.settle('put_back#1', failedWith(1, 'cancelled'));
  await run.settled();

  expect(run.fact('failed')).toMatchObject({then: {do: 'hold'}, reason: 'stopped by sam: the wrong host (cancelled)'});
});

test('what was over before the stop came has succeeded', async () => {
  const run = await running();
  run.say(stop);
  run.runners.settle('put_back#1', {ok: true, scope: {exit: 0}, certain: true});
  await run.settled();

  expect(run.state.outcome).toBe('recovered');
});

test('a check that says "not done" holds what was stopped instead of running it again', async () => {
  const run = await running({doneWhen: [probe('is_back')]});
  run.say(stop);
  run.runners.settle('put_back#1', lost());
  await run.settled();

  expect(run.told().at(-1)).toBe('resolved put_back#1 failed by probe');
  expect(run.state.steps.get('put_back')?.status).toBe('held');
});

test('after a crash the stop is told again to what is found still running', async () => {
  const {promise, resolve} = Promise.withResolvers<Found>();
  const runners = fakeRunners({
    verdict: () => 'hold',
    found: () => ({found: 'running', pid: 4712, ended: promise}),
  });
  const run = openEngine(runbookOf([commandStep('put_back'), finish]), {runners});
  await run.settled();
  run.say(stop);
  const again = run.crash().resume();
  await again.settled();
  expect(runners.stopped).toEqual(['put_back#1', 'put_back#1']);
  resolve({found: 'nothing', cause: 'nothing of it runs any more'});
  await again.settled();

  expect(again.fact('unknown').cause).toBe('stopped by sam: the wrong host (nothing of it runs any more)');
});

test('a child that a crash left can be stopped afterwards', async () => {
  const runners = fakeRunners({
    verdict: () => 'hold',
    found: () => ({found: 'running', pid: 4712, ended: Promise.withResolvers<Found>().promise}),
  });
  const run = openEngine(runbookOf([commandStep('put_back'), finish]), {runners});
  await run.settled();
  const again = run.crash().resume();
  await again.settled();
  expect(runners.stopped).toEqual([]);

  expect(again.say(stop)).toEqual({accepted: true});
  expect(runners.stopped).toEqual(['put_back#1']);
});

test('nothing is stopped that does not run, or that was about an older attempt', async () => {
  const asking = openEngine(runbookOf([instructionStep('call'), finish]));
  expect(asking.say(stop)).toEqual({accepted: false, why: 'Nothing that could be stopped is running.'});
  const run = await running();
  expect(run.say({...stop, step: 'call'})).toEqual({accepted: false, why: 'call is not running.'});
  expect(run.say({...stop, attempt: 7}).accepted).toBe(false);

  expect(run.say({intent: 'done'})).toEqual({accepted: false, why: 'Nothing is being asked now.'});
});
