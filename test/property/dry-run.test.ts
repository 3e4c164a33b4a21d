/** A dry run of any runbook tells every step once for each of its places, and what it tells is what a run then records. */
import fc from 'fast-check';
import {expect, test} from 'vitest';
import {outlineOf} from '../../src/machine/outline.ts';
import type {ForetoldAction, ForetoldStep} from '../../src/run/dry-run.ts';
import type {Fact} from '../../src/run/event.ts';
import {outlinePaths} from '../../src/run/outline.ts';
import {withoutItems} from '../../src/run/path.ts';
import type {ShownAction} from '../../src/run/shown.ts';
import {flowOf} from '../../src/runbook/flow/flow.ts';
import type {Runbook, Step} from '../../src/runbook/runbook.ts';
import {allSteps} from '../../src/runbook/walk.ts';
import {arbitraryRunbook} from '../support/arbitrary.ts';
import {arbitraryValues, givenValues} from '../support/arbitrary-filled.ts';
import {casesOf} from '../support/case-count.ts';
import {diceOf} from '../support/dice.ts';
import {everyStep, foretell} from '../support/foretold.ts';
import {openEngine} from '../support/open-engine.ts';
import {answerTo} from '../support/operator.ts';

const runs = casesOf({sample: 70, full: 500});
const movesMax = 200;

/** The action alone, as a fact has room for it. */
const asRecorded = ({cwd, stdin, interpreter, isTransaction, ...shown}: ForetoldAction): ShownAction => shown;

/** What only the run will know; secrets and connections are written in the same brackets. */
const isOpen = (text: string): boolean => /‹(?!secret:|database: )/.test(text);

/** Everything that is asked and done until the run has ended, or nothing more comes of it. */
const factsOf = async (runbook: Runbook, deep: boolean, numbers: readonly number[]): Promise<readonly Fact[]> => {
  const dice = diceOf(numbers);
  const run = openEngine(runbook, {inputs: givenValues(deep)});
  for (let moved = 0; moved < movesMax && run.state.status !== 'ended'; moved += 1) {
    await run.settled();
    run.clock.pass(60_000);
    await run.settled();
    const [prompt] = run.engine.prompts();
    if (prompt) {
      run.say(answerTo(run, prompt, dice));
    }
  }
  return run.facts();
};

test('every step is told once for each of its places, in the order of the page', () => {
  fc.assert(
    fc.property(arbitraryValues, fc.boolean(), (runbook, deep) => {
      const steps = everyStep(foretell(runbook, {inputs: givenValues(deep)}).steps);
      const paths = steps.map(({path}) => path);
      const onPage = [...new Set(paths.map(withoutItems))];

      expect(new Set(paths).size).toBe(paths.length);
      expect(onPage).toEqual(outlinePaths(outlineOf(runbook)));
      expect(steps.map(({number}) => number)).toEqual(paths.map(path => onPage.indexOf(withoutItems(path)) + 1));
    }),
    {numRuns: runs},
  );
});

/** How often each was really compared: it would hold of nothing too. */
const compared = {actions: 0, questions: 0, confirmations: 0, leftOut: 0};

const compareAction = (fact: Extract<Fact, {type: 'began'}>, {path, action}: ForetoldStep): void => {
  if (!fact.shown || !action) {
    return;
  }
  const shown = action.ok ? asRecorded(action.value) : action;
  if (!isOpen(JSON.stringify(shown))) {
    compared.actions += 1;
    expect({path, shown}).toEqual({path, shown: fact.shown});
  }
};

const compareQuestion = ({prompt}: Extract<Fact, {type: 'asked'}>, step: ForetoldStep): void => {
  const {path} = step;
  if (prompt.kind === 'confirmation') {
    compared.confirmations += 1;
    expect({path, name: step.confirmation}).toEqual({path, name: {ok: true, value: prompt.expected}});
  } else if (!isOpen(JSON.stringify(step.prompt))) {
    compared.questions += 1;
    expect({path, prompt: step.prompt}).toEqual({path, prompt: {ok: true, value: prompt}});
  }
};

/** Where a person goes past what holds, the run comes to places that it does not come to by itself. */
const isDeviation = ({type}: Fact): boolean => ['skipped', 'overridden', 'jumped', 'undo-started'].includes(type);

const compareComing = (fact: Fact, {path, isLeftOut}: ForetoldStep): void => {
  if (isLeftOut) {
    compared.leftOut += 1;
    expect({path, type: fact.type}).toEqual({path, type: 'not-applicable'});
  }
};

const compare = (fact: Fact, step: ForetoldStep): void => {
  if (fact.type === 'began') {
    compareAction(fact, step);
  }
  if (fact.type === 'asked') {
    compareQuestion(fact, step);
  }
};

test('what is told of actions and questions is what the same run records, and what is left out never comes', async () => {
  await fc.assert(
    fc.asyncProperty(
      arbitraryValues,
      fc.boolean(),
      fc.array(fc.nat({max: 10_000}), {minLength: 1, maxLength: 100}),
      async (runbook, deep, numbers) => {
        const all = everyStep(foretell(runbook, {inputs: givenValues(deep)}).steps);
        const steps = new Map(all.map(step => [step.path, step] as const));
        const facts = await factsOf(runbook, deep, numbers);
        const deviates = facts.some(isDeviation);
        for (const fact of facts) {
          const step = 'step' in fact && fact.step !== undefined ? steps.get(fact.step) : undefined;
          if (step) {
            compare(fact, step);
          }
          if (step && !deviates) {
            compareComing(fact, step);
          }
        }
      },
    ),
    {numRuns: runs, endOnFailure: true},
  );
  expect(Math.min(...Object.values(compared))).toBeGreaterThan(runs / 10);
});

test('what depends on inputs alone is never left open', () => {
  const readsOthers = (text: string): boolean => /steps\.|values\./.test(text);
  fc.assert(
    fc.property(arbitraryValues, fc.boolean(), (runbook, deep) => {
      const authored = new Map(authoredSteps(runbook.steps));
      const open = everyStep(foretell(runbook, {inputs: givenValues(deep)}).steps).filter(({path, action}) => {
        const own = authored.get(path);
        return own && action?.ok && !readsOthers(JSON.stringify(own)) && isOpen(JSON.stringify(action.value));
      });
      expect(open.map(({path}) => path)).toEqual([]);
    }),
    {numRuns: runs},
  );
});

/** Steps that stand in no loop and in nothing that is included: those have values of their own. */
const authoredSteps = (steps: readonly Step[], block = ''): readonly (readonly [string, Step])[] =>
  steps.flatMap(step => {
    const path = block === '' ? step.id : `${block}/${step.id}`;
    const own: readonly (readonly [string, Step])[] = step.each ? [] : [[path, step]];
    switch (step.kind) {
      case 'group':
        return [...own, ...authoredSteps(step.steps, path)];
      case 'decision':
      case 'parallel':
        return [...own, ...step.branches.flatMap(({name, steps: inner}) => authoredSteps(inner, `${path}:${name}`))];
      default:
        return own;
    }
  });

test('no secret stands in what is told', () => {
  fc.assert(
    fc.property(arbitraryValues, fc.boolean(), (runbook, deep) => {
      const text = JSON.stringify(foretell(runbook, {inputs: givenValues(deep)}));
      expect(text.includes('hunter2-is-secret') || text.includes('open-sesame-77')).toBe(false);
    }),
    {numRuns: runs},
  );
});

test('where nothing is known the longest way is the one of the linter', () => {
  fc.assert(
    fc.property(arbitraryRunbook, runbook => {
      // The linter counts what is included by the sum of its steps, and a loop with one item, whatever its list.
      fc.pre(![...allSteps(runbook.steps)].some(({kind, each}) => kind === 'include' || kind === 'foreach' || each));
      const {toClockStop} = foretell(runbook, {laterInputs: ['deep']});
      expect(toClockStop?.p90Ms).toBe(Math.round(flowOf(runbook).worstP90Ms ?? Number.NaN));
    }),
    {numRuns: runs},
  );
});
