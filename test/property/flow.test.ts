/** What the linter says of all ways against runs of the compiled machine: whatever happens, no run contradicts it. */
import fc from 'fast-check';
import {expect, test} from 'vitest';
import type {Fact} from '../../src/run/event.ts';
import type {Intent, OpenPrompt} from '../../src/run/intent.ts';
import {type Flow, flowOf} from '../../src/runbook/flow/flow.ts';
import {idsOf, valueId} from '../../src/runbook/flow/ran.ts';
import {waysThrough} from '../../src/runbook/flow/ways.ts';
import type {Runbook, Step} from '../../src/runbook/runbook.ts';
import {allSteps, innerBlocks} from '../../src/runbook/walk.ts';
import {arbitraryRunbook} from '../support/arbitrary.ts';
import {casesOf} from '../support/case-count.ts';
import {type Dice, diceOf} from '../support/dice.ts';
import {done, failedWith, fakeRunners} from '../support/fake-runners.ts';
import {type OpenEngine, openEngine} from '../support/open-engine.ts';
import {approve} from '../support/operator.ts';

const runs = casesOf({sample: 45, full: 1_000});
const movesMax = 400;

/** Nobody skips, overrides or jumps: those are no ways of the author's. What is held is tried until it is good. */
const answer = (run: OpenEngine, {step, attempt, kind, options = []}: OpenPrompt, dice: Dice): Intent => {
  const place = {step, attempt, reason: 'looked myself'};
  const state = run.state.steps.get(step);
  switch (kind) {
    case 'confirmation':
      return {...place, intent: 'confirm', value: state?.prompt?.expected ?? ''};
    case 'instruction': {
      const unticked = (state?.prompt?.checklist ?? []).findIndex((_point, index) => !state?.ticked.has(index));
      return unticked === -1
        ? {...place, intent: dice.roll(4) === 3 ? 'cannot' : 'done'}
        : {...place, intent: 'tick', value: unticked};
    }
    case 'approval': {
      const by = state?.approvals.length === 0 ? 'Dana Fox' : 'Ravi Rao';
      return dice.roll(6) === 5 ? {...place, intent: 'reject'} : approve(place, by);
    }
    case 'decision': {
      const ways = state?.prompt?.options ?? [];
      return {...place, intent: 'choose', value: ways[dice.roll(ways.length)]?.name ?? ''};
    }
    case 'input':
      return {...place, intent: 'answer', value: 7};
    case 'pick':
      return {...place, intent: 'pick', value: options[dice.roll(options.length)]?.name ?? ''};
    case 'held':
      return {...place, intent: 'retry'};
    case 'secret':
      return {...place, intent: 'cannot'};
    case 'unknown':
      return {...place, intent: 'resolve', value: 'done'};
  }
};

const live = async (runbook: Runbook, dice: Dice): Promise<OpenEngine> => {
  const verdict = () => (!dice.isOver() && dice.roll(3) === 2 ? failedWith(3) : done);
  const run = openEngine(runbook, {runners: fakeRunners({verdict}), inputs: {deep: dice.roll(2) === 0}});
  for (let moves = 0; moves < movesMax && run.state.status !== 'ended'; moves += 1) {
    await run.settled();
    run.clock.pass(60_000);
    await run.settled();
    const [prompt] = run.engine.prompts();
    if (prompt) {
      expect(run.say(answer(run, prompt, dice))).toMatchObject({accepted: true});
    }
  }
  return run;
};

/** The last id of a path; in a loop there would be several of each. */
const idOf = (path: string): string | undefined => (/[[\]]/.test(path) ? undefined : path.replace(/^.*[/]/, ''));

const stepFacts: readonly Fact['type'][] = [
  'asked',
  'began',
  'opened',
  'chosen',
  'succeeded',
  'not-applicable',
  'failed',
];

/** Facts about steps with their ids, in order; what stands in a loop is left out. */
const told = (facts: readonly Fact[]): readonly {readonly id: string; readonly type: Fact['type']}[] =>
  facts.flatMap(fact => {
    const id = 'step' in fact && fact.step !== undefined ? idOf(fact.step) : undefined;
    return id !== undefined && stepFacts.includes(fact.type) ? [{id, type: fact.type}] : [];
  });

/** What the steps of a document name, by their ids. */
const valuesNamed = ({steps}: Runbook): ReadonlyMap<string, readonly string[]> =>
  new Map([...allSteps(steps)].map(step => [step.id, step.kind === 'let' ? Object.keys(step.values) : []] as const));

type Known = {
  readonly flow: Flow;
  readonly ids: ReadonlySet<string>;
  readonly named: ReadonlyMap<string, readonly string[]>;
};

/** Where a step was come to without what must have run or been named before, or without any way to it. */
const contradictions = (facts: readonly Fact[], {flow, ids, named}: Known): readonly string[] => {
  const ran = new Set<string>();
  return told(facts).flatMap(({id, type}) => {
    const before = flow.before.get(id);
    const missing = idsOf(before?.ran)
      .filter(earlier => !ran.has(earlier))
      .map(earlier => `${id} was come to before ${earlier} had run`);
    if (type === 'succeeded' || type === 'chosen' || type === 'opened') {
      ran.add(id);
    }
    if (type === 'succeeded') {
      named.get(id)?.forEach(name => void ran.add(valueId(name)));
    }
    const unknown = before === undefined ? [`${id} was come to, and no way leads there`] : [];
    return ids.has(id) ? [...unknown, ...missing] : [];
  });
};

/** Steps that are come to once at a time: in no loop, and of no other document. */
const plainSteps = (steps: readonly Step[]): readonly string[] =>
  steps.flatMap(step => {
    const isLoop = step.kind === 'foreach' || step.kind === 'repeat' || step.each !== undefined;
    return isLoop ? [step.id] : [step.id, ...innerBlocks(step).flatMap(block => plainSteps(block.steps))];
  });

test('no run comes to a step without what is said to have run on every way, nor to an end that is not among them', async () => {
  await fc.assert(
    fc.asyncProperty(
      arbitraryRunbook,
      fc.array(fc.nat({max: 10_000}), {maxLength: 300, size: 'max'}),
      async (runbook, numbers) => {
        const flow = flowOf(runbook);
        const run = await live(runbook, diceOf(numbers));
        const facts = run.facts();

        expect(
          contradictions(facts, {flow, ids: new Set(plainSteps(runbook.steps)), named: valuesNamed(runbook)}),
        ).toEqual([]);
        const ended = facts.find(fact => fact.type === 'run-ended');
        const ends = new Set(flow.ends.map(({step}) => step));
        const isInside = /[[\]/]/.test(ended?.step ?? '');
        // What fails for ever, such as an included runbook that rolls back, is tried for ever.
        const isKnown = ended === undefined || isInside || ends.has(ended?.step ?? '') || ended?.outcome === 'aborted';
        expect({ended, ends, isKnown}).toMatchObject({isKnown: true});
        const counted = [...waysThrough(runbook).ends.keys()].map(end => end.split(':')[0]);
        expect(
          ended === undefined || isInside || counted.includes(ended.outcome === 'aborted' ? 'aborted' : ended.step),
        ).toBe(true);
      },
    ),
    {numRuns: runs, endOnFailure: true},
  );
});
