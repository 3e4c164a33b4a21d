/** The order of things: what happened is durable before anything acts, and nothing acts after the end. */
import {expect, test} from 'vitest';
import {done, failedWith, fakeRunners} from '../../support/fake-runners.ts';
import {approvalStep, checkStep, commandStep, endStep, instructionStep, probe, runbookOf} from '../../support/model.ts';
import {openEngine} from '../../support/open-engine.ts';

const twoSteps = runbookOf([commandStep('stop_writes'), commandStep('restore_rows'), endStep('finish')]);

const typesOf = (facts: readonly {readonly type: string}[] | undefined) => facts?.map(({type}) => type);

test('that a step began is durable before its runner is called', async () => {
  const seen: string[] = [];
  const run = openEngine(twoSteps, {onPerform: (name, told) => seen.push(`${name} after ${told.at(-1)}`)});
  await run.settled();

  expect(seen).toEqual(['stop_writes#1 after began stop_writes#1', 'restore_rows#1 after began restore_rows#1']);
  expect(run.state.outcome).toBe('recovered');
});

test('a check and the checks of an action look only when what came before is durable', async () => {
  const seen: string[] = [];
  const steps = [commandStep('repair', [], {verify: [probe('rows_back')]}), checkStep('is_up'), endStep('finish')];
  const run = openEngine(runbookOf(steps), {onPerform: (name, told) => seen.push(`${name} after ${told.at(-1)}`)});
  await run.settled();

  expect(seen).toEqual([
    'repair#1 after began repair#1',
    'repair#1? rows_back after performed repair#1',
    'is_up#1? is_up after began is_up#1',
  ]);
});

test('the opening and the first beginning share one flush, and so do the verdict of one step and the beginning of the next', async () => {
  const run = openEngine(twoSteps);
  await run.settled();

  expect(run.journal.flushes.map(typesOf)).toEqual([
    ['run-started', 'session-opened', 'began'],
    ['succeeded', 'began'],
    ['succeeded', 'run-ended'],
  ]);
});

test('nothing is done when the disk is full, and the engine stops with the sentence of the journal', async () => {
  const runners = fakeRunners({verdict: () => 'hold'});
  const run = openEngine(twoSteps, {runners});
  await run.settled();
  run.journal.failWith('The disk that holds the journal is full; free space.');
  runners.settle('stop_writes#1', done);

  expect(await run.engine.stopped).toEqual({
    why: 'journal',
    reason: 'The disk that holds the journal is full; free space.',
  });
  expect(runners.log).toEqual(['stop_writes#1']);
  expect(run.engine.answer({intent: 'note', reason: 'hello'}, {name: 'sam', via: 'screen'}).accepted).toBe(false);
});

test('what could not be made durable is told to nobody', async () => {
  const heard: string[] = [];
  const runners = fakeRunners({verdict: () => 'hold'});
  const run = openEngine(twoSteps, {runners, onDurable: facts => heard.push(...facts.map(({type}) => type))});
  await run.settled();
  run.journal.failWith('The disk that holds the journal is full; free space.');
  runners.settle('stop_writes#1', done);
  await run.engine.stopped;

  expect(heard).toEqual(['run-started', 'session-opened', 'began']);
});

test('an answer that cannot be made durable is not accepted', async () => {
  const run = openEngine(runbookOf([instructionStep('call_venue'), endStep('finish')]));
  run.journal.failWith('The disk is full.');

  expect(run.say({intent: 'done'})).toEqual({accepted: false, why: 'The disk is full.'});
  expect(run.told()).toEqual(['asked call_venue#1']);
});

test('while the run is paused nothing begins and nothing ends; what runs goes on', async () => {
  const runners = fakeRunners({verdict: () => 'hold'});
  const run = openEngine(twoSteps, {runners});
  await run.settled();
  expect(run.say({intent: 'pause', reason: 'the venue calls'})).toEqual({accepted: true});
  runners.settle('stop_writes#1', done);
  await run.settled();
  expect(run.told()).toEqual(['began stop_writes#1', 'paused', 'succeeded stop_writes#1']);

  run.say({intent: 'continue'});
  await run.settled();
  expect(runners.log).toEqual(['stop_writes#1', 'restore_rows#1']);
  run.say({intent: 'pause'});
  runners.settle('restore_rows#1', done);
  await run.settled();
  expect(run.state.status).toBe('running');

  run.say({intent: 'continue'});
  expect(run.state.outcome).toBe('recovered');
});

test('leaving is recorded once, and what comes in afterwards is not recorded', async () => {
  const runners = fakeRunners({verdict: () => 'hold', child: {pid: 4712, startTicks: '99'}});
  const run = openEngine(twoSteps, {runners});
  await run.settled();
  run.engine.leave('the operator left the screen');
  run.engine.leave('the program got SIGTERM');
  run.journal.close();
  runners.settle('stop_writes#1', done);
  run.clock.pass(60_000);
  await run.settled();

  expect(await run.engine.stopped).toEqual({why: 'left', reason: 'the operator left the screen'});
  expect(run.told()).toEqual(['began stop_writes#1', 'session-closed']);
});

test('no timer is left over when the run was left: neither a retry, nor a poll, nor a look at a child', async () => {
  const waitingToRetry = openEngine(
    runbookOf([checkStep('is_up', {retry: {attempts: 3, delayMs: 60_000, backoff: 2}}), endStep('finish')]),
    {runners: fakeRunners({verdict: () => failedWith(3)})},
  );
  const polling = openEngine(
    runbookOf([checkStep('is_up', {probe: probe('is_up', {withinMs: 600_000})}), endStep('finish')]),
    {runners: fakeRunners({verdict: () => failedWith(3)})},
  );
  const running = openEngine(twoSteps, {
    runners: fakeRunners({verdict: () => 'hold', child: {pid: 4712, startTicks: '99'}}),
  });
  for (const run of [waitingToRetry, polling, running]) {
    await run.settled();
    expect(run.clock.waiting()).toBe(1);
    run.engine.leave('the terminal is gone');
    expect(run.clock.waiting()).toBe(0);
  }
});

test('a person who ends the run during a poll ends the poll', async () => {
  const runners = fakeRunners({verdict: name => (name.includes('?') ? failedWith(3) : done)});
  const steps = [commandStep('repair', [], {verify: [probe('rows_back', {withinMs: 600_000})]}), endStep('finish')];
  const run = openEngine(runbookOf(steps), {runners});
  await run.settled();
  expect(run.say({intent: 'abort', reason: 'the provider takes over'})).toEqual({accepted: true});
  run.clock.pass(600_000);
  await run.settled();

  expect(await run.engine.stopped).toEqual({why: 'ended'});
  expect(runners.times('repair#1? rows_back')).toBe(1);
});

test('a runner that breaks stops the engine as a fault of ours; the run can be resumed and finds out', async () => {
  const broken = fakeRunners({verdict: () => Promise.reject(new Error('EMFILE'))});
  const run = openEngine(twoSteps, {runners: broken});
  await expect(run.engine.stopped).rejects.toThrow('EMFILE');
  expect(run.say({intent: 'note', reason: 'what now'}).accepted).toBe(false);
  expect(run.told()).toEqual(['began stop_writes#1']);

  const again = run.crash().resume({runners: fakeRunners()});
  await again.settled();
  expect(again.told()).toContain('unknown stop_writes#1');
});

test('who answers as soon as a fact is durable is heard after it, and everybody hears the facts in their order', async () => {
  const heard: string[] = [];
  const run = openEngine(runbookOf([instructionStep('call_venue'), approvalStep('go'), endStep('finish')]), {
    onDurable: (facts, engine) => {
      if (facts.some(({type}) => type === 'asked') && engine.state.steps.get('call_venue')?.status === 'awaiting') {
        engine.answer({intent: 'done'}, {name: 'sam', via: 'plain'});
      }
      heard.push(...facts.map(({type, seq}) => `${seq} ${type}`));
    },
  });
  await run.settled();

  expect(heard).toEqual(['0 run-started', '1 session-opened', '2 asked', '3 succeeded', '4 asked']);
});

test('who leaves as soon as a step began leaves it running, and the journal says both', async () => {
  const runners = fakeRunners({verdict: () => 'hold'});
  const run = openEngine(twoSteps, {
    runners,
    onDurable: (facts, engine) => {
      if (facts.some(({type}) => type === 'began')) {
        engine.leave('nobody reads the output any more');
      }
    },
  });
  await run.settled();

  expect(runners.log).toEqual(['stop_writes#1']);
  expect(run.told()).toEqual(['began stop_writes#1', 'session-closed']);
});

test('the engine is idle only when nothing but a person can move the run on', async () => {
  const runners = fakeRunners({verdict: () => 'hold'});
  const run = openEngine(runbookOf([commandStep('stop_writes'), instructionStep('call_venue')]), {runners});
  await run.settled();
  expect(run.engine.isIdle()).toBe(false);
  runners.settle('stop_writes#1', done);
  await run.settled();
  expect(run.engine.isIdle()).toBe(true);
});

test('a step is durable before it is done, and told of while it is being done', async () => {
  const order: string[] = [];
  const run = openEngine(runbookOf([commandStep('stop_writes'), endStep('finish')]), {
    onPerform: (name, durable) => order.push(`${name} is done, on disk: ${durable.at(-1)}`),
    onDurable: facts => order.push(...facts.filter(({type}) => type === 'began').map(({type}) => `told: ${type}`)),
  });
  await run.settled();
  expect(order).toEqual(['stop_writes#1 is done, on disk: began stop_writes#1', 'told: began']);
});
