/** Where a run can be sent: back, elsewhere, and not past a gate or a point of no return. */
import {expect, test} from 'vitest';
import type {Step} from '../../../../src/runbook/runbook.ts';
import {done, failedWith, fakeRunners, lost, printed, type Verdict} from '../../../support/fake-runners.ts';
import {
  approvalStep,
  branch,
  commandStep,
  decisionStep,
  endStep,
  foreachStep,
  groupStep,
  includeStep,
  input,
  instructionStep,
  parallelStep,
  runbookOf,
} from '../../../support/model.ts';
import {openEngine} from '../../../support/open-engine.ts';

const opened = async (steps: readonly Step[], verdict: (name: string) => Verdict) => {
  const run = openEngine(runbookOf([...steps, endStep('finish')]), {runners: fakeRunners({verdict}), inputs: {}});
  await run.settled();
  return run;
};

test('there is no way back over a point of no return that was passed', async () => {
  const run = await opened(
    [
      commandStep('stop', ['stop']),
      commandStep('drop', ['drop'], {pointOfNoReturn: true}),
      commandStep('open', ['open']),
    ],
    name => (name === 'open#1' ? failedWith(3) : done),
  );
  expect(run.say({intent: 'undo_to', step: 'open', value: 'stop'})).toEqual({
    accepted: false,
    why: 'There is no way back over "Do drop": it was a point of no return.',
  });
});

test('a jump stands elsewhere, undoes nothing, owes a reason and is a deviation', async () => {
  const way = decisionStep('way', [
    branch('slow', [commandStep('a', ['a']), commandStep('b', ['b'])]),
    branch('fast', []),
  ]);
  const run = await opened([commandStep('look', ['look']), way], name => (name === 'look#1' ? failedWith(3) : done));
  expect(run.say({intent: 'jump', step: 'look', value: 'b'})).toMatchObject({accepted: false});
  run.say({intent: 'jump', step: 'look', value: 'b', reason: 'a was done by the night shift'});
  await run.settled();
  expect(run.runners.log).toEqual(['look#1', 'way:slow/b#1']);
  expect([...run.state.steps.values()].map(({path, status}) => `${path} ${status}`)).toEqual([
    'look left',
    'way succeeded',
    'way:slow/a not-reached',
    'way:slow/b succeeded',
    'finish succeeded',
  ]);
  expect(run.state.outcome).toBe('recovered-with-exceptions');
});

test('nobody jumps over a gate', async () => {
  const run = await opened(
    [commandStep('look', ['look']), approvalStep('may_we'), commandStep('wipe', ['wipe'])],
    name => (name === 'look#1' ? failedWith(3) : done),
  );
  expect(run.say({intent: 'jump', step: 'look', value: 'wipe', reason: 'no time'})).toEqual({
    accepted: false,
    why: '"Do may_we" stands before it, and its go was not given: nobody jumps over a gate.',
  });
});

test('what lies ahead is not gone back to, and a gate inside what stands before is a gate', async () => {
  const run = await opened(
    [commandStep('look', ['look']), groupStep('ask', [approvalStep('may_we')]), commandStep('wipe', ['wipe'])],
    name => (name === 'look#1' ? failedWith(3) : done),
  );
  expect(run.say({intent: 'undo_to', step: 'look', value: 'wipe'})).toEqual({
    accepted: false,
    why: 'The run does not go back to "Do wipe": it lies ahead.',
  });
  expect(run.say({intent: 'jump', step: 'look', value: 'wipe', reason: 'no time'})).toMatchObject({
    accepted: false,
    why: expect.stringContaining('"Do may_we" stands before it'),
  });
});

test('a point of no return that was passed once stays passed, whatever became of the step later', async () => {
  const run = await opened(
    [
      commandStep('stop', ['stop']),
      commandStep('drop', ['drop'], {pointOfNoReturn: true}),
      commandStep('open', ['open']),
    ],
    name => (name === 'open#1' || name === 'drop#2' ? failedWith(3) : done),
  );
  run.say({intent: 'jump', step: 'open', value: 'drop', reason: 'once more'});
  await run.settled();
  expect(run.say({intent: 'undo_to', step: 'drop', value: 'stop'})).toMatchObject({
    accepted: false,
    why: expect.stringContaining('point of no return'),
  });
});

test('what a gate stands in is neither skipped nor said to be done, and that is not offered', async () => {
  const run = await opened(
    [foreachStep('host', [approvalStep('may_we'), commandStep('wipe', ['wipe'])], {in: 'int("none")'})],
    () => done,
  );
  const [prompt] = run.engine.prompts();
  expect(prompt).toMatchObject({step: 'host', kind: 'held'});
  expect(prompt?.moves).not.toContain('skip');
  expect(prompt?.moves).not.toContain('override');
  for (const intent of ['skip', 'override'] as const) {
    expect(run.say({intent, step: 'host', reason: 'no time'})).toEqual({
      accepted: false,
      why: '"Do may_we" stands in it, and its go was not given: nobody gets past a gate like that.',
    });
  }
});

test('an included runbook that has come to its own end is no gate, whatever its outcome, until it is come to again', async () => {
  const failover = runbookOf(
    [
      commandStep('look', ['look'], {effects: 'read', onFailure: {do: 'goto', step: 'give_up'}}),
      approvalStep('may_we'),
      endStep('good'),
      endStep('give_up', 'rolled-back'),
    ],
    {id: 'failover'},
  );
  const run = await opened(
    [commandStep('find', ['find']), includeStep('inner', failover), commandStep('open', ['open'])],
    name => (name.startsWith('inner/look') || name.startsWith('find#2') ? failedWith(3) : done),
  );
  expect(run.engine.prompts()).toMatchObject([{step: 'inner', kind: 'held'}]);
  run.say({intent: 'jump', step: 'inner', value: 'find', reason: 'look again'});
  await run.settled();
  expect(run.say({intent: 'jump', step: 'find', value: 'open', reason: 'no time'})).toMatchObject({accepted: false});
  run.say({intent: 'retry', step: 'find'});
  await run.settled();
  run.say({intent: 'override', step: 'inner', reason: 'failed over by hand'});
  await run.settled();
  expect(run.state.outcome).toBe('recovered-with-exceptions');
});

test('a jump leaves no unknown outcome behind; within a branch the one beside it stays as it is', async () => {
  const run = await opened(
    [
      parallelStep('both', [
        branch('disk', [commandStep('wipe', ['wipe'])]),
        branch('network', [commandStep('look', ['look']), commandStep('route', ['route'])]),
      ]),
      commandStep('open', ['open']),
    ],
    name => (name.startsWith('both:disk') ? lost() : name === 'both:network/route#1' ? failedWith(3) : done),
  );
  const jump = (value: string) =>
    run.say({intent: 'jump', step: 'both:network/route', value, reason: 'the night shift did it'});
  expect(jump('open')).toEqual({
    accepted: false,
    why: 'Nobody knows yet how "Do wipe" ended: say so first, or it would be left behind unanswered.',
  });
  expect(jump('both:network/look')).toEqual({accepted: true});
  await run.settled();
  expect(run.state.steps.get('both:disk/wipe')?.status).toBe('unknown');
});

test('who cannot go on with a checklist has done what was ticked, and that can be undone', async () => {
  const run = await opened([instructionStep('unplug', ['disk A', 'disk B'])], () => done);
  run.say({intent: 'tick', step: 'unplug', value: 0});
  run.say({intent: 'cannot', step: 'unplug', reason: 'disk B is locked'});
  await run.settled();
  expect(run.say({intent: 'undo', step: 'unplug'})).toEqual({accepted: true});
  await run.settled();
  expect(run.engine.prompts()).toMatchObject([
    {step: 'unplug', kind: 'instruction', ask: expect.stringContaining('Take back by hand')},
  ]);
});

test('an attempt within an included runbook is undone with what that was told then', async () => {
  const mounting = runbookOf(
    [
      commandStep('mount', ['mount', '${inputs.disk}'], {
        undo: {kind: 'command', run: ['umount', '${inputs.disk}'], env: {}},
      }),
      endStep('over'),
    ],
    {id: 'mounting', inputs: input('disk', 'string')},
  );
  const run = await opened(
    [
      commandStep('find', ['find'], {effects: 'read', outputs: {disk: {value: 'stdout', secret: false}}}),
      includeStep('inner', mounting, {inputs: {disk: '${steps.find.outputs.disk}'}}),
      commandStep('check', ['check'], {effects: 'read'}),
    ],
    name => (name.startsWith('check') ? failedWith(3) : printed(name === 'find#1' ? 'sda' : 'sdb')),
  );
  run.say({intent: 'jump', step: 'check', value: 'find', reason: 'the wrong disk'});
  await run.settled();
  run.say({intent: 'undo_to', step: 'check', value: 'find'});
  await run.settled();

  const undone = run
    .facts()
    .flatMap(fact => (fact.type === 'undo-began' ? [`${fact.of}: ${fact.shown?.lines.join(' ')}`] : []));
  expect(undone).toEqual(['2: umount sdb', '1: umount sda']);
});

test('what was ticked at an earlier time counts for that attempt alone', async () => {
  const run = await opened(
    [
      commandStep('ok', ['ok'], {effects: 'read', outputs: {word: {value: 'stdout', secret: false}}}),
      instructionStep('unplug', ['disk A', 'disk B'], {
        when: "steps.ok.outputs.word == 'a' || bool(steps.ok.outputs.word)",
      }),
    ],
    name => printed(name === 'ok#1' ? 'a' : 'neither'),
  );
  run.say({intent: 'tick', step: 'unplug', value: 0});
  run.say({intent: 'cannot', step: 'unplug', reason: 'disk B is locked'});
  await run.settled();
  run.say({intent: 'jump', step: 'unplug', value: 'ok', reason: 'look again'});
  await run.settled();
  run.say({intent: 'undo', step: 'unplug'});
  await run.settled();
  expect(run.fact('undo-started').attempts).toEqual([{step: 'unplug', attempt: 1}]);
});
