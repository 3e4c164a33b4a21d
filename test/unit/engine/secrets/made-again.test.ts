/** What held a secret is made again after a crash: hidden from the first line on, of the same type, and as it was then. */
import {expect, test} from 'vitest';
import type {Step} from '../../../../src/runbook/runbook.ts';
import {done, failedWith, printed, type Verdict} from '../../../support/fake-runners.ts';
import {
  commandStep,
  endStep,
  foreachStep,
  includeStep,
  input,
  instructionStep,
  letStep,
  runbookOf,
  sqlStep,
} from '../../../support/model.ts';
import {firstPart, freeing, given, opened, resumed, using, valuesIn} from '../../../support/secret-run.ts';

test('a part that had a name, an item or an include before the crash is hidden in whatever is printed after it', async () => {
  const tell = {outputs: {said: {value: 'stdout', secret: false}}};
  const inner = runbookOf([instructionStep('look'), using('use', 'x', tell), endStep('over')], {
    id: 'inner',
    inputs: input('word', 'string'),
  });
  const inside = (name: string): Verdict => printed(name.includes('use') ? 'it is sesame77' : '');
  const ways: readonly (readonly Step[])[] = [
    [letStep('cut', {part: firstPart}), instructionStep('look'), using('use', 'x', tell)],
    [includeStep('inc', inner, {inputs: {word: `\${${firstPart}}`}})],
    [foreachStep('one', [instructionStep('look'), using('use', 'x', tell)], {in: `[${firstPart}]`})],
  ];
  for (const steps of ways) {
    const again = await resumed(await opened(steps, inside), inside);
    again.say({intent: 'done', step: again.engine.prompts()[0]?.step ?? ''});
    await again.settled();
    expect(again.state.outcome).toBe('recovered');
    expect(again.journal.text()).not.toContain('sesame77');
  }
});

test('a secret input of an included runbook has the type again that it was declared with', async () => {
  const inner = runbookOf([instructionStep('look'), letStep('big', {big: 'inputs.n > 40'}), endStep('over')], {
    id: 'inner',
    inputs: input('n', 'integer'),
  });
  const again = await resumed(await opened([includeStep('inc', inner, {inputs: {n: "${inputs.pin.split('-')[1]}"}})]));
  again.say({intent: 'done', step: 'inc/look'});
  await again.settled();
  expect(again.state.steps.get('inc/big')?.status).toBe('succeeded');
});

test('a named value is made again with the inputs of then', async () => {
  const steps = [
    letStep('cut', {part: 'inputs.pin + inputs.table'}),
    commandStep('fail'),
    instructionStep('look'),
    using('use', '${values.part}'),
  ];
  const run = await opened(steps, name => (name === 'fail#1' ? failedWith(3) : done));
  run.say({intent: 'set', step: 'fail', value: 'table=orders_two'});
  await run.settled();
  const again = await resumed(run);
  again.say({intent: 'done', step: 'look'});
  await again.settled();
  expect(valuesIn(again.runners.requests)).toEqual([`${given.pin}orders`]);
});

test('an undo within included runbooks and loops gets what its attempt got, also after a crash', async () => {
  const inmost = runbookOf([using('use', '${inputs.token}', freeing('${inputs.token}')), endStep('over')], {
    id: 'inmost',
    inputs: {...input('token', 'string'), ...input('host', 'string')},
  });
  const deep = includeStep('deep', inmost, {inputs: {token: '${inputs.token}@${inputs.host}', host: 'db-inner'}});
  const inner = runbookOf([foreachStep('inn', [deep], {in: "['x', 'y']"}), endStep('over')], {
    id: 'inner',
    inputs: {...input('token', 'string'), ...input('host', 'string')},
  });
  const outer = foreachStep(
    'outer',
    [
      includeStep('inc', inner, {inputs: {token: '${inputs.pin}-${item}', host: 'db-outer'}}),
      commandStep('check', ['check'], {effects: 'read'}),
    ],
    {in: "['h1', 'h2']"},
  );
  const run = await opened([outer], name => (name.startsWith('outer[0]/check') ? failedWith(3) : done));
  const again = await resumed(run);
  again.say({intent: 'undo_to', step: 'outer[0]/check', value: 'outer[0]/inc'});
  await again.settled();
  const told = `${given.pin}-h1@db-outer`;
  expect(valuesIn(again.runners.requests)).toEqual([told, told]);
});

test('a secret that cannot be made again is missed where an included runbook reads it, and is no null', async () => {
  const inner = runbookOf(
    [
      instructionStep('look'),
      {
        ...sqlStep('use', ['UPDATE accounts SET token = $1']),
        kind: 'sql',
        shape: 'action',
        action: {
          kind: 'sql',
          connection: 'postgresql://app@db-1/tickets',
          statements: ['UPDATE accounts SET token = $1'],
          params: ['${inputs.token}'],
          transaction: false,
        },
      },
      endStep('over'),
    ],
    {id: 'inner', inputs: input('token', 'secret')},
  );
  const logIn = commandStep('log_in', ['login'], {outputs: {token: {value: 'stdout', secret: true}}});
  const run = await opened([logIn, includeStep('inc', inner, {inputs: {token: '${steps.log_in.outputs.token}'}})], () =>
    printed('abc-123-def'),
  );
  const again = await resumed(run);
  again.say({intent: 'done', step: 'inc/look'});
  await again.settled();
  expect(again.engine.prompts()).toMatchObject([{step: 'inc/use', kind: 'secret'}]);
  expect(again.runners.requests).toEqual([]);
});
