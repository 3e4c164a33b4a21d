/** Whole incidents from a seed, with a clock that the test moves: whatever comes at whatever moment, every run keeps the rules. */
import fc from 'fast-check';
import {expect, test} from 'vitest';
import type {Performed} from '../../src/engine/actions/runner.ts';
import {scan} from '../../src/journal/chain.ts';
import type {Fact} from '../../src/run/event.ts';
import {allMoves, type Intent, isMove, type Move} from '../../src/run/intent.ts';
import type {Runbook} from '../../src/runbook/runbook.ts';
import {arbitraryIncident} from '../support/arbitrary-incident.ts';
import {casesOf} from '../support/case-count.ts';
import {type Dice, diceOf} from '../support/dice.ts';
import {done, failedWith, lost} from '../support/fake-runners.ts';
import {unlicensed} from '../support/licence.ts';
import {type OpenEngine, openEngine} from '../support/open-engine.ts';
import {answerTo, worldOf} from '../support/operator.ts';
import {type Witness, witnessOf} from '../support/rules.ts';

const runs = casesOf({sample: 60, full: 1_000});
const sessionsMax = 8;
const movesMax = 600;

const moves: readonly Move[] = allMoves.filter(isMove);
const people: readonly string[] = ['sam', 'Ada Lovelace', 'Dana Fox', 'nobody', ''];
const ends: readonly Performed[] = [done, done, done, failedWith(3), lost()];
const hoursMs = [0, 1_000, 60_000, 1_200_000, 7_200_000] as const;

/** Anything that somebody may send at any moment, sensible or not. */
const anyIntent = (run: OpenEngine, dice: Dice): Intent => {
  const intent = moves[dice.roll(moves.length)] ?? 'note';
  const prompts = run.engine.prompts();
  const paths = [...run.state.steps.keys()];
  const step =
    dice.roll(2) === 0 ? prompts[dice.roll(Math.max(1, prompts.length))]?.step : paths[dice.roll(paths.length)];
  const values = [
    'done',
    'again',
    'failed',
    'tickets',
    'approver',
    'executor',
    'regulator',
    0,
    1,
    'deep',
    paths[dice.roll(paths.length)],
  ];
  const value = values[dice.roll(values.length)];
  return {
    // An abort ends it all: seldom enough that most incidents come further.
    intent: intent === 'abort' && dice.roll(8) > 0 ? 'note' : intent,
    ...(step !== undefined && dice.roll(4) > 0 && {step}),
    ...(dice.roll(5) === 4 && {attempt: dice.roll(4)}),
    ...(value !== undefined && {value}),
    ...(dice.roll(4) > 0 && {reason: 'it was on fire'}),
    ...(dice.roll(2) === 0 && {actor: people[dice.roll(people.length)] ?? ''}),
  };
};

/** What is refused changes nothing, in the journal or in the state. */
const intrude = (run: OpenEngine, dice: Dice): void => {
  const before = {text: run.journal.text(), state: structuredClone(run.state)};
  const intent = anyIntent(run, dice);
  const answer = run.say(intent);
  if (!answer.accepted && !run.isDead()) {
    expect(answer.why).not.toBe('');
    expect({intent, text: run.journal.text(), state: run.state}).toEqual({intent, ...before});
  }
};

/** Lets some things happen: something ends, time passes, somebody interferes, the operator goes on. */
const goOn = async (run: OpenEngine, dice: Dice): Promise<void> => {
  await run.settled();
  for (const name of run.runners.onHold().filter(() => dice.roll(3) < 2)) {
    run.runners.settle(name, ends[dice.roll(ends.length)] ?? done);
    await run.settled();
  }
  run.clock.pass(60_000 + (hoursMs[dice.roll(hoursMs.length)] ?? 0));
  await run.settled();
  if (!run.isDead() && dice.roll(3) === 1) {
    intrude(run, dice);
    await run.settled();
  }
  if (!run.isDead() && run.state.paused && dice.roll(3) === 0) {
    run.say({intent: 'continue'});
  }
  const [prompt] = run.engine.prompts();
  // Now and then nobody looks at it for a while.
  if (prompt && !run.isDead() && dice.roll(4) < 3) {
    const answer = run.say(answerTo(run, prompt, dice));
    expect(answer.accepted || run.isDead() ? '' : `${JSON.stringify(prompt)}: ${JSON.stringify(answer)}`).toBe('');
  }
  await run.settled();
};

const killOf = (dice: Dice) =>
  dice.isOver() ? undefined : ({flush: 1 + dice.roll(30), when: dice.roll(2) === 0 ? 'before' : 'after'} as const);

/** The program that goes on asks what anybody would ask who reads its journal. */
const agree = (run: OpenEngine, witness: Witness): void => {
  if (!run.isDead()) {
    expect(run.engine.prompts()).toEqual(witness.prompts());
  }
};

type Lived = {readonly run: OpenEngine; readonly broken: readonly string[]};

/** Runs to the end through crashes, watched by somebody who sees the facts alone. */
const live = async (runbook: Runbook, dice: Dice): Promise<Lived> => {
  const witness: Witness = witnessOf(runbook);
  const broken: string[] = [];
  const onDurable = (facts: readonly Fact[]): void => void broken.push(...witness.take(facts));
  const begin = {runners: worldOf(dice), inputs: {deep: dice.roll(2) === 0}, onDurable};
  let run = openEngine(runbook, {...begin, killAt: killOf(dice)});
  let sessions = 1;
  for (let moved = 0; moved < movesMax && (run.isDead() || run.state.status !== 'ended'); moved += 1) {
    if (run.isDead() || (sessions < sessionsMax && dice.roll(12) === 4)) {
      const {text, resume} = run.crash();
      sessions += 1;
      run =
        text === '' ? openEngine(runbook, begin) : resume({killAt: sessions < sessionsMax ? killOf(dice) : undefined});
    }
    await goOn(run, dice);
    agree(run, witness);
  }
  return {run, broken};
};

test('whatever comes at whatever moment, every run keeps the rules and ends', async () => {
  await fc.assert(
    fc.asyncProperty(
      arbitraryIncident,
      fc.array(fc.nat({max: 10_000}), {minLength: 1, maxLength: 400, size: 'max'}),
      async (runbook, numbers) => {
        const {run, broken} = await live(runbook, diceOf(numbers));
        const {facts, end} = scan(Buffer.from(run.journal.text()));

        expect(broken).toEqual([]);
        expect(end).toEqual({kind: 'whole'});
        expect(run.state.status).toBe('ended');
        expect(unlicensed(runbook, facts)).toEqual([]);
        const actions = run.runners.log.filter(name => !name.includes('?'));
        expect(actions.filter((name, index) => actions.indexOf(name) !== index)).toEqual([]);
      },
    ),
    {numRuns: runs, endOnFailure: true},
  );
});
