/** The engine between runners with injects: it learns what it would learn in an incident, and nothing of why. */
import {describe, expect, test} from 'vitest';
import {stepsByPath} from '../../../src/injects/inject-places.ts';
import {injectedRunners} from '../../../src/injects/injected-runners.ts';
import type {Inject} from '../../../src/injects/injects.ts';
import type {Runbook} from '../../../src/runbook/runbook.ts';
import {type FakeRunners, fakeRunners, printed, type World} from '../../support/fake-runners.ts';
import {
  checkStep,
  commandStep,
  endStep,
  foreachStep,
  input,
  probe,
  runbookOf,
  sqlStep,
  waitStep,
} from '../../support/model.ts';
import {openEngine} from '../../support/open-engine.ts';

type Injected = {readonly runners: FakeRunners; readonly killed: readonly string[]};

/** What had been performed is told with each death. */
const injected = (runbook: Runbook, list: readonly Inject[], world: World = {}): Injected => {
  const runners = fakeRunners(world);
  const killed: string[] = [];
  const around = injectedRunners(runners, {
    list,
    stepAt: stepsByPath(runbook),
    mayKill: () => true,
    kill: () => killed.push(runners.log.join(' ')),
  });
  return {runners: {...runners, ...around}, killed};
};

const copy = runbookOf([
  commandStep('copy', ['pg_dump', 'shop'], {outputs: {rows: {value: 'json.rows', secret: false}}}),
  endStep('finish'),
]);

describe('a step that is made to fail', () => {
  const fails: Inject = {kind: 'step_fails', step: 'copy', attempt: 1, exit: 3, message: 'out of memory'};

  test('is not done: a program that fails is run in its place, and its reason names the right one', async () => {
    const {runners} = injected(copy, [fails], {
      verdict: (_name, _before, {action}) => ({
        ok: false,
        reason: `${action.kind === 'command' ? action.argv[0]?.replace('/bin/', '') : ''} ended with exit code 3: out of memory`,
        scope: {exit: 3, stdout: '', stderr: 'out of memory'},
        certain: true,
      }),
    });
    const run = openEngine(copy, {runners});
    await run.settled();

    expect(runners.requests.map(({action}) => action.kind === 'command' && action.argv.slice(-2))).toEqual([
      ['out of memory', '3'],
    ]);
    expect(run.fact('failed', 'copy')).toMatchObject({reason: 'pg_dump ended with exit code 3: out of memory'});
  });

  test('does its work at the next attempt', async () => {
    const {runners} = injected(copy, [{...fails, attempt: 2}], {verdict: () => printed('{"rows": 7}')});
    const run = openEngine(copy, {runners});
    await run.settled();

    expect(runners.requests.map(({action}) => action.kind === 'command' && action.argv[0])).toEqual(['pg_dump']);
  });

  test('sends no statement where it is SQL', async () => {
    const runbook = runbookOf([sqlStep('mend', ['update orders set paid = true']), endStep('finish')], {
      inputs: input('database', 'connection'),
    });
    const {runners} = injected(runbook, [{kind: 'step_fails', step: 'mend', attempt: 1, message: 'deadlock detected'}]);
    const run = openEngine(runbook, {runners, inputs: {database: 'postgresql://db-1.example/shop'}});
    await run.settled();

    expect(runners.log).toEqual([]);
    expect(run.fact('failed', 'mend')).toMatchObject({reason: 'deadlock detected', then: {do: 'hold'}});
  });
});

describe('an output that lies', () => {
  const lies: Inject = {kind: 'output_lies', step: 'copy', attempt: 1, says: {'json.rows': 0}};
  const truth = {ok: true, scope: {exit: 0, stdout: '{"rows":7}', json: {rows: 7}}, certain: true};

  test('is what the outputs of the step are made of, while the work is done', async () => {
    const {runners} = injected(copy, [lies], {verdict: () => truth});
    const run = openEngine(copy, {runners});
    await run.settled();

    expect(runners.log).toEqual(['copy#1']);
    expect(run.fact('succeeded', 'copy')).toMatchObject({outputs: {rows: 0}});
  });

  test('is told by the session after a crash as well', async () => {
    const {runners} = injected(copy, [lies], {
      verdict: () => 'hold',
      found: () => ({found: 'finished', performed: truth, endedAtMs: 0}),
    });
    const run = openEngine(copy, {runners});
    await run.settled();
    const resumed = run.crash().resume();
    await resumed.settled();

    expect(resumed.fact('succeeded', 'copy')).toMatchObject({outputs: {rows: 0}});
  });

  test('is what a wait waits for in vain', async () => {
    const until = probe('is_up', {expect: 'exit == 0'});
    const runbook = runbookOf([waitStep('up', {until}), endStep('finish')]);
    const {runners} = injected(runbook, [{kind: 'output_lies', step: 'up', attempt: 1, says: {exit: 1}}]);
    const run = openEngine(runbook, {runners});
    await run.settled();

    expect(run.fact('failed', 'up')).toMatchObject({then: {do: 'hold'}});
  });

  test('is that of the check where a check is named', async () => {
    const runbook = runbookOf([checkStep('count', {probe: probe('count', {expect: 'exit == 0'})}), endStep('finish')]);
    const {runners} = injected(runbook, [{kind: 'output_lies', step: 'count', attempt: 1, says: {exit: 1}}]);
    const run = openEngine(runbook, {runners});
    await run.settled();

    expect(run.fact('failed', 'count')).toMatchObject({then: {do: 'hold'}});
  });
});

test('what is required before a step and asked after it stays true', async () => {
  const runbook = runbookOf([
    commandStep('copy', ['pg_dump', 'shop'], {
      requires: [probe('is_up', {expect: 'exit == 0'})],
      verify: [probe('is_whole', {expect: 'exit == 0'})],
    }),
    endStep('finish'),
  ]);
  const says = {exit: 1};
  const {runners} = injected(runbook, [{kind: 'output_lies', step: 'copy', attempt: 1, says}]);
  const run = openEngine(runbook, {runners});
  await run.settled();

  expect(run.told().filter(line => line.startsWith('probed'))).toHaveLength(2);
  expect(run.state.outcome).toBe('recovered');
});

test.each([
  ['before_effect', ''],
  ['after_effect', 'copy#1'],
] as const)('the engine dies %s of the step that is named', async (when, performed) => {
  const {runners, killed} = injected(copy, [{kind: 'engine_killed', step: 'copy', attempt: 1, when}]);
  const run = openEngine(copy, {runners});
  await run.settled();

  expect(killed).toEqual([performed]);
});

test('an id means the step in every item, a path in one of them', async () => {
  const runbook = runbookOf([foreachStep('share', [commandStep('send')]), endStep('finish')]);
  const at = async (step: string) => {
    const {runners, killed} = injected(runbook, [{kind: 'engine_killed', step, attempt: 1, when: 'before_effect'}]);
    await openEngine(runbook, {runners}).settled();
    return killed.length;
  };

  expect([await at('send'), await at('share/send'), await at('share[1]/send')]).toEqual([3, 3, 1]);
});
