/** What a run adds up to over items and branches: how far back the data goes, what is left behind, when it may end. */
import {expect, test} from 'vitest';
import type {Performed} from '../../../src/engine/actions/runner.ts';
import {done, failedWith, fakeRunners, lost} from '../../support/fake-runners.ts';
import {
  branch,
  commandStep,
  endStep,
  foreachStep,
  inputStep,
  instructionStep,
  parallelStep,
  runbookOf,
} from '../../support/model.ts';
import {openEngine} from '../../support/open-engine.ts';

const opened = async (
  steps: Parameters<typeof runbookOf>[0],
  verdict: (name: string) => Performed | 'hold' = () => done,
) => {
  const run = openEngine(runbookOf([...steps, endStep('finish')]), {runners: fakeRunners({verdict}), inputs: {}});
  await run.settled();
  return run;
};

test('of the items of a loop the one that lost most says how far back the data goes', async () => {
  const points = ['2026-11-01T02:00:00Z', '2026-11-01T00:30:00Z', '2026-11-01T01:00:00Z'];
  const run = await opened([
    foreachStep('site', [commandStep('restore', ['restore'], {recoveryPoint: 'item'})], {in: JSON.stringify(points)}),
  ]);
  expect(run.state.recoveryPointMs).toBe(Date.parse('2026-11-01T00:30:00Z'));
});

test('what one item leaves behind is lifted by its own item', async () => {
  const temporary = {liftedBy: 'close', withinMs: 60_000};
  const run = await opened(
    [
      foreachStep(
        'port',
        [
          commandStep('open', ['open', '${item}'], {temporary}),
          commandStep('close', ['close', '${item}'], {onFailure: {do: 'continue'}}),
        ],
        {},
      ),
    ],
    name => (name.startsWith('port[0]/close') ? failedWith(3) : done),
  );
  expect(run.state.outcome).toBe('recovered-with-exceptions');
});

test('a run does not end over a step whose outcome nobody knows', async () => {
  const run = await opened(
    [
      parallelStep('both', [
        branch('disk', [commandStep('wipe', ['wipe'])]),
        branch('quick', [instructionStep('look'), endStep('enough')]),
      ]),
    ],
    () => lost(),
  );
  run.say({intent: 'done', step: 'both:quick/look'});
  await run.settled();
  expect(run.state.status).toBe('running');
  expect(run.engine.prompts()).toMatchObject([{step: 'both:disk/wipe', kind: 'unknown'}]);
  run.say({intent: 'resolve', step: 'both:disk/wipe', value: 'failed', reason: 'looked'});
  await run.settled();
  expect(run.state.outcome).toBe('recovered-with-exceptions');
});

test('a list with nothing in it is over at once, also the second time', async () => {
  let items = '1';
  const run = await opened(
    [
      commandStep('list', ['list'], {outputs: {found: {value: 'json', secret: false}}}),
      foreachStep('each_one', [commandStep('use', ['use'])], {in: 'steps.list.outputs.found'}),
    ],
    name => {
      if (name.startsWith('list')) {
        return {...done, scope: {exit: 0, stdout: '', stderr: '', json: items === '1' ? ['a'] : []}};
      }
      return failedWith(3);
    },
  );
  expect(run.engine.prompts()).toMatchObject([{step: 'each_one[0]/use', kind: 'held'}]);
  items = '0';
  run.say({intent: 'jump', step: 'each_one[0]/use', value: 'list', reason: 'the list was wrong'});
  await run.settled();
  expect(run.state.steps.get('each_one')?.status).toBe('succeeded');
  expect(run.state.outcome).toBe('recovered-with-exceptions');
});

test('a connection that is typed in the middle of a run is a secret as a whole', async () => {
  const run = await opened([inputStep('where', 'connection'), instructionStep('look')]);
  run.say({intent: 'answer', step: 'where', value: 'postgresql://app:sesame-7@db-9/tickets'});
  await run.settled();
  expect(run.journal.text()).not.toContain('sesame-7');
});
