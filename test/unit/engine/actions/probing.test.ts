/** Asking probes: of whom, and what a drill may ask. */
import {expect, test} from 'vitest';
import {fail, succeed} from '../../../../src/base/result.ts';
import type {Safeguard} from '../../../../src/engine/context.ts';
import type {Action} from '../../../../src/runbook/action.ts';
import {fakeRunners, printed} from '../../../support/fake-runners.ts';
import {checkStep, commandStep, endStep, input, probe, runbookOf} from '../../../support/model.ts';
import {openEngine} from '../../../support/open-engine.ts';

const rowsThere: Action = {
  kind: 'sql',
  connection: '${inputs.database}',
  statements: ['select count(*) from payments'],
  params: [],
  transaction: false,
};
const production = 'postgresql://app@db-1.example.com/tickets';
const inputs = {database: production};
const runbookWith = (probed: ReturnType<typeof probe>) =>
  runbookOf([checkStep('look', {probe: probed}), endStep('finish')], {inputs: input('database', 'connection')});

test('in a drill nobody but the lab is asked: a check of another server fails and is not sent', async () => {
  const shown: (readonly string[])[] = [];
  const safeguard: Safeguard = async touched => {
    shown.push(touched);
    return fail('not of the lab');
  };
  const run = openEngine(runbookWith(probe('rows', {action: rowsThere})), {mode: 'drill', inputs, safeguard});
  await run.settled();

  expect(shown).toEqual([[production]]);
  expect(run.runners.log).toEqual([]);
  expect(run.fact('failed').reason).toContain('not of the lab');
});

test('what is required, verified and looked up after a crash is asked of nobody else either, nor what judges the drill', async () => {
  const asked = probe('rows', {action: rowsThere});
  const restore = commandStep('restore', [], {requires: [asked]});
  const run = openEngine(runbookOf([restore, endStep('finish')], {inputs: input('database', 'connection')}), {
    mode: 'drill',
    inputs,
    safeguard: async () => fail('not of the lab'),
  });
  await run.settled();

  expect(run.told()).toEqual(['probed restore#1 requires rows fails', 'failed restore#1, then hold']);
  expect(await run.engine.ask(asked)).toMatchObject({ok: false, error: true});
  expect(run.runners.log).toEqual([]);
});

test('a server of the lab that is still starting is asked again within the time of the check', async () => {
  let isUp = false;
  const run = openEngine(runbookWith(probe('rows', {action: rowsThere, withinMs: 5_000})), {
    mode: 'drill',
    inputs,
    runners: fakeRunners({verdict: () => printed('')}),
    safeguard: async () => (isUp ? succeed(undefined) : fail('it does not answer')),
  });
  await run.settled();
  isUp = true;
  run.clock.pass(1_000);
  await run.settled();

  expect(run.told().at(-1)).toBe('run-ended recovered');
});

test('in an incident a check goes where it says', async () => {
  const run = openEngine(runbookWith(probe('rows', {action: rowsThere})), {
    inputs,
    safeguard: async () => fail('not of the lab'),
  });
  await run.settled();

  expect(run.state.outcome).toBe('recovered');
});

test('a check without a name is recorded by what it asks, with its values and without its secrets', async () => {
  const {name: _, ...asks} = probe('x', {
    action: {
      kind: 'http',
      method: 'GET',
      url: 'https://${inputs.host}/health?token=${inputs.token}',
      query: {},
      headers: {},
    },
  });
  const {name: __, ...looks} = probe('x', {
    action: {kind: 'command', run: ['test', '-e', '/srv/${inputs.host}'], env: {}},
  });
  const restore = commandStep('restore', [], {requires: [looks], verify: [asks]});
  const declared = {...input('host', 'hostname'), ...input('token', 'secret')};
  const run = openEngine(runbookOf([restore, endStep('finish')], {inputs: declared}), {
    inputs: {host: 'shop.example', token: 'swordfish-is-secret'},
  });
  await run.settled();

  expect(run.told().filter(told => told.startsWith('probed'))).toEqual([
    'probed restore#1 requires test -e /srv/shop.example passes',
    'probed restore#1 verify GET https://shop.example/health?token=‹secret:token› passes',
  ]);
  expect(run.state.outline.steps[0]).toMatchObject({
    requires: ['test -e /srv/‹inputs.host›'],
    verify: ['GET https://‹inputs.host›/health?token=‹inputs.token›'],
  });
});
