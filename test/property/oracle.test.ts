/** The engine against a plain reading of the language: the same attempts begin in the same order, and the run ends alike. */
import fc from 'fast-check';
import {expect, test} from 'vitest';
import type {Fact} from '../../src/run/event.ts';
import type {Intent, OpenPrompt} from '../../src/run/intent.ts';
import type {Branch, OnFailure, Runbook, Step} from '../../src/runbook/runbook.ts';
import {allSteps} from '../../src/runbook/walk.ts';
import {arbitraryRunbook} from '../support/arbitrary.ts';
import {done, failedWith, fakeRunners} from '../support/fake-runners.ts';
import {input} from '../support/model.ts';
import {type OpenEngine, openEngine} from '../support/open-engine.ts';
import {type Script, tell} from '../support/oracle.ts';

const runs = process.env.CI === 'true' ? 1_000 : 200;
const movesMax = 500;

/** A number that depends on the words alone. */
const numberOf = (words: string): number =>
  [...words].reduce((sum, sign) => Math.imul(sum ^ (sign.codePointAt(0) ?? 0), 16_777_619) >>> 0, 2_166_136_261) >>> 4;

const scriptOf = (seed: number): Script => ({
  deep: seed % 2 === 0,
  isGood: (path, attempt) => numberOf(`${seed} ${path}#${attempt}`) % 3 > 0,
  way: (path, ways) => ways[numberOf(`${seed} way ${path}`) % ways.length] ?? '',
  held: (path, nth) => (nth > 2 || numberOf(`${seed} held ${path} ${nth}`) % 2 === 0 ? 'override' : 'retry'),
});

/** Beside others nothing ends the run: when it would come there is chance. Rounds of a repeat go on unless it is deep. */
const calm = (steps: readonly Step[], isBeside: boolean): readonly Step[] =>
  steps.map((step): Step => {
    const isWide =
      isBeside ||
      step.kind === 'parallel' ||
      (step.kind === 'foreach' && step.atOnce > 1) ||
      (step.kind === 'group' && step.order === 'any');
    // What a gate stands in nobody says to be done as a whole: it goes on by itself.
    const ungated = (policy: OnFailure): OnFailure =>
      policy.do === 'hold' && hasGate(step) ? {do: 'continue'} : policy;
    const calmer = {...step, onFailure: ungated(failure(step.onFailure, isBeside))};
    switch (calmer.kind) {
      case 'decision':
      case 'parallel':
        return {...calmer, branches: calmer.branches.map(one => calmBranch(one, isWide))};
      case 'group':
      case 'foreach':
        return {...calmer, steps: calm(calmer.steps, isWide)};
      case 'include':
        // What ends it ends its own file alone, also beside others.
        return {
          ...calmer,
          runbook: {...calmer.runbook, inputs: input('deep', 'boolean'), steps: calm(calmer.runbook.steps, false)},
          inputs: {deep: '${inputs.deep}'},
        };
      case 'repeat':
        return {
          ...calmer,
          until: 'inputs.deep',
          onExhausted: ungated(failure(calmer.onExhausted, isBeside)),
          steps: calm(calmer.steps, isWide),
        };
      default:
        return calmer;
    }
  });

const failure = (policy: OnFailure, isBeside: boolean): OnFailure =>
  isBeside && policy.do === 'abort' ? {do: 'hold'} : policy;

const hasGate = (step: Step): boolean =>
  [...allSteps([step])].some(
    inner =>
      (inner.kind === 'approval' && inner !== step) ||
      (inner.kind === 'include' && inner.runbook.steps.some(one => one.kind === 'approval' || hasGate(one))),
  );

const calmBranch = ({end, ...branch}: Branch, isBeside: boolean): Branch => ({
  ...branch,
  ...(end !== undefined && !isBeside && {end}),
  steps: calm(branch.steps, isBeside),
});

type Told = {readonly script: Script; readonly holds: Map<string, number>};

const answer = (run: OpenEngine, prompt: OpenPrompt, {script, holds}: Told): Intent => {
  const {step, attempt, kind, options = []} = prompt;
  const place = {step, attempt, reason: 'looked myself'};
  const state = run.state.steps.get(step);
  switch (kind) {
    case 'confirmation':
      return {...place, intent: 'confirm', value: state?.prompt?.expected ?? ''};
    case 'instruction': {
      const open = (state?.prompt?.checklist ?? []).findIndex((_point, index) => !state?.ticked.has(index));
      if (open !== -1) {
        return {...place, intent: 'tick', value: open};
      }
      return {...place, intent: script.isGood(step, attempt) ? 'done' : 'cannot'};
    }
    case 'approval':
      return {...place, intent: 'approve', actor: state?.approvals.length === 0 ? 'Dana Fox' : 'Ravi Rao'};
    case 'decision':
      return {
        ...place,
        intent: 'choose',
        value: script.way(
          step,
          (state?.prompt?.options ?? []).map(({name}) => name),
        ),
      };
    case 'input':
      return {...place, intent: 'answer', value: 7};
    case 'pick':
      return {...place, intent: 'pick', value: options.at(-1)?.name ?? ''};
    case 'held': {
      const nth = (holds.get(step) ?? 0) + 1;
      holds.set(step, nth);
      return {...place, intent: script.held(step, nth)};
    }
    case 'unknown':
      return {...place, intent: 'resolve', value: 'done'};
  }
};

const runScript = async (runbook: Runbook, script: Script): Promise<OpenEngine> => {
  const holds = new Map<string, number>();
  const runners = fakeRunners({
    verdict: name => {
      const [, path = '', attempt, probe] =
        /^(.*)#(\d+)(\? (?:seen|counted))?$/.exec(name.replace(/\? step_\d+$/, '')) ?? [];
      return probe !== undefined || script.isGood(path, Number(attempt)) ? done : failedWith(3);
    },
  });
  const run = openEngine(runbook, {runners, inputs: {deep: script.deep}});
  for (let moves = 0; moves < movesMax && run.state.status !== 'ended'; moves += 1) {
    await run.settled();
    run.clock.pass(60_000);
    await run.settled();
    for (const {step} of run.engine.prompts()) {
      const prompt = run.engine.prompts().find(one => one.step === step);
      const said = prompt && run.say(answer(run, prompt, {script, holds}));
      expect(said?.accepted === false ? `${JSON.stringify(prompt)} ${said.why}` : '').toBe('');
    }
  }
  return run;
};

/** The attempts by what was first said of them, in order. */
const attemptsOf = (facts: readonly Fact[]): readonly string[] => [
  ...new Set(
    facts.flatMap(fact =>
      'step' in fact &&
      'attempt' in fact &&
      fact.type !== 'listed' &&
      fact.type !== 'file-ended' &&
      fact.type !== 'probed'
        ? [`${fact.step}#${fact.attempt}`]
        : [],
    ),
  ),
];

test('the attempts that begin, their order in each lane, and the outcome are those that the language says', async () => {
  await fc.assert(
    fc.asyncProperty(arbitraryRunbook, fc.nat({max: 1_000_000}), async (random, seed) => {
      const runbook = {...random, steps: calm(random.steps, false)};
      const script = scriptOf(seed);
      const told = tell(runbook, script);
      const run = await runScript(runbook, script);

      const laneOf = new Map([...told.lanes].flatMap(([lane, names]) => names.map(name => [name, lane] as const)));
      const lanes = new Map<string, string[]>();
      for (const name of attemptsOf(run.facts())) {
        const lane = laneOf.get(name) ?? 'unknown to the oracle';
        lanes.set(lane, [...(lanes.get(lane) ?? []), name]);
      }
      expect({outcome: run.state.outcome, lanes}).toEqual({outcome: told.outcome, lanes: told.lanes});
    }),
    {numRuns: runs, endOnFailure: true},
  );
}, 120_000);
