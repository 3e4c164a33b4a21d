/** What is said of a step while the run goes back over it, and afterwards. */
import {expect, test} from 'vitest';
import {aftermath} from '../../../src/report/aftermath.ts';
import {done, failedWith} from '../../support/fake-runners.ts';
import {opened, threeSteps, undo} from '../../support/going-back.ts';
import {commandStep, instructionStep, probe} from '../../support/model.ts';

test('a held undo is said to be one, what was overridden is a deviation, and what stays is not said to be undone', async () => {
  const run = await opened(threeSteps, name => (['open#1', 'open#2', 'move#2'].includes(name) ? failedWith(3) : done));
  run.say({intent: 'undo_to', step: 'open', value: 'move'});
  await run.settled();
  expect(run.engine.prompts()[0]?.ask).toMatch(/^The undo of attempt 1 of "Do open" is held: /);
  expect(aftermath(stateOf(run, 'open'))).toBe('what that attempt did may still be in place, or be taken back in part');
  run.say({intent: 'override', step: 'open', reason: 'closed by hand'});
  await run.settled();
  run.say({intent: 'skip', step: 'move', reason: 'the new place is good'});
  await run.settled();

  expect(run.state.deviations.map(({kind, step}) => `${kind} ${step}`)).toEqual([
    'undo-overridden open',
    'undo-skipped move',
  ]);
  expect(stateOf(run, 'move').reason).toBe(
    'the run went back to before this step: 1 attempt is undone, 1 stays in place, as somebody said',
  );
  expect(aftermath(stateOf(run, 'move'))).toBe('what this step had done stays in place, as somebody said');
});

test('what was done again after an undo is not said to be undone', async () => {
  const verify = [probe('stopped')];
  const run = await opened(
    [instructionStep('stop', [], {verify, ...undo('start')}), commandStep('check', ['check'], {effects: 'read'})],
    name => (name.startsWith('check') || name.startsWith('stop#3') ? failedWith(3) : done),
  );
  run.say({intent: 'done', step: 'stop'});
  await run.settled();
  run.say({intent: 'undo_to', step: 'check', value: 'stop'});
  await run.settled();
  expect(aftermath(stateOf(run, 'stop'))).toBe('what this step had done is undone');
  run.say({intent: 'retry', step: 'stop'});
  await run.settled();
  run.say({intent: 'done', step: 'stop'});
  await run.settled();
  expect(stateOf(run, 'stop').status).toBe('held');
  expect(aftermath(stateOf(run, 'stop'))).toBe(
    'what was done by hand until then is as it was left; nothing was rolled back',
  );
});

test('a step that the run went back to does not claim that nothing was undone, and says why it stood there only while it does', async () => {
  const run = await opened(
    [
      commandStep('look', ['look'], {effects: 'read'}),
      commandStep('stop', ['stop'], undo('start')),
      commandStep('check', ['check'], {effects: 'read'}),
    ],
    name => (name === 'check#1' ? failedWith(3) : done),
  );
  await run.settled();
  run.say({intent: 'undo_to', step: 'check', value: 'look'});
  await run.settled();
  expect(stateOf(run, 'look').reason).toBe('the run went back to before this step: 1 attempt is undone');
  expect(aftermath(stateOf(run, 'look'))).toBe('what was undone stays undone, and this step has not begun again');
  run.say({intent: 'retry', step: 'look'});
  await run.settled();
  for (const path of ['look', 'check']) {
    expect(stateOf(run, path).status).toBe('succeeded');
    expect(stateOf(run, path).reason).toBeUndefined();
  }
});

const stateOf = (run: Awaited<ReturnType<typeof opened>>, path: string) => {
  const step = run.state.steps.get(path);
  if (!step) {
    throw new Error(`there is no step ${path}`);
  }
  return step;
};
