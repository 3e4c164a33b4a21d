/** Whatever is done to the wall clock during a run, between two facts or between two sessions: no duration takes notice. */
import fc from 'fast-check';
import {expect, test} from 'vitest';
import {scan} from '../../src/journal/chain.ts';
import type {Fact} from '../../src/run/event.ts';
import {runTimesOf} from '../../src/run/run-time.ts';
import {timing} from '../../src/run/timing.ts';
import type {Runbook} from '../../src/runbook/runbook.ts';
import {arbitraryRunbook} from '../support/arbitrary.ts';
import {casesOf} from '../support/case-count.ts';
import {diceOf} from '../support/dice.ts';
import {type FakeClock, fakeClock} from '../support/fake-clock.ts';
import {done} from '../support/fake-runners.ts';
import {type OpenEngine, openEngine} from '../support/open-engine.ts';
import {answerTo, worldOf} from '../support/operator.ts';

const runs = casesOf({sample: 10, full: 600});
const movesMax = 60;

/** What is done to the wall clock; less than this is no more than keeping it right, and not told from that. */
const settings = fc.oneof(
  fc.constantFrom(-7_200_000, 7_200_000, 10 * 31_557_600_000, -2_001, 2_001),
  fc.integer({min: 2_001, max: 100_000_000}),
  fc.integer({min: -100_000_000, max: -2_001}),
);

const disturbance = fc.record({
  kind: fc.constantFrom('none', 'none', 'set', 'sleep', 'kill'),
  byMs: settings,
  sleptMs: fc.nat({max: 30_000_000}),
});

type Disturbance = {readonly kind: string; readonly byMs: number; readonly sleptMs: number};

type Life = {readonly runbook: Runbook; readonly numbers: readonly number[]; readonly what: readonly Disturbance[]};

/** How the host is: whether anybody sets its wall clock, and how long it has been up, where it tells. */
type Host = {readonly isSet: boolean; readonly bootMs: number | null};

/** Where boot time is not told nothing can be known of sleep and of the time between sessions, so neither happens. */
const disturb = (run: OpenEngine, {kind, byMs, sleptMs}: Disturbance, {isSet, bootMs}: Host): OpenEngine => {
  const set = (clock: FakeClock): void => (isSet ? clock.set(byMs) : undefined);
  if (kind === 'set') {
    set(run.clock);
  } else if (kind === 'sleep' && bootMs !== null) {
    run.clock.sleep(sleptMs);
  } else if (kind === 'kill' && bootMs !== null) {
    const {resume} = run.crash();
    set(run.clock);
    return resume();
  }
  return run;
};

/** Lives a run for a while. What happens in it is the same on every host. */
const live = async ({runbook, numbers, what}: Life, host: Host): Promise<OpenEngine> => {
  const dice = diceOf(numbers);
  let run = openEngine(runbook, {
    runners: worldOf(dice),
    inputs: {deep: true},
    clock: fakeClock(undefined, {bootMs: host.bootMs}),
  });
  await run.settled();
  for (let move = 0; move < movesMax && run.state.status !== 'ended'; move += 1) {
    run = disturb(run, what[move % what.length] ?? {kind: 'none', byMs: 0, sleptMs: 0}, host);
    await run.settled();
    for (const name of run.runners.onHold()) {
      run.runners.settle(name, done);
    }
    await run.settled();
    run.clock.pass(60_000);
    await run.settled();
    const [prompt] = run.engine.prompts();
    if (prompt) {
      run.say(answerTo(run, prompt, dice));
    }
    await run.settled();
  }
  return run;
};

/** What happened and when, in the time of the run; that clocks were set is told by nothing else. */
const happened = (facts: readonly Fact[]): readonly string[] => {
  const timesMs = runTimesOf(facts);
  return facts.flatMap((fact, index) => {
    const about = 'step' in fact ? ` ${fact.step}` : '';
    // The jump between two sessions is known once the second is open: only then can its own time be put right.
    const isOpening = fact.type === 'session-opened' || fact.type === 'clock-jumped';
    return isOpening ? [] : [`${timesMs[index]} ${fact.type}${about}`];
  });
};

const factsOf = (run: OpenEngine): readonly Fact[] => scan(Buffer.from(run.journal.text())).facts;

test.each([
  ['known', 3_600_000],
  ['not known', null],
])('where boot time is %s', async (_how, bootMs) => {
  let jumps = 0;
  await fc.assert(
    fc.asyncProperty(
      arbitraryRunbook,
      fc.array(fc.nat({max: 10_000}), {minLength: 1, maxLength: 100}),
      fc.array(disturbance, {minLength: 1, maxLength: 20}),
      async (runbook, numbers, what) => {
        const set = await live({runbook, numbers, what}, {isSet: true, bootMs});
        const plain = await live({runbook, numbers, what}, {isSet: false, bootMs});

        expect(happened(factsOf(set))).toEqual(happened(factsOf(plain)));
        expect(timing(set.state, set.nowMs())).toEqual(timing(plain.state, plain.nowMs()));
        expect(factsOf(plain).filter(({type}) => type === 'clock-jumped')).toEqual([]);
        expect(set.state.isTimeUncertain).toBe(false);
        jumps += set.state.clockJumps.length;
      },
    ),
    {numRuns: runs},
  );
  expect(jumps).toBeGreaterThan(runs);
});
