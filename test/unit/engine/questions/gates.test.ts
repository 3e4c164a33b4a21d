/** Gates: nobody gets past one by skipping or counting as done what it stands in. */
import {expect, test} from 'vitest';
import type {Step} from '../../../../src/runbook/runbook.ts';
import {done, failedWith, fakeRunners, printed, type Verdict} from '../../../support/fake-runners.ts';
import {
  approvalStep,
  branch,
  commandStep,
  decisionStep,
  endStep,
  includeStep,
  input,
  repeatStep,
  runbookOf,
} from '../../../support/model.ts';
import {type OpenEngine, openEngine} from '../../../support/open-engine.ts';

const opened = async (steps: readonly Step[], verdict: (name: string) => Verdict = () => done) => {
  const run = openEngine(runbookOf([...steps, endStep('finish')], {inputs: input('hosts', 'string')}), {
    runners: fakeRunners({verdict}),
    inputs: {hosts: '1'},
  });
  await run.settled();
  return run;
};
const movesOf = (run: OpenEngine): readonly string[] => run.engine.prompts()[0]?.moves ?? [];

const failover = runbookOf(
  [
    commandStep('look', ['look'], {effects: 'read', onFailure: {do: 'goto', step: 'give_up'}}),
    approvalStep('may_we'),
    endStep('good'),
    endStep('give_up', 'rolled-back'),
  ],
  {id: 'failover', inputs: input('hosts', 'integer')},
);

test.each([{do: 'abort'}, {do: 'goto', step: 'stop'}] as const)(
  'a no-go within an included runbook that then ends ($do) is no way past it',
  async onNoGo => {
    const asking = runbookOf(
      [approvalStep('may_we', 1, {onNoGo}), commandStep('wipe'), endStep('good'), endStep('stop', 'aborted')],
      {id: 'asking'},
    );
    const run = await opened([includeStep('inner', asking), commandStep('open')]);
    run.say({intent: 'reject', step: 'inner/may_we', actor: 'Dana Fox', reason: 'not tonight'});
    await run.settled();
    expect(run.engine.prompts()).toMatchObject([{step: 'inner', kind: 'held'}]);
    expect(movesOf(run)).not.toContain('skip');
    expect(run.say({intent: 'skip', step: 'inner', reason: 'go on'})).toMatchObject({accepted: false});
    expect(run.say({intent: 'jump', step: 'inner', value: 'open', reason: 'go on'})).toMatchObject({accepted: false});
  },
);

test('how an included runbook ended once opens no gate when it is come to again', async () => {
  const steps = [
    commandStep('count', ['count'], {effects: 'read', outputs: {hosts: {value: 'stdout', secret: false}}}),
    includeStep('inner', failover, {inputs: {hosts: '${steps.count.outputs.hosts}'}}),
  ];
  const run = await opened(steps, name =>
    name.startsWith('inner/look') ? failedWith(3) : printed(name === 'count#1' ? '1' : 'many'),
  );
  expect(movesOf(run)).toContain('skip');
  run.say({intent: 'jump', step: 'inner', value: 'count', reason: 'again'});
  await run.settled();
  expect(run.engine.prompts()).toMatchObject([{step: 'inner', ask: expect.stringContaining('not a whole number')}]);
  expect(movesOf(run)).not.toContain('skip');
});

test('the same where it is tried again with another input', async () => {
  const run = await opened([includeStep('inner', failover, {inputs: {hosts: '${inputs.hosts}'}})], () => failedWith(3));
  expect(movesOf(run)).toContain('override');
  run.say({intent: 'set', step: 'inner', value: 'hosts=many'});
  await run.settled();
  expect(run.engine.prompts()).toMatchObject([{step: 'inner', ask: expect.stringContaining('not a whole number')}]);
  expect(movesOf(run)).not.toContain('override');
});

test('what its author led past inside a group is no gate on the way of who skips the group', async () => {
  const run = await opened([
    repeatStep(
      'all',
      [
        decisionStep('which', [branch('small', [], {goto: 'tail'}), branch('big', [])], {choose: "'small'"}),
        approvalStep('may_we'),
        commandStep('tail'),
      ],
      {until: 'false', max: 1},
    ),
    commandStep('open'),
  ]);
  expect(run.engine.prompts()).toMatchObject([{step: 'all', kind: 'held'}]);
  expect(run.say({intent: 'skip', step: 'all', reason: 'it is small enough'})).toEqual({accepted: true});
});

test('a gate of a branch that was not chosen holds nobody back, also where the chosen one has no steps', async () => {
  const run = await opened([
    decisionStep(
      'which',
      [
        branch('cold', [], {outputs: {part: "{'a': 'b'}['c']"}}),
        branch('hot', [approvalStep('may_we')], {outputs: {part: "'x'"}}),
      ],
      {choose: "'cold'"},
    ),
  ]);
  expect(run.engine.prompts()).toMatchObject([{step: 'which', kind: 'held'}]);
  expect(movesOf(run)).toContain('skip');
});

test('who has gone back before a decision has chosen nothing: a gate on one of its ways is shut again', async () => {
  const ways = [branch('cold', []), branch('hot', [approvalStep('may_we')])];
  const run = await opened([decisionStep('which', ways), commandStep('restart')], name =>
    name === 'restart#1' ? failedWith(1) : done,
  );
  run.say({intent: 'choose', step: 'which', value: 'cold'});
  await run.settled();
  run.say({intent: 'undo_to', step: 'restart', value: 'which', reason: 'it was the wrong way'});
  await run.settled();
  run.say({intent: 'done', step: 'restart'});
  await run.settled();
  expect(run.engine.prompts()).toMatchObject([{step: 'which', kind: 'held'}]);
  expect(movesOf(run)).not.toContain('override');
  expect(run.say({intent: 'skip', step: 'which', reason: 'never mind'}).accepted).toBe(false);
});
