/** What needs a secret that is gone waits for it: whatever reads it, wherever it was passed on, and nothing is done twice. */
import {expect, test} from 'vitest';
import type {Step} from '../../../../src/runbook/runbook.ts';
import {fakeRunners, printed} from '../../../support/fake-runners.ts';
import {
  branch,
  commandStep,
  decisionStep,
  endStep,
  foreachStep,
  includeStep,
  input,
  inputStep,
  instructionStep,
  letStep,
  parallelStep,
  probe,
  repeatStep,
  runbookOf,
} from '../../../support/model.ts';
import {openEngine} from '../../../support/open-engine.ts';
import {freeing, using, valuesIn} from '../../../support/secret-run.ts';
import {give, pin, resumedAt, typedPin} from '../../../support/typed-secret.ts';

test('what is worked out from it comes after it is given', async () => {
  const run = await resumedAt([
    letStep('parts', {first: `${typedPin}.split('-')[0]`}),
    using('log_in', '${values.first}'),
  ]);
  expect(run.engine.prompts()[0]).toMatchObject({step: 'parts', lacks: {step: 'pin'}});
  await give(run);
  expect(valuesIn(run.runners.requests)).toEqual(['sesame77']);
});

test('a loop over its parts is listed and opened once it is given', async () => {
  const run = await resumedAt([
    foreachStep('log_in_everywhere', [using('log_in', '${item}')], {in: `${typedPin}.split('-')`}),
  ]);
  expect(run.engine.prompts()).toMatchObject([{kind: 'secret', step: 'log_in_everywhere'}]);
  await give(run);
  expect(valuesIn(run.runners.requests)).toEqual(['sesame77', '4242', 'open42']);
});

test('what an included runbook was told is traced to who gave it, also from within', async () => {
  const change = runbookOf([instructionStep('stop'), using('log_in', '${inputs.code}'), endStep('done')], {
    inputs: input('code', 'secret'),
  });
  const first = openEngine(
    runbookOf([
      inputStep('pin', 'secret'),
      includeStep('change', change, {inputs: {code: `\${${typedPin}}`}}),
      endStep('finish'),
    ]),
    {},
  );
  first.say({intent: 'answer', step: 'pin', value: pin});
  const run = first.crash().resume({runners: fakeRunners()});
  await run.settled();
  run.say({intent: 'done', step: 'change/stop'});
  await run.settled();
  expect(run.engine.prompts()[0]).toMatchObject({step: 'change/log_in', lacks: {step: 'pin', name: 'value'}});
  await give(run);
  expect(valuesIn(run.runners.requests)).toEqual([pin]);
});

test('a loop that was listed before the kill has its items again', async () => {
  const loop = foreachStep('log_in_everywhere', [instructionStep('stop'), using('log_in', '${item}')], {
    in: `${typedPin}.split('-')`,
  });
  const first = openEngine(runbookOf([inputStep('pin', 'secret'), loop, endStep('finish')]), {});
  first.say({intent: 'answer', step: 'pin', value: pin});
  const run = first.crash().resume({runners: fakeRunners()});
  await run.settled();
  run.say({intent: 'done', step: 'log_in_everywhere[0]/stop'});
  await run.settled();
  expect(run.engine.prompts()[0]).toMatchObject({step: 'log_in_everywhere[0]/log_in', lacks: {step: 'pin'}});
  await give(run);
  expect(valuesIn(run.runners.requests)).toEqual(['sesame77']);
});

test('a kill between what was worked out from it and what reads that is no different', async () => {
  const steps = [
    letStep('parts', {first: `${typedPin}.split('-')[0]`}),
    instructionStep('look'),
    using('log_in', '${values.first}'),
  ];
  const first = openEngine(runbookOf([inputStep('pin', 'secret'), ...steps, endStep('finish')]), {});
  first.say({intent: 'answer', step: 'pin', value: pin});
  const run = first.crash().resume({runners: fakeRunners()});
  await run.settled();
  run.say({intent: 'done', step: 'look'});
  await run.settled();
  expect(run.engine.prompts()[0]?.lacks).toMatchObject({step: 'pin', name: 'value'});
  await give(run);
  expect(valuesIn(run.runners.requests)).toEqual(['sesame77']);
});

test('that a check cannot be asked without it is no failure that the author has said something about', async () => {
  const checked = commandStep('restart', ['restart'], {
    requires: [probe('can_log_in', {action: {kind: 'command', run: ['log-in'], env: {PIN: `\${${typedPin}}`}}})],
    onFailure: {do: 'continue'},
  });
  const run = await resumedAt([checked]);
  expect(run.engine.prompts()).toMatchObject([{kind: 'secret', step: 'restart'}]);
  expect(run.runners.requests).toEqual([]);
  await give(run);
  expect(run.state.steps.get('restart')?.status).toBe('succeeded');
});

/** A run that is killed while that step does its work, and finds it done. */
const killedDuring = async (step: Step, rest: readonly Step[] = []) => {
  const runners = fakeRunners({
    verdict: name => (name === `${step.id}#1` ? 'hold' : printed('')),
    found: () => ({found: 'finished', performed: printed(''), endedAtMs: 0}),
  });
  const first = openEngine(runbookOf([inputStep('pin', 'secret'), step, ...rest, endStep('finish')]), {runners});
  first.say({intent: 'answer', step: 'pin', value: pin});
  await first.settled();
  const run = first.crash().resume();
  await run.settled();
  return run;
};

const logsIn = (name: string) =>
  probe(name, {action: {kind: 'command', run: ['log-in'], env: {PIN: `\${${typedPin}}`}}});

test('a step that has done its work is not done again: its checks wait, and are asked', async () => {
  const run = await killedDuring(commandStep('restart', ['restart'], {verify: [logsIn('can_log_in')]}));
  expect(run.engine.prompts()).toMatchObject([{kind: 'secret', step: 'restart'}]);
  await give(run);
  expect(run.told().slice(-4)).toEqual([
    'given-again pin#1',
    'probed restart#1 verify can_log_in passes',
    'succeeded restart#1',
    'run-ended recovered',
  ]);
});

test('what would tell an unknown outcome waits for it, and tells', async () => {
  const runners = fakeRunners({
    verdict: name => (name === 'restart#1' ? 'hold' : printed('')),
    found: () => ({found: 'nothing', cause: 'it left no result'}),
  });
  const restart = commandStep('restart', ['restart'], {doneWhen: [logsIn('is_restarted')]});
  const first = openEngine(runbookOf([inputStep('pin', 'secret'), restart, endStep('finish')]), {runners});
  first.say({intent: 'answer', step: 'pin', value: pin});
  await first.settled();
  const run = first.crash().resume();
  await run.settled();
  expect(run.engine.prompts()).toMatchObject([{kind: 'unknown', step: 'restart', lacks: {step: 'pin'}}]);
  expect(run.engine.prompts()[0]?.moves).toEqual(['give', 'resolve', 'escalate', 'abort']);
  await give(run);
  expect(run.state.outcome).toBe('recovered');
});

test('what a group gives, and whether a round was enough, is worked out once it is given; nothing inside is done again', async () => {
  const chosen = [branch('on', [commandStep('work')], {outputs: {first: `${typedPin}.split('-')[0]`}})];
  for (const step of [
    decisionStep('way', chosen, {choose: "'on'"}),
    parallelStep('both', chosen),
    repeatStep('again', [commandStep('work')], {until: `${typedPin}.size() > 8`}),
    includeStep(
      'change',
      runbookOf([commandStep('work'), endStep('good')], {
        outputs: {first: 'inputs.code'},
        inputs: input('code', 'secret'),
      }),
      {
        inputs: {code: `\${${typedPin}}`},
      },
    ),
  ]) {
    const runners = fakeRunners({
      verdict: name => (name.endsWith('work#1') ? 'hold' : printed('')),
      found: () => ({found: 'finished', performed: printed(''), endedAtMs: 0}),
    });
    const first = openEngine(runbookOf([inputStep('pin', 'secret'), step, endStep('finish')]), {runners});
    first.say({intent: 'answer', step: 'pin', value: pin});
    await first.settled();
    const run = first.crash().resume();
    await run.settled();
    expect({of: step.id, asked: run.engine.prompts()}).toMatchObject({
      of: step.id,
      asked: [{kind: 'secret', lacks: {step: 'pin'}}],
    });
    await give(run);
    expect(run.state.outcome).toBe('recovered');
    expect(run.runners.log.filter(name => name.endsWith('work#1'))).toHaveLength(1);
    expect(run.runners.log.filter(name => name.endsWith('work#2'))).toEqual([]);
  }
});

test('a failure that only mentions a name is what its author says of failures', async () => {
  const guarded = commandStep('restart', ['restart'], {
    expect: "steps.pin.status == 'succeeded' && json.ready",
    onFailure: {do: 'continue'},
  });
  const run = await resumedAt([guarded], () => printed('no such item; inputs.constructor; steps.pin.outputs.value'));
  expect(run.fact('failed', 'restart').then).toEqual({do: 'continue'});
  const named = commandStep('restart', ['restart'], {expect: 'values.long && json.ready', onFailure: {do: 'continue'}});
  const open = openEngine(
    runbookOf([
      inputStep('pin', 'secret'),
      letStep('seen', {long: `${typedPin}.size() > 8`}),
      instructionStep('look'),
      named,
      endStep('finish'),
    ]),
    {},
  );
  open.say({intent: 'answer', step: 'pin', value: pin});
  const again = open.crash().resume({runners: fakeRunners({verdict: () => printed('not ready')})});
  await again.settled();
  again.say({intent: 'done', step: 'look'});
  await again.settled();
  expect(again.fact('failed', 'restart').then).toEqual({do: 'continue'});
});

test('an undo that needs it waits, and goes on', async () => {
  const run = await resumedAt([
    {...commandStep('lend', ['lend']), ...freeing(`\${${typedPin}}`)} as Step,
    instructionStep('use_it'),
  ]);
  expect(run.say({intent: 'cannot', step: 'use_it', reason: 'it is locked'})).toEqual({accepted: true});
  run.say({intent: 'undo_to', step: 'use_it', value: 'lend', reason: 'not today'});
  await run.settled();
  expect(run.engine.prompts()).toMatchObject([{kind: 'secret', step: 'lend', lacks: {step: 'pin'}}]);
  await give(run);
  expect(valuesIn(run.runners.requests)).toEqual([undefined, pin]);
  expect(run.told().slice(-4)).toEqual([
    'given-again pin#1',
    'undo-began lend#2',
    'undone lend#2',
    'undo-ended lend#1',
  ]);
});
