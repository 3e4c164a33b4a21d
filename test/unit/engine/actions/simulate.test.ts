/** What a drill only assumes is recorded, and nothing of it runs. */
import {expect, test} from 'vitest';
import {
  checkStep,
  commandStep,
  endStep,
  instructionStep,
  notifyStep,
  probe,
  runbookOf,
} from '../../../support/model.ts';
import {openEngine} from '../../../support/open-engine.ts';

const finish = endStep('finish');
const simulate = {do: 'simulate', outputs: {rows: 17}} as const;
const verify = [probe('rows_back')];

test('a simulated action runs neither itself nor what it requires nor its checks, and gives what its author assumed', async () => {
  const step = commandStep('drop_old_copy', [], {drill: simulate, verify, requires: [probe('backup_there')]});
  const tell = commandStep('tell', ['tell', '${steps.drop_old_copy.outputs.rows}']);
  const run = openEngine(runbookOf([step, tell, finish]), {mode: 'drill'});
  await run.settled();

  expect(run.runners.log).toEqual(['tell#1']);
  expect(run.runners.requests[0]?.action).toMatchObject({argv: ['tell', '17']});
  expect(run.fact('began', 'drop_old_copy').simulated).toBe(true);
  expect(run.fact('succeeded', 'drop_old_copy')).toMatchObject({
    reason: 'simulated in this drill',
    outputs: {rows: 17},
  });
});

test('a check and an instruction that are left out in drills ask nobody', async () => {
  const drill = {do: 'skip'} as const;
  const run = openEngine(
    runbookOf([
      checkStep('provider_up', {drill}),
      instructionStep('call_provider', ['number'], {drill, verify}),
      finish,
    ]),
    {mode: 'drill'},
  );
  await run.settled();

  expect(run.runners.log).toEqual([]);
  expect(run.told()).toEqual([
    'began provider_up#1',
    'succeeded provider_up#1',
    'asked call_provider#1',
    'performed call_provider#1',
    'succeeded call_provider#1',
    'run-ended recovered',
  ]);
  expect(run.fact('succeeded', 'call_provider').reason).toBe('left out in this drill');
});

test('in an incident everything runs', async () => {
  const run = openEngine(runbookOf([commandStep('drop_old_copy', [], {drill: simulate}), finish]));
  await run.settled();
  expect(run.runners.log).toEqual(['drop_old_copy#1']);
});

test('facts of a simulation that a power failure cut apart are completed, and nothing is looked for', async () => {
  const run = openEngine(runbookOf([commandStep('drop_old_copy', [], {drill: simulate, verify}), finish]), {
    mode: 'drill',
  });
  const lines = run.crash().text.split('\n');
  for (const kept of [3, 4]) {
    const again = run.crash().resume({}, `${lines.slice(0, kept).join('\n')}\n`);
    await again.settled();
    expect(again.told()).toEqual(run.told());
    expect(again.runners.sought).toEqual([]);
    expect(again.runners.log).toEqual([]);
  }
});

test('a drill may do something else instead, also instead of what a check asks', async () => {
  const action = {kind: 'command', run: ['lab'], env: {}} as const;
  const drill = {do: 'instead', action} as const;
  const run = openEngine(
    runbookOf([checkStep('provider_up', {drill}), commandStep('fail_over', [], {drill}), finish]),
    {
      mode: 'drill',
    },
  );
  await run.settled();
  expect(run.runners.requests.map(({action}) => action)).toMatchObject([{argv: ['lab']}, {argv: ['lab']}]);
});

test('what is assumed is read by its type, as what the step really gives is', async () => {
  const counting = (rows: string | number) =>
    commandStep('count', [], {
      outputs: {rows: {value: 'stdout', secret: false, type: 'integer'}},
      drill: {do: 'simulate', outputs: {rows}},
    });
  const good = openEngine(runbookOf([counting('17'), finish]), {mode: 'drill'});
  await good.settled();
  expect(good.fact('succeeded', 'count').outputs).toEqual({rows: 17});

  const bad = openEngine(runbookOf([counting('many'), finish]), {mode: 'drill'});
  await bad.settled();
  expect(bad.engine.prompts()[0]?.ask).toContain('drill: output rows: "many" is not a whole number');
});

test('a message that was only simulated was heard by nobody, and nobody is asked', async () => {
  const tell = notifyStep('tell', 'It is done.', {mustAck: true, drill: {do: 'simulate', outputs: {}}});
  const run = openEngine(runbookOf([tell, endStep('finish')]), {mode: 'drill'});
  await run.settled();
  expect(run.told()).toEqual(['began tell#1', 'performed tell#1', 'succeeded tell#1', 'run-ended recovered']);
  expect(run.runners.requests).toEqual([]);
});
