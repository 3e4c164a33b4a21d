/** The engine against a plain reading of the language: the same attempts begin in the same order, and the run ends alike. */
import fc from 'fast-check';
import {expect, test} from 'vitest';
import type {Fact} from '../../src/run/event.ts';
import type {Intent, OpenPrompt} from '../../src/run/intent.ts';
import type {Branch, OnFailure, Runbook, Step} from '../../src/runbook/runbook.ts';
import {arbitraryRunbook} from '../support/arbitrary.ts';
import {casesOf} from '../support/case-count.ts';
import {done, failedWith, fakeRunners, lost} from '../support/fake-runners.ts';
import {input} from '../support/model.ts';
import {type OpenEngine, openEngine} from '../support/open-engine.ts';
import {approve} from '../support/operator.ts';
import {tell} from '../support/oracle.ts';
import {openTo} from '../support/oracle-effects.ts';
import type {Script} from '../support/oracle-script.ts';

const runs = casesOf({sample: 80, full: 1_000});
const movesMax = 500;

/** A number that depends on the words alone. */
const numberOf = (words: string): number =>
  [...words].reduce((sum, sign) => Math.imul(sum ^ (sign.codePointAt(0) ?? 0), 16_777_619) >>> 0, 2_166_136_261) >>> 4;

const scriptOf = (seed: number): Script => ({
  deep: seed % 2 === 0,
  isGood: (path, attempt) => numberOf(`${seed} ${path}#${attempt}`) % 3 > 0,
  way: (path, ways) => ways[numberOf(`${seed} way ${path}`) % ways.length] ?? '',
  isStopped: (path, attempt) => numberOf(`${seed} stop ${path}#${attempt}`) % 7 === 0,
  resolved: (path, attempt) =>
    (['done', 'again', 'failed'] as const)[numberOf(`${seed} resolved ${path}#${attempt}`) % 3] ?? 'done',
  held: (path, nth, {override, back, on}) => {
    const number = numberOf(`${seed} held ${path} ${nth}`);
    const pick = (ids: readonly string[]): string => ids[(number >> 4) % ids.length] ?? '';
    switch (nth > 2 ? 0 : number % 5) {
      case 1:
        return {do: 'retry'};
      case 2:
      case 3:
        return back.length > 0 ? {do: 'undo_to', step: pick(back)} : {do: 'retry'};
      case 4:
        return on.length > 0 ? {do: 'jump', step: pick(on)} : {do: 'retry'};
      default:
        return {do: override ? 'override' : 'retry'};
    }
  },
  heldUndo: (path, attempt) =>
    (['retry', 'override', 'skip'] as const)[numberOf(`${seed} undo ${path}#${attempt}`) % 3] ?? 'skip',
});

/** What some commands have done is taken back by a command, the rest by people. */
const undoOf = ({id, kind}: Step): Partial<Step> =>
  kind === 'command' && numberOf(id) % 2 === 0 ? {undo: {kind: 'command', run: ['/bin/undo'], env: {}}} : {};

/** Beside others nothing ends the run: when it would come there is chance. Rounds of a repeat go on unless it is deep. */
const calm = (steps: readonly Step[], isBeside: boolean): readonly Step[] =>
  steps.map((step): Step => {
    const isWide =
      isBeside ||
      step.kind === 'parallel' ||
      (step.kind === 'foreach' && step.atOnce > 1) ||
      (step.kind === 'group' && step.order === 'any');
    const calmer = {...step, onFailure: failure(step.onFailure, isBeside), ...undoOf(step)} as Step;
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
          onExhausted: failure(calmer.onExhausted, isBeside),
          steps: calm(calmer.steps, isWide),
        };
      default:
        return calmer;
    }
  });

const failure = (policy: OnFailure, isBeside: boolean): OnFailure =>
  isBeside && policy.do === 'abort' ? {do: 'hold'} : policy;

const calmBranch = ({end, ...branch}: Branch, isBeside: boolean): Branch => ({
  ...branch,
  ...(end !== undefined && !isBeside && {end}),
  steps: calm(branch.steps, isBeside),
});

type Told = {readonly script: Script; readonly holds: Map<string, number>; readonly openTo: readonly string[]};

const answer = (run: OpenEngine, prompt: OpenPrompt, told: Told): Intent => {
  const {script} = told;
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
      return approve(place, state?.approvals.length === 0 ? 'Dana Fox' : 'Ravi Rao');
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
    case 'held':
      return answerHeld(run, prompt, told);
    case 'secret':
      return {...place, intent: 'cannot'};
    case 'unknown':
      return {...place, intent: 'resolve', value: script.resolved(step, attempt)};
  }
};

const answerHeld = (
  run: OpenEngine,
  {step, attempt, moves}: OpenPrompt,
  {script, holds, openTo: open}: Told,
): Intent => {
  const place = {step, attempt, reason: 'looked myself'};
  const {undoingOf, attempt: last = 0} = run.state.steps.get(step) ?? {};
  if (undoingOf !== undefined) {
    return {...place, intent: script.heldUndo(step, last)};
  }
  const nth = (holds.get(step) ?? 0) + 1;
  holds.set(step, nth);
  const isOwn = !/[/:[]/.test(step);
  const way = script.held(step, nth, {
    override: moves.includes('override'),
    back: isOwn ? open.filter(id => hasBeenAt(run, id)) : [],
    on: isOwn && moves.includes('jump') ? open : [],
  });
  return {...place, intent: way.do, ...('step' in way && {value: way.step})};
};

const hasBeenAt = ({state}: OpenEngine, id: string): boolean => {
  const {firstSeq, status} = state.steps.get(id) ?? {};
  return firstSeq !== undefined && status !== 'pending' && status !== 'not-reached';
};

const runScript = async (runbook: Runbook, script: Script): Promise<OpenEngine> => {
  const holds = new Map<string, number>();
  const runners = fakeRunners({
    verdict: (name, _before, {action}) => {
      const isUndo = action.kind === 'command' && action.argv[0] === '/bin/undo';
      const [, path = '', attempt, probe] =
        /^(.*)#(\d+)(\? (?:seen|counted))?$/.exec(name.replace(/\? step_\d+$/, '')) ?? [];
      if (!isUndo && !name.includes('?') && script.isStopped(path, Number(attempt))) {
        return 'hold';
      }
      return probe !== undefined || script.isGood(path, Number(attempt)) ? done : failedWith(3);
    },
  });
  const run = openEngine(runbook, {runners, inputs: {deep: script.deep}});
  for (let moves = 0; moves < movesMax && run.state.status !== 'ended'; moves += 1) {
    await run.settled();
    run.clock.pass(60_000);
    await run.settled();
    for (const name of runners.onHold()) {
      const [step = ''] = name.split('#');
      expect(run.say({intent: 'stop', step, reason: 'it takes too long'}).accepted).toBe(true);
      runners.settle(name, lost());
      await run.settled();
    }
    for (const {step} of run.engine.prompts()) {
      const prompt = run.engine.prompts().find(one => one.step === step);
      const said = prompt && run.say(answer(run, prompt, {script, holds, openTo: openTo(runbook)}));
      expect(said?.accepted === false ? `${JSON.stringify(prompt)} ${said.why}` : '').toBe('');
    }
  }
  return run;
};

/** These name where the run goes, and begin nothing. */
const elsewhere: ReadonlySet<Fact['type']> = new Set([
  'undo-listed',
  'undo-started',
  'undo-ended',
  'jumped',
  'resolved',
]);

/** The attempts by what was first said of them, in order. */
const attemptsOf = (facts: readonly Fact[]): readonly string[] => [
  ...new Set(
    facts.flatMap(fact =>
      'step' in fact &&
      'attempt' in fact &&
      fact.type !== 'listed' &&
      fact.type !== 'file-ended' &&
      !elsewhere.has(fact.type) &&
      fact.attempt > 0 &&
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
});
