/** Groups and loops as the engine runs them: what opens when, what each item sees, what a failure leads to. */
import {expect, test} from 'vitest';
import type {Performed} from '../../../src/engine/actions/runner.ts';
import type {Fact} from '../../../src/run/event.ts';
import {done, failedWith, fakeRunners, printed} from '../../support/fake-runners.ts';
import {
  assertStep,
  branch,
  commandStep,
  decisionStep,
  endStep,
  foreachStep,
  groupStep,
  inputStep,
  instructionStep,
  letStep,
  parallelStep,
  repeatStep,
  runbookOf,
  waitStep,
} from '../../support/model.ts';
import {openEngine} from '../../support/open-engine.ts';

const commands = (facts: readonly Fact[]): readonly string[] =>
  facts.flatMap(fact => (fact.type === 'began' && fact.shown ? [`${fact.step}: ${fact.shown.lines.join(' ')}`] : []));

const opened = async (
  steps: Parameters<typeof runbookOf>[0],
  verdict: (name: string) => Performed | 'hold' = () => done,
) => {
  const run = openEngine(runbookOf([...steps, endStep('finish')]), {runners: fakeRunners({verdict}), inputs: {}});
  await run.settled();
  return run;
};

test('each item of a foreach runs its block with that item, and reads the steps of its own block', async () => {
  const run = await opened([
    foreachStep('share', [
      commandStep('find', ['find', '${item}'], {outputs: {disk: {value: "'disk-' + item", secret: false}}}),
      commandStep('mount', ['mount', '${steps.find.outputs.disk}']),
    ]),
    commandStep('report', ['report', '${steps.share.items}', '${steps.share.failed}']),
  ]);
  expect(commands(run.facts())).toEqual([
    'share[0]/find: find eu',
    'share[0]/mount: mount disk-eu',
    'share[1]/find: find us',
    'share[1]/mount: mount disk-us',
    'share[2]/find: find ap',
    'share[2]/mount: mount disk-ap',
    'report: report eu us ap',
  ]);
  expect(run.state.outcome).toBe('recovered');
});

test('an item whose step fails is given up where the author says so, and the list of the failed can be read', async () => {
  const run = await opened(
    [
      foreachStep('share', [commandStep('mount', ['mount', '${item}']), commandStep('check', ['check', '${item}'])], {
        onItemFailure: 'continue',
      }),
      commandStep('report', ['report', '${steps.share.failed}']),
    ],
    name => (name.startsWith('share[1]/mount') ? failedWith(3) : done),
  );
  expect(commands(run.facts()).at(-1)).toBe('report: report us');
  expect(run.state.steps.get('share[1]/check')?.status).toBe('not-reached');
  expect(run.state.steps.get('share')?.status).toBe('succeeded');
});

test('a step with each runs once for each item, and a failure holds that item while the list waits', async () => {
  const each = {in: "['eu', 'us', 'ap']", atOnce: 1, onItemFailure: 'hold'} as const;
  const run = await opened([commandStep('mount', ['mount', '${item}'], {each})], name =>
    name.startsWith('mount[1]#1') ? failedWith(3) : done,
  );
  expect(run.engine.prompts()).toMatchObject([{step: 'mount[1]', kind: 'held'}]);
  run.say({intent: 'retry', step: 'mount[1]'});
  await run.settled();
  expect(commands(run.facts())).toEqual([
    'mount[0]: mount eu',
    'mount[1]: mount us',
    'mount[1]: mount us',
    'mount[2]: mount ap',
  ]);
  expect(run.state.outcome).toBe('recovered');
});

test('a step with each is confirmed once, and what its author wants of a failure it does as a whole', async () => {
  const each = {in: "['eu', 'us', 'ap']", atOnce: 1, onItemFailure: 'hold'} as const;
  const run = await opened(
    [
      commandStep('wipe', ['wipe', '${item}'], {
        each,
        confirm: {type: 'tickets'},
        onFailure: {do: 'goto', step: 'look'},
      }),
      commandStep('celebrate', ['celebrate']),
      commandStep('look', ['look']),
    ],
    name => (name.startsWith('wipe[1]') ? failedWith(3) : done),
  );
  expect(run.engine.prompts()).toMatchObject([{step: 'wipe', kind: 'confirmation'}]);
  expect(run.state.steps.get('wipe')?.items).toEqual(['eu', 'us', 'ap']);
  run.say({intent: 'confirm', step: 'wipe', value: 'tickets'});
  await run.settled();
  expect(commands(run.facts())).toEqual(['wipe[0]: wipe eu', 'wipe[1]: wipe us', 'look: look']);
  expect(run.state.steps.get('wipe')).toMatchObject({status: 'failed', reason: '1 of 3 failed'});
});

test('a step with each that is held as a whole says that to try again is to do all of them again', async () => {
  const each = {in: "['eu', 'us', 'ap']", atOnce: 1, onItemFailure: 'continue'} as const;
  const onFailure = {do: 'undo_to', step: 'stop'} as const;
  const run = await opened(
    [commandStep('stop', ['stop']), commandStep('mount', ['mount', '${item}'], {each, onFailure})],
    name => (name.startsWith('mount[1]') ? failedWith(3) : done),
  );
  expect(run.state.steps.get('mount')).toMatchObject({
    status: 'held',
    reason: '1 of 3 failed; to try again is to do all 3 again',
  });
});

test('all branches of a parallel go on at once, and it is over with the last of them', async () => {
  const run = await opened(
    [
      parallelStep('both', [branch('disk', [commandStep('a')]), branch('network', [commandStep('b')])]),
      commandStep('after', ['after']),
    ],
    () => 'hold',
  );
  expect(run.runners.onHold()).toEqual(['both:disk/a#1', 'both:network/b#1']);
  run.runners.settle('both:network/b#1', done);
  await run.settled();
  expect(run.state.steps.get('after')?.status).toBe('pending');
  run.runners.settle('both:disk/a#1', done);
  await run.settled();
  expect(run.runners.onHold()).toEqual(['after#1']);
});

test('a decision stands inside an item, and each item chooses for itself', async () => {
  const run = await opened([
    foreachStep('site', [
      decisionStep('way', [
        branch('fast', [commandStep('a', ['fast', '${item}'])]),
        branch('slow', [commandStep('b', ['slow', '${item}'])]),
      ]),
    ]),
  ]);
  for (const value of ['fast', 'slow', 'fast']) {
    run.say({intent: 'choose', value});
    await run.settled();
  }
  expect(commands(run.facts())).toEqual([
    'site[0]/way:fast/a: fast eu',
    'site[1]/way:slow/b: slow us',
    'site[2]/way:fast/a: fast ap',
  ]);
});

test('a repeat goes on until its condition holds in a round, and holds after the last one that is allowed', async () => {
  const steps = (name: string) => [
    repeatStep('poll', [commandStep('ask', ['ask'], {outputs: {lag: {value: 'stdout', secret: false}}})], {
      until: "steps.ask.outputs.lag == 'none'",
    }),
    commandStep('after', [name]),
  ];
  const good = await opened(steps('go'), name => printed(name.startsWith('poll[1]') ? 'none' : 'some'));
  expect(good.state.steps.get('poll')).toMatchObject({status: 'succeeded', width: 2});
  const never = await opened(steps('go'), () => printed('some'));
  expect(never.state.steps.get('poll')).toMatchObject({
    status: 'held',
    reason: "After 3 rounds it was not true that steps.ask.outputs.lag == 'none'",
  });
});

test('in a group in any order a person picks, and what was picked goes on beside what is still to be picked', async () => {
  const run = await opened([groupStep('calls', [instructionStep('ada'), instructionStep('grace')], {order: 'any'})]);
  expect(run.engine.prompts()).toMatchObject([{kind: 'pick', options: [{name: 'ada'}, {name: 'grace'}]}]);
  expect(run.say({intent: 'pick', step: 'calls', value: 'linus'})).toMatchObject({accepted: false});
  run.say({intent: 'pick', step: 'calls', value: 'grace'});
  await run.settled();
  expect(run.engine.prompts().map(({step, kind}) => `${kind} ${step}`)).toEqual([
    'instruction calls/grace',
    'pick calls',
  ]);
  expect(run.say({intent: 'pick', step: 'calls', value: 'grace'})).toMatchObject({accepted: false});
  run.say({intent: 'pick', step: 'calls', value: 'ada'});
  await run.settled();
  run.say({intent: 'done', step: 'calls/ada'});
  run.say({intent: 'done', step: 'calls/grace'});
  await run.settled();
  expect(run.state.outcome).toBe('recovered');
});

test('named values are those of the place that reads them, and what does not hold is held', async () => {
  const run = await opened([
    letStep('names', {site: "'eu'", hosts: "['a', 'b']"}),
    foreachStep(
      'host',
      [letStep('here', {full: "values.site + '-' + item"}), commandStep('ping', ['ping', '${values.full}'])],
      {
        in: 'values.hosts',
      },
    ),
    assertStep('sure', "values.site == 'us'"),
  ]);
  expect(commands(run.facts())).toEqual(['host[0]/ping: ping eu-a', 'host[1]/ping: ping eu-b']);
  expect(run.engine.prompts()).toMatchObject([{step: 'sure', kind: 'held'}]);
  expect(run.state.steps.get('sure')?.reason).toBe("It is not true that values.site == 'us'");
});

test('a value that a person gives is read as typed inputs are, and a secret one is never recorded', async () => {
  const run = await opened([
    inputStep('count', 'integer'),
    inputStep('token', 'secret'),
    commandStep('use', ['use', '${steps.count.outputs.value}']),
  ]);
  expect(run.say({intent: 'answer', step: 'count', value: 'many'})).toMatchObject({accepted: false});
  run.say({intent: 'answer', step: 'count', value: '42'});
  await run.settled();
  run.say({intent: 'answer', step: 'token', value: 'hunter-2-hunter'});
  await run.settled();
  expect(commands(run.facts())).toEqual(['use: use 42']);
  expect(run.journal.text()).not.toContain('hunter-2-hunter');
});

test('a wait ends at the instant that was recorded, also when the program was away meanwhile', async () => {
  const run = await opened([waitStep('cool_down', {for: 90_000})]);
  run.clock.pass(60_000);
  await run.settled();
  expect(run.state.status).toBe('running');
  const again = run.crash().resume();
  await again.settled();
  expect(again.state.steps.get('cool_down')?.status).toBe('running');
  again.clock.pass(30_000);
  await again.settled();
  expect(again.state.outcome).toBe('recovered');
});
