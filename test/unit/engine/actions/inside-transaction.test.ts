/** The checks of a transaction are handed to the runner, to be asked before anything of it counts. */
import {expect, test} from 'vitest';
import type {Performed} from '../../../../src/engine/actions/runner.ts';
import type {Step} from '../../../../src/runbook/runbook.ts';
import {fakeRunners} from '../../../support/fake-runners.ts';
import {endStep, probe, runbookOf, sqlStep} from '../../../support/model.ts';
import {openEngine} from '../../../support/open-engine.ts';

const counted = (rows: number): Performed => ({ok: true, scope: {rows: [{n: rows}], row_count: 1}, certain: true});

const enough = probe('enough_rows', {
  action: {
    kind: 'sql',
    connection: 'postgres://db.example/tickets',
    statements: ['select count(*) as n from payments'],
    params: [],
    transaction: false,
  },
  expect: 'rows[0].n == 240',
});

const putBack = (transaction: boolean): Step => {
  const step = sqlStep('put_back', ['insert into payments select * from lost'], {verify: [enough]});
  return step.kind === 'sql' && step.action.kind === 'sql'
    ? {...step, action: {...step.action, connection: 'postgres://db.example/tickets', transaction}}
    : step;
};

const performedWith = async (transaction: boolean) => {
  const runners = fakeRunners({verdict: () => counted(240)});
  const run = openEngine(runbookOf([putBack(transaction), endStep('finish')]), {runners});
  await run.settled();
  return runners.requests[0];
};

test('a check that passes inside lets the transaction commit', async () => {
  const request = await performedWith(true);

  expect(await request?.beforeCommit?.(async () => counted(240))).toEqual({ok: true, value: undefined});
});

test('a check that does not pass inside rolls back, and the reason names it', async () => {
  const request = await performedWith(true);

  expect(await request?.beforeCommit?.(async () => counted(239))).toEqual({
    ok: false,
    reason: 'Everything was rolled back, because a check did not pass inside the transaction. enough_rows: {"n":239}',
  });
});

test('without a transaction there is no inside', async () => {
  expect(await performedWith(false)).not.toHaveProperty('beforeCommit');
});
