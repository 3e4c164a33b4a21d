/** A runbook within a runbook: what it sees, what it gives, and what its end means for the one around it. */
import {expect, test} from 'vitest';
import type {Performed} from '../../../../src/engine/actions/runner.ts';
import type {Step} from '../../../../src/runbook/runbook.ts';
import {done, failedWith, fakeRunners, printed} from '../../../support/fake-runners.ts';
import {
  branch,
  commandStep,
  decisionStep,
  endStep,
  foreachStep,
  includeStep,
  input,
  instructionStep,
  milestoneStep,
  parallelStep,
  runbookOf,
} from '../../../support/model.ts';
import {openEngine} from '../../../support/open-engine.ts';

const review = runbookOf(
  [
    commandStep('list', ['list', '${inputs.system}'], {outputs: {found: {value: 'stdout', secret: false}}}),
    endStep('finish', 'no-action'),
  ],
  {id: 'access-review', inputs: input('system', 'string'), outputs: {found: 'steps.list.outputs.found'}},
);

const opened = async (steps: readonly Step[], verdict: (name: string) => Performed | 'hold' = () => done) => {
  const run = openEngine(runbookOf([...steps, endStep('finish')], {inputs: input('database', 'connection')}), {
    runners: fakeRunners({verdict}),
    inputs: {database: 'postgresql://app:sesame-1@db-1:5433/tickets'},
  });
  await run.settled();
  return run;
};

const began = (run: Awaited<ReturnType<typeof opened>>): readonly string[] =>
  run
    .facts()
    .flatMap(fact => (fact.type === 'began' && fact.shown ? [`${fact.step}: ${fact.shown.lines.join(' ')}`] : []));

test('what is included sees its own inputs and steps, and gives its outputs', async () => {
  const run = await opened(
    [
      commandStep('list', ['outer']),
      includeStep('review', review, {inputs: {system: 'on ${inputs.database.host}'}}),
      commandStep('report', ['report', '${steps.review.outputs.found}', '${steps.review.outcome}']),
    ],
    name => printed(name.startsWith('review/list') ? 'three accounts' : ''),
  );
  expect(began(run)).toEqual([
    'list: outer',
    "review/list: list 'on db-1'",
    "report: report 'three accounts' no-action",
  ]);
  expect(run.state.outcome).toBe('recovered');
});

test('each item includes it anew, told of that item', async () => {
  const run = await opened([foreachStep('system', [includeStep('review', review, {inputs: {system: '${item}'}})])]);
  expect(began(run)).toEqual([
    'system[0]/review/list: list eu',
    'system[1]/review/list: list us',
    'system[2]/review/list: list ap',
  ]);
});

test('an end within ends that file alone; an outcome that is a failure fails the step that includes it', async () => {
  const fragile = runbookOf([
    commandStep('try', ['try'], {onFailure: {do: 'goto', step: 'give_up'}}),
    endStep('good'),
    endStep('give_up', 'rolled-back'),
  ]);
  const run = await opened(
    [
      includeStep('inner', fragile, {onFailure: {do: 'goto', step: 'plan_b'}}),
      commandStep('plan_a', ['a']),
      commandStep('plan_b', ['b']),
    ],
    name => (name === 'inner/try#1' ? failedWith(3) : done),
  );
  expect(began(run)).toEqual(['inner/try: try', 'plan_b: b']);
  expect(run.state.steps.get('inner')).toMatchObject({
    status: 'failed',
    reason: 'the included runbook ended: rolled-back',
  });
});

test('an end within waits for what acts beside it in that file, and for nothing else', async () => {
  const wide = runbookOf([
    parallelStep('both', [
      branch('quick', [instructionStep('look'), endStep('enough', 'no-action')]),
      branch('slow', [commandStep('copy', ['copy']), commandStep('more', ['more'])]),
    ]),
    endStep('late'),
  ]);
  const run = await opened(
    [
      parallelStep('all', [
        branch('inner', [includeStep('wide', wide)]),
        branch('outer', [commandStep('watch', ['watch'])]),
      ]),
    ],
    () => 'hold',
  );
  run.say({intent: 'done', step: 'all:inner/wide/both:quick/look'});
  await run.settled();
  expect(run.runners.onHold()).toEqual(['all:inner/wide/both:slow/copy#1', 'all:outer/watch#1']);
  expect(run.state.steps.get('all:inner/wide')?.status).toBe('running');
  run.runners.settle('all:inner/wide/both:slow/copy#1', done);
  await run.settled();
  expect(run.state.steps.get('all:inner/wide')?.status).toBe('succeeded');
  expect(run.state.steps.get('all:inner/wide/both:slow/more')?.status).toBe('not-reached');
  expect(run.runners.onHold()).toEqual(['all:outer/watch#1']);
  run.runners.settle('all:outer/watch#1', done);
  await run.settled();
  expect(run.state.outcome).toBe('recovered');
});

test('a secret that it is told is recorded by name only, and made again after a crash', async () => {
  const told = runbookOf(
    [
      instructionStep('look'),
      commandStep('ask', ['ask'], {}),
      decisionStep('way', [
        branch('stop', [], {end: 'no-action'}),
        branch('on', [commandStep('use', ['use', '${inputs.target.host}'])]),
      ]),
      endStep('over'),
    ],
    {inputs: input('target', 'connection')},
  );
  const run = await opened([includeStep('inner', told, {inputs: {target: '${inputs.database}'}})]);
  expect(run.fact('opened', 'inner')).toMatchObject({inputs: {}, secrets: ['target']});
  expect(run.journal.text()).not.toContain('sesame-1');
  const again = run.crash().resume();
  await again.settled();
  again.say({intent: 'done', step: 'inner/look'});
  await again.settled();
  again.say({intent: 'choose', step: 'inner/way', value: 'on'});
  await again.settled();
  expect(again.fact('began', 'inner/way:on/use').shown?.lines).toEqual(['use db-1']);
  expect(again.state.outcome).toBe('recovered');
});

test('what an included runbook reaches stops no clock of the run around it', async () => {
  const repair = runbookOf([commandStep('fix'), milestoneStep('fixed'), endStep('over')], {id: 'repair'});
  const run = await opened([includeStep('inner', repair), instructionStep('open'), milestoneStep('restored')]);
  expect(run.state.steps.get('inner/fixed')?.status).toBe('succeeded');
  expect(run.state.events.has('service_restored')).toBe(false);
  run.clock.pass(60_000);
  run.say({intent: 'done', step: 'open'});
  await run.settled();
  expect(run.state.events.get('service_restored')?.atMs).toBe((run.state.startedAtMs ?? 0) + 60_000);
});
