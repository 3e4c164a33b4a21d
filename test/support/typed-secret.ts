/** A run in which somebody typed a secret that nobody knows any more: it was killed, and goes on. */
import type {Step} from '../../src/runbook/runbook.ts';
import {fakeRunners, printed, type Verdict} from './fake-runners.ts';
import {endStep, inputStep, instructionStep, runbookOf} from './model.ts';
import {type OpenEngine, openEngine} from './open-engine.ts';

export const pin = 'sesame77-4242-open42';
export const typedPin = 'steps.pin.outputs.value';

/** A run in which somebody types a secret, that is killed while something else is done by hand, and goes on. */
export const resumedAt = async (steps: readonly Step[], verdict: (name: string) => Verdict = () => printed('')) => {
  const first = openEngine(
    runbookOf([inputStep('pin', 'secret'), instructionStep('look'), ...steps, endStep('finish')]),
    {
      runners: fakeRunners({verdict}),
    },
  );
  first.say({intent: 'answer', step: 'pin', value: pin});
  const run = first.crash().resume({runners: fakeRunners({verdict})});
  await run.settled();
  run.say({intent: 'done', step: 'look'});
  await run.settled();
  return run;
};

/** Gives it to the first that waits for it. */
export const give = async (run: OpenEngine, value = pin) => {
  const [held] = run.engine.prompts();
  const answer = run.say({intent: 'give', step: held?.step ?? '', value});
  await run.settled();
  return answer;
};
