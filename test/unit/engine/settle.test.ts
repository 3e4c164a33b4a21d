/** Closing groups and ending runs. */
import {expect, test} from 'vitest';
import {failedWith, fakeRunners, lost, printed} from '../../support/fake-runners.ts';
import {
  branch,
  commandStep,
  decisionStep,
  endStep,
  instructionStep,
  milestoneStep,
  probe,
  runbookOf,
} from '../../support/model.ts';
import {openEngine} from '../../support/open-engine.ts';

const choose = {choose: "'dump'"};

test('a branch gives its values to the steps after it', async () => {
  const inside = commandStep('count', ['count'], {outputs: {rows: {value: 'int(stdout)', secret: false}}});
  const way = decisionStep(
    'way',
    [branch('dump', [inside], {outputs: {rows: 'steps.count.outputs.rows + 1'}})],
    choose,
  );
  const run = openEngine(
    runbookOf([way, commandStep('tell', ['tell', '${steps.way.outputs.rows}']), endStep('finish')]),
    {
      runners: fakeRunners({verdict: () => printed('16')}),
    },
  );
  await run.settled();

  expect(run.fact('succeeded', 'way').outputs).toEqual({rows: 17});
  expect(run.runners.requests[1]?.action).toMatchObject({argv: ['tell', '17']});
});

test('a value that a branch cannot give holds the group', async () => {
  const way = decisionStep('way', [branch('dump', [], {outputs: {rows: 'steps.nowhere.outputs.rows'}})], choose);
  const run = openEngine(runbookOf([way, endStep('finish')]));
  await run.settled();
  expect(run.told()).toEqual(['chosen way#1 dump', 'failed way#1, then hold']);
});

test('a branch that leads out goes on where it says, and what it passed by is not reached', () => {
  const way = decisionStep('way', [branch('dump', [], {goto: 'by_hand'})], choose);
  const run = openEngine(runbookOf([way, instructionStep('between'), instructionStep('by_hand'), endStep('finish')]));
  expect(run.told()).toEqual(['chosen way#1 dump', 'asked by_hand#1']);
  expect(run.state.steps.get('between')?.status).toBe('not-reached');
});

test('an aborting end has a reason', () => {
  const run = openEngine(runbookOf([endStep('give_up', 'aborted')]));
  expect(run.fact('run-ended')).toMatchObject({outcome: 'aborted', reason: 'the runbook ends here'});
});

test('other outcomes stay what they are, whatever was skipped', async () => {
  const run = openEngine(runbookOf([instructionStep('call'), endStep('finish', 'escalated')]));
  run.say({intent: 'skip', reason: 'no time'});
  expect(run.state.outcome).toBe('escalated');
});

test('a check that fails for good is not asked again', async () => {
  const verify = [probe('replays', {withinMs: 600_000, failWhen: 'exit == 9'})];
  const run = openEngine(runbookOf([commandStep('start', [], {verify}), endStep('finish')]), {
    runners: fakeRunners({verdict: name => (name.includes('?') ? failedWith(9) : printed(''))}),
  });
  await run.settled();
  expect(run.told().at(-1)).toBe('failed start#1, then hold');
  expect(run.clock.waiting()).toBe(0);
});

const measure = commandStep('measure', ['measure'], {outputs: {until: {value: 'stdout', secret: false}}});
const until = '2026-11-01T02:46:00.000Z';

/** A restore whose outcome is unknown, of which a person or `done_when` says that it is done. */
const restored = async (recoveryPoint: string, more: Parameters<typeof commandStep>[2] = {}) => {
  const runners = fakeRunners({
    verdict: name => (name === 'restore#1' ? lost('it was over its time') : printed(until)),
  });
  const restore = commandStep('restore', ['restore'], {recoveryPoint, ...more});
  const run = openEngine(runbookOf([measure, restore, milestoneStep('service'), endStep('finish')]), {runners});
  await run.settled();
  return run;
};

test('an unknown outcome that a check finds done has its recovery point measured all the same', async () => {
  const run = await restored('steps.measure.outputs.until', {doneWhen: [probe('rows_back')]});

  expect(run.fact('resolved')).toMatchObject({as: 'done', by: 'probe'});
  expect(run.fact('succeeded', 'restore')).toMatchObject({recoveryPoint: until});
  expect(run.state.recoveryPointMs).toBe(Date.parse(until));
});

test('and one that a person says is done', async () => {
  const run = await restored('steps.measure.outputs.until');
  run.say({intent: 'resolve', value: 'done', reason: 'all rows are there'});
  await run.settled();

  expect(run.fact('succeeded', 'restore')).toMatchObject({recoveryPoint: until});
});

test('a recovery point that only the lost output told is not measured, and the record says so', async () => {
  const run = await restored('stdout');
  run.say({intent: 'resolve', value: 'done', reason: 'all rows are there'});
  await run.settled();

  expect(run.fact('succeeded', 'restore')).not.toHaveProperty('recoveryPoint');
  expect(run.fact('noted')).toMatchObject({
    step: 'restore',
    text: expect.stringContaining('How far back the data of "Do restore" goes was not measured'),
  });
  expect(run.state.recoveryPointMs).toBeUndefined();
  expect(run.state.outcome).toBe('recovered');
});

test('what an earlier attempt restored is not taken for what this one did', async () => {
  const runners = fakeRunners({
    verdict: name => {
      if (name === 'restore#2') {
        return lost('it was over its time');
      }
      return name === 'restore#1? rows_back' ? failedWith(1) : printed(until);
    },
  });
  const restore = commandStep('restore', ['restore'], {recoveryPoint: 'stdout', verify: [probe('rows_back')]});
  const run = openEngine(runbookOf([restore, milestoneStep('service'), endStep('finish')]), {runners});
  await run.settled();
  run.say({intent: 'retry'});
  await run.settled();

  expect(run.fact('resolved')).toMatchObject({attempt: 2, as: 'done'});
  expect(run.state.recoveryPointMs).toBeUndefined();
});
