/** Where a run can be sent: back, elsewhere, and not past a gate or a point of no return. */
import {expect, test} from 'vitest';
import type {Performed} from '../../../src/engine/runner.ts';
import type {Step} from '../../../src/runbook/runbook.ts';
import {done, failedWith, fakeRunners} from '../../support/fake-runners.ts';
import {approvalStep, branch, commandStep, decisionStep, endStep, groupStep, runbookOf} from '../../support/model.ts';
import {openEngine} from '../../support/open-engine.ts';

const opened = async (steps: readonly Step[], verdict: (name: string) => Performed | 'hold') => {
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
