/** A held step is tried again with another input. */
import {expect, test} from 'vitest';
import {done, failedWith, fakeRunners} from '../../../support/fake-runners.ts';
import {commandStep, endStep, includeStep, input, runbookOf} from '../../../support/model.ts';
import {openEngine} from '../../../support/open-engine.ts';

const runbook = runbookOf([commandStep('restore', ['restore', '${inputs.table}']), endStep('finish')], {
  inputs: {...input('table', 'identifier'), ...input('database', 'connection')},
});
const opened = async () => {
  const run = openEngine(runbook, {
    runners: fakeRunners({verdict: name => (name === 'restore#1' ? failedWith(3) : done)}),
    inputs: {table: 'ordres', database: 'postgresql://app@db-1/tickets'},
  });
  await run.settled();
  return run;
};

test('the new value is recorded, used by the next attempt, and still there after a crash', async () => {
  const run = await opened();
  run.say({intent: 'set', step: 'restore', value: 'table=orders', reason: 'misspelt'});
  await run.settled();
  expect(run.fact('inputs-changed')).toMatchObject({inputs: {table: 'orders'}, reason: 'misspelt'});
  expect(run.fact('began', 'restore').shown?.lines).toEqual(['restore orders']);
  expect(run.state.inputs.table).toBe('orders');
});

test('after a crash what was changed is still changed', async () => {
  const first = await opened();
  first.say({intent: 'set', step: 'restore', value: 'table=orders'});
  const run = first.crash().resume();
  await run.settled();
  expect(run.values.scope('real').inputs).toMatchObject({table: 'orders'});
});

test('an input that is not there, does not fit, or says what the run is about is not changed', async () => {
  const run = await opened();
  const why = (value: string) => {
    const answer = run.say({intent: 'set', step: 'restore', value});
    return answer.accepted ? '' : answer.why;
  };
  expect(why('tabel=orders')).toBe('Which input? Write it as NAME=VALUE; there are table, database.');
  expect(why('table=drop table x;')).toMatch(/^That does not do/);
  expect(why('database=postgresql://app@db-2/tickets')).toMatch(/^database says what this run is about/);
  expect(run.state.status).toBe('running');
});

test('within an included runbook nothing is changed that it would not see', async () => {
  const inner = runbookOf([commandStep('restore', ['restore', '${inputs.name}']), endStep('over')], {
    id: 'restoring',
    inputs: input('name', 'string'),
  });
  const run = openEngine(
    runbookOf([includeStep('inner', inner, {inputs: {name: '${inputs.table}'}}), endStep('finish')], {
      inputs: input('table', 'identifier'),
    }),
    {runners: fakeRunners({verdict: () => failedWith(3)}), inputs: {table: 'ordres'}},
  );
  await run.settled();
  expect(run.say({intent: 'set', step: 'inner/restore', value: 'table=orders'})).toEqual({
    accepted: false,
    why: '"Do inner" was told its inputs when it was opened, and this step would not see the change; go back to it first.',
  });
});
