/** A secret that is shown to whoever asks for it at the screen: recorded that it was, and kept nowhere. */
import {expect, test} from 'vitest';
import {endStep, input, instructionStep, runbookOf} from '../../../support/model.ts';
import {openEngine} from '../../../support/open-engine.ts';

const password = 'hunter2-hunter2';

const opened = async (reveal = '${inputs.password}') => {
  const step = instructionStep('open_console');
  const asks = step.kind === 'instruction' ? {...step, reveal} : step;
  const runbook = runbookOf([asks, endStep('finish')], {inputs: input('password', 'secret')});
  const run = openEngine(runbook, {inputs: {password}});
  await run.settled();
  return run;
};

test('the value is handed to who asked, and the record has its name', async () => {
  const run = await opened();
  expect(run.engine.prompts()[0]?.moves).toContain('reveal');
  expect(run.say({intent: 'reveal', step: 'open_console'})).toEqual({
    accepted: true,
    revealed: {text: password, untilMs: run.clock.nowMs() + 30_000},
  });
  expect(run.told()).toContain('revealed open_console#1');
  expect(run.fact('revealed').name).toBe('‹secret:password›');
  expect(run.fact('asked').prompt).toMatchObject({reveals: '‹secret:password›'});
  expect(run.journal.text()).not.toContain('hunter2');

  expect(run.say({intent: 'done'})).toEqual({accepted: true});
  await run.settled();
  expect(run.state.outcome).toBe('recovered');
});

test.each(['plain', 'json', 'answers'] as const)(
  'who asks by way of %s is refused, and nothing is recorded',
  async via => {
    const run = await opened();
    expect(run.say({intent: 'reveal', step: 'open_console'}, {via})).toEqual({
      accepted: false,
      why: 'A secret is shown on the screen only, which takes it away again; resume the run there to see it.',
    });
    expect(run.told()).toEqual(['asked open_console#1']);
  },
);

test('an instruction without one shows nothing', async () => {
  const run = openEngine(runbookOf([instructionStep('call'), endStep('finish')]));
  await run.settled();
  expect(run.say({intent: 'reveal', step: 'call'})).toMatchObject({accepted: false});
});
