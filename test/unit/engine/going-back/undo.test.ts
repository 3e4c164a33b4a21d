/** Going back: what is undone, in which order, what a failing undo leads to, and where the run stands afterwards. */
import {expect, test} from 'vitest';
import type {Performed} from '../../../../src/engine/actions/runner.ts';
import {done, failedWith, fakeRunners, nothing} from '../../../support/fake-runners.ts';
import {opened, threeSteps, undo} from '../../../support/going-back.ts';
import {
  branch,
  commandStep,
  endStep,
  foreachStep,
  input,
  instructionStep,
  parallelStep,
  runbookOf,
} from '../../../support/model.ts';
import {openEngine} from '../../../support/open-engine.ts';

test('going back undoes every attempt since, newest completion first, and holds before the step', async () => {
  const run = await opened(threeSteps, name => (name === 'open#1' ? failedWith(3) : done));
  expect(run.engine.prompts()[0]?.moves).toContain('undo_to');
  run.say({intent: 'undo_to', step: 'open', value: 'move', reason: 'wrong host'});
  await run.settled();
  expect(run.fact('undo-started').attempts).toEqual([
    {step: 'open', attempt: 1},
    {step: 'move', attempt: 1},
  ]);
  expect(run.runners.log).toEqual(['stop#1', 'move#1', 'open#1', 'open#2', 'move#2']);
  expect(run.state.steps.get('move')).toMatchObject({status: 'held'});
  expect(run.state.steps.get('stop')).toMatchObject({status: 'succeeded'});
  expect(run.state.steps.get('open')).toMatchObject({status: 'pending', wasUndone: true});
  run.say({intent: 'retry', step: 'move'});
  await run.settled();
  expect(run.state.outcome).toBe('recovered');
});

test('a failing undo holds; a person tries again, or says with a reason that it stays, which is a deviation', async () => {
  const run = await opened(threeSteps, name => (['open#1', 'move#2'].includes(name) ? failedWith(3) : done));
  run.say({intent: 'undo_to', step: 'open', value: 'stop'});
  await run.settled();
  expect(run.engine.prompts()).toMatchObject([
    {step: 'move', kind: 'held', moves: ['retry', 'override', 'skip', 'abort']},
  ]);
  expect(run.say({intent: 'skip', step: 'move'})).toMatchObject({accepted: false});
  run.say({intent: 'skip', step: 'move', reason: 'the new place is good'});
  await run.settled();
  expect(run.state.deviations).toMatchObject([{kind: 'undo-skipped', step: 'move', reason: 'the new place is good'}]);
  expect(run.state.steps.get('stop')?.status).toBe('held');
});

test('what the runbook cannot undo is asked of a person', async () => {
  const run = await opened(
    [
      commandStep('ship', ['ship']),
      instructionStep('call', [], {undo: {kind: 'instruction', do: 'Call them off.'}}),
      commandStep('open', ['open']),
    ],
    name => (name === 'open#1' ? failedWith(3) : done),
  );
  run.say({intent: 'done', step: 'call'});
  await run.settled();
  run.say({intent: 'undo_to', step: 'open', value: 'ship'});
  await run.settled();
  const asked: string[] = [];
  for (let prompt = run.engine.prompts()[0]; prompt?.kind === 'instruction'; prompt = run.engine.prompts()[0]) {
    asked.push(`${prompt.step}: ${prompt.ask}`);
    run.say({intent: 'done', step: prompt.step});
    await run.settled();
  }
  expect(asked).toEqual([
    expect.stringMatching(/^open: The runbook does not say how "Do open" is undone/),
    'call: Call them off.',
    expect.stringMatching(/^ship: The runbook does not say/),
  ]);
  expect(run.engine.prompts()).toMatchObject([{step: 'ship', kind: 'held'}]);
});

test('what the author proposes is undone when a person says so, and leads on where the author says', async () => {
  const onFailure = {do: 'undo_to', step: 'move', then: 'plan_b'} as const;
  const run = await opened(
    [
      commandStep('stop', ['stop'], undo('start')),
      commandStep('move', ['move'], undo('move-back')),
      commandStep('open', ['open'], {...undo('close'), onFailure}),
      endStep('enough'),
      commandStep('plan_b', ['plan-b']),
    ],
    name => (name === 'open#1' ? failedWith(3) : done),
  );
  expect(run.state.steps.get('open')?.then).toEqual({do: 'hold', undoTo: 'move', thenTo: 'plan_b'});
  run.say({intent: 'undo_to', step: 'open'});
  await run.settled();
  expect(run.runners.log.slice(-3)).toEqual(['open#2', 'move#2', 'plan_b#1']);
  expect(run.state.outcome).toBe('recovered');
  expect(run.state.steps.get('move')?.status).toBe('undone');
});

test('inside a branch going back leaves the branch beside it alone', async () => {
  const run = await opened(
    [
      parallelStep('both', [
        branch('disk', [
          commandStep('grow', ['grow'], undo('shrink')),
          commandStep('mount', ['mount'], undo('umount')),
        ]),
        branch('network', [commandStep('route', ['route'], undo('unroute'))]),
      ]),
    ],
    name => (name === 'both:disk/mount#1' ? failedWith(3) : done),
  );
  run.say({intent: 'undo_to', step: 'both:disk/mount', value: 'grow'});
  await run.settled();
  expect(run.fact('undo-started').attempts.map(({step}) => step)).toEqual(['both:disk/mount', 'both:disk/grow']);
  run.say({intent: 'retry', step: 'both:disk/grow'});
  await run.settled();
  expect(run.state.outcome).toBe('recovered');
});

test('an undo that was under way when the program died is looked for, and nobody guesses how it ended', async () => {
  const run = await opened(threeSteps, name => (name === 'open#1' ? failedWith(3) : name === 'move#2' ? 'hold' : done));
  run.say({intent: 'undo_to', step: 'open', value: 'move'});
  await run.settled();
  expect(run.runners.onHold()).toEqual(['move#2']);
  const again = run.crash().resume({runners: fakeRunners({found: () => nothing})});
  await again.settled();
  expect(again.engine.prompts()).toMatchObject([{step: 'move', kind: 'held'}]);
  again.say({intent: 'override', step: 'move', reason: 'looked: it is back'});
  await again.settled();
  expect(again.state.steps.get('move')?.status).toBe('held');
  expect(again.runners.log).toEqual([]);
});

test('while an undo is under way nobody ends the run under it', async () => {
  const run = await opened(threeSteps, name => (name === 'open#1' ? failedWith(3) : name === 'open#2' ? 'hold' : done));
  run.say({intent: 'undo_to', step: 'open', value: 'move'});
  await run.settled();
  expect(run.say({intent: 'abort', reason: 'enough'})).toMatchObject({accepted: false});
});

test('an attempt is undone with what it was told, also when the inputs and the list are others by now', async () => {
  const verdict = (name: string) => (['stop#1', 'use[0]#1'].includes(name) ? failedWith(3) : done);
  const run = openEngine(
    runbookOf(
      [
        commandStep('stop', ['stop', '${inputs.target}'], undo('start', '${inputs.target}')),
        commandStep('use', ['use', '${item}'], {
          ...undo('free', '${item}'),
          each: {in: '[inputs.target]', atOnce: 1, onItemFailure: 'hold'},
        }),
        endStep('finish'),
      ],
      {inputs: input('target', 'string')},
    ),
    {runners: fakeRunners({verdict}), inputs: {target: 'aaa'}},
  );
  await run.settled();
  run.say({intent: 'set', step: 'stop', value: 'target=bbb'});
  await run.settled();
  run.say({intent: 'undo_to', step: 'use[0]', value: 'stop'});
  await run.settled();
  const undone = run.facts().flatMap(fact => (fact.type === 'undo-began' ? [fact.shown?.lines[0]] : []));
  expect(undone).toEqual(['free bbb', 'start bbb', 'start aaa']);
});

test('a list that is too long for one fact comes in several, and half of one begins nothing', async () => {
  const hosts = Array.from({length: 1_000}, (_, index) => `h${index}`);
  const steps = [
    commandStep('find', ['find'], {outputs: {hosts: {value: 'json', secret: false}}, effects: 'read'}),
    foreachStep('host', [commandStep('move', ['move', '${item}'], undo('move-back', '${item}'))], {
      in: 'steps.find.outputs.hosts',
      atOnce: 32,
    }),
    commandStep('open', ['open'], {effects: 'read'}),
  ];
  const verdict = (name: string): Performed => {
    const found = {...done, scope: {exit: 0, stdout: '', stderr: '', json: hosts}};
    return name === 'find#1' ? found : name === 'open#1' ? failedWith(3) : done;
  };
  const run = await opened(steps, verdict);
  run.say({intent: 'undo_to', step: 'open', value: 'host'});
  const half = run.journal
    .text()
    .split('\n')
    .findIndex(line => line.includes('"undo-listed"'));
  const again = run.crash().resume(
    {runners: fakeRunners({verdict})},
    run.journal
      .text()
      .split('\n')
      .slice(0, half + 1)
      .join('\n')
      .concat('\n'),
  );
  await again.settled();
  expect(again.engine.prompts()).toMatchObject([{step: 'open', kind: 'held'}]);
  again.say({intent: 'undo_to', step: 'open', value: 'host'});
  await again.settled();

  const {listed = 0, attempts} = again.fact('undo-started');
  expect(listed + attempts.length).toBe(1_000);
  const undone = again.runners.log.filter(name => name.endsWith('#2'));
  expect(undone.slice(0, 2)).toEqual(['host[999]/move#2', 'host[998]/move#2']);
  expect(undone).toHaveLength(1_000);
  expect(again.engine.prompts()).toMatchObject([{step: 'host', kind: 'held'}]);
});
