/** Killed at any moment and resumed, as often as it may be: the run goes on from its journal, and nothing is done twice by itself. */

import fc from 'fast-check';
import {expect, test} from 'vitest';
import type {Performed} from '../../src/engine/actions/runner.ts';
import {scan} from '../../src/journal/chain.ts';
import type {Runbook} from '../../src/runbook/runbook.ts';
import {arbitraryRunbook} from '../support/arbitrary.ts';
import {casesOf} from '../support/case-count.ts';
import {type Dice, diceOf} from '../support/dice.ts';
import {done, failedWith, lost} from '../support/fake-runners.ts';
import {unlicensed} from '../support/licence.ts';
import {type OpenEngine, openEngine} from '../support/open-engine.ts';
import {answerTo, worldOf} from '../support/operator.ts';

const runs = casesOf({sample: 60, full: 1_000});
const sessionsMax = 12;
const movesMax = 400;

const ended: readonly Performed[] = [done, done, done, failedWith(3), lost()];

/** Lets one thing happen: something ends, time passes, or the operator says something. */
const goOn = async (run: OpenEngine, dice: Dice): Promise<void> => {
  await run.settled();
  for (const name of run.runners.onHold()) {
    run.runners.settle(name, ended[dice.roll(ended.length)] ?? done);
  }
  await run.settled();
  run.clock.pass(60_000);
  await run.settled();
  const [prompt] = run.engine.prompts();
  if (prompt && !run.isDead()) {
    const answer = run.say(answerTo(run, prompt, dice));
    expect(answer.accepted || run.isDead() ? '' : `${JSON.stringify(prompt)}: ${JSON.stringify(answer)}`).toBe('');
  }
  await run.settled();
};

const killOf = (dice: Dice) =>
  dice.isOver() ? undefined : ({flush: 1 + dice.roll(6), when: dice.roll(2) === 0 ? 'before' : 'after'} as const);

/** Runs to the end through crashes; gives the last session. */
const live = async (runbook: Runbook, dice: Dice): Promise<OpenEngine> => {
  const runners = worldOf(dice);
  const inputs = {deep: dice.roll(2) === 0};
  let run = openEngine(runbook, {runners, inputs, killAt: killOf(dice)});
  let sessions = 1;
  for (let moves = 0; moves < movesMax && (run.isDead() || run.state.status !== 'ended'); moves += 1) {
    if (run.isDead() || (sessions < sessionsMax && dice.roll(5) === 4)) {
      const {text, resume} = run.crash();
      // What never got its first fact onto the disk is no run yet.
      run =
        text === ''
          ? openEngine(runbook, {runners, inputs})
          : resume({killAt: sessions < sessionsMax ? killOf(dice) : undefined});
      sessions += 1;
    }
    await goOn(run, dice);
  }
  return run;
};

test('whenever the program is killed, the run goes on from its journal, does nothing twice by itself, and ends', async () => {
  await fc.assert(
    fc.asyncProperty(
      arbitraryRunbook,
      fc.array(fc.nat({max: 10_000}), {minLength: 1, maxLength: 200, size: 'max'}),
      async (runbook, numbers) => {
        const run = await live(runbook, diceOf(numbers));
        const {facts, end} = scan(Buffer.from(run.journal.text()));

        expect(end).toEqual({kind: 'whole'});
        expect(run.state.status).toBe('ended');
        const actions = run.runners.log.filter(name => !name.includes('?'));
        expect(actions.filter((name, index) => actions.indexOf(name) !== index)).toEqual([]);
        expect(unlicensed(runbook, facts)).toEqual([]);
      },
    ),
    {numRuns: runs},
  );
});
