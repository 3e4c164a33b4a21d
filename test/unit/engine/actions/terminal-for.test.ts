/** What asks at a terminal: held before it begins where there is none, and the time of a person where there is one. */
import {expect, test} from 'vitest';
import {splitTime} from '../../../../src/run/time-split.ts';
import type {Step} from '../../../../src/runbook/runbook.ts';
import {done, fakeRunners} from '../../../support/fake-runners.ts';
import {commandStep, endStep, runbookOf} from '../../../support/model.ts';
import {openEngine} from '../../../support/open-engine.ts';

const asks = (run: string) => ({kind: 'command', run: [run], env: {}, interactive: true}) as const;

const logIn = (extra: Parameters<typeof commandStep>[2] = {}): Step => {
  const step = commandStep('log_in', [], extra);
  return step.kind === 'command' ? {...step, action: asks('psql')} : step;
};

const opened = async (step: Step, options: Parameters<typeof openEngine>[1]) => {
  const run = openEngine(runbookOf([step, endStep('finish')]), options);
  await run.settled();
  return run;
};

test('without a terminal it is held and nothing is tried, also where the runbook would try again', async () => {
  const step = logIn({retry: {attempts: 3, delayMs: 0, backoff: 1}, onFailure: {do: 'continue'}});
  const run = await opened(step, {runners: fakeRunners()});

  expect(run.told()).toEqual(['failed log_in#1, then hold']);
  expect(run.fact('failed').reason).toMatch(/^psql asks a person at a terminal, and there is none here; resume/);
  expect(run.runners.log).toEqual([]);
});

test('what was held for want of a terminal is done on one', async () => {
  const before = await opened(logIn(), {runners: fakeRunners()});
  const run = before.crash().resume({runners: fakeRunners({hasTerminal: true})});
  await run.settled();
  run.say({intent: 'retry'});
  await run.settled();

  expect(run.runners.requests[0]?.action).toMatchObject({kind: 'command', argv: ['psql'], interactive: true});
  expect(run.state.outcome).toBe('recovered');
});

test('a drill that only assumes it needs none', async () => {
  const run = await opened(logIn({drill: {do: 'simulate', outputs: {}}}), {runners: fakeRunners(), mode: 'drill'});

  expect(run.state.outcome).toBe('recovered');
  expect(run.state.steps.get('log_in')).toMatchObject({status: 'succeeded'});
});

test('its time is that of a person, and that of its undo too', async () => {
  const runners = fakeRunners({hasTerminal: true, verdict: () => 'hold'});
  const run = await opened(logIn({undo: asks('psql')}), {runners});
  run.clock.pass(7_000);
  expect(splitTime(run.state, run.clock.nowMs())).toMatchObject({handsOn: 7_000, machine: 0});
  runners.settle('log_in#1', {...done, ok: false, scope: {exit: 1}, reason: 'psql ended with exit code 1'});
  await run.settled();
  run.say({intent: 'undo', reason: 'the wrong server'});
  await run.settled();
  const {handsOn} = splitTime(run.state, run.clock.nowMs());
  run.clock.pass(5_000);
  expect(splitTime(run.state, run.clock.nowMs()).handsOn - handsOn).toBe(5_000);
});

test('an undo that asks is held without a terminal, and nothing of it is done', async () => {
  const step = commandStep('open_gate', ['open'], {undo: asks('close')});
  const last = commandStep('look', ['look'], {undo: {kind: 'command', run: ['forget'], env: {}}});
  const runners = fakeRunners({verdict: name => (name === 'look#1' ? {...done, ok: false, reason: 'no'} : done)});
  const run = openEngine(runbookOf([step, last, endStep('finish')]), {runners});
  await run.settled();
  run.say({intent: 'undo_to', step: 'look', value: 'open_gate', reason: 'the wrong gate'});
  await run.settled();

  expect(run.fact('undo-failed', 'open_gate').reason).toContain('close asks a person at a terminal');
  expect(run.runners.log).not.toContain('open_gate#2');
});
