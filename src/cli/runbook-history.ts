/** What the runs in the state directory say of a runbook: which branches were drilled, and how long its steps took. */
import {listRuns, runDirectory} from '../journal/run-directory.ts';
import {isFinished} from '../journal/unfinished-runs.ts';
import {isAboutStep} from '../run/about-step.ts';
import type {Actor, Fact, StepFact} from '../run/event.ts';
import {includeAround} from '../run/included.ts';
import {parsePath} from '../run/path.ts';
import {inRunTime} from '../run/run-time.ts';
import type {RunState} from '../run/state.ts';
import type {RunbookHistory} from '../runbook/history.ts';
import {type RecordedRun, readRun, understood} from './recorded-run.ts';

/** What is older says little about the systems of today. */
const runsMax = 100;

/** Reads the finished runs when somebody asks for the first time. A record that cannot be read says nothing here; `verify` says why. */
export const historyIn = (state: string): ((runbook: string) => RunbookHistory | undefined) => {
  let runs: readonly RecordedRun[] | undefined;
  return runbook => {
    runs ??= finishedRuns(state);
    const own = runs
      .filter(({facts: [first]}) => first?.type === 'run-started' && first.runbook.id === runbook)
      .filter(run => understood(run).ok);
    return own.length === 0 ? undefined : historyOf(own);
  };
};

const finishedRuns = (state: string): readonly RecordedRun[] => {
  const ids = listRuns(state);
  return (ids.ok ? ids.value.slice(-runsMax) : []).flatMap(id => {
    const directory = runDirectory(state, id);
    const run = isFinished(directory) ? readRun(directory) : undefined;
    return run?.ok ? [run.value] : [];
  });
};

/** Of the finished runs of one runbook, oldest first. */
export const historyOf = (runs: readonly Pick<RecordedRun, 'state' | 'facts'>[]): RunbookHistory => {
  const drilled = new Set<string>();
  const tookMs = new Map<string, number[]>();
  for (const {state, facts} of runs) {
    const clock = {jumpedMs: 0};
    const own = facts.flatMap(recorded => {
      const fact = inRunTime(clock, recorded);
      return isAboutStep(fact) && includeAround(state, fact.step) === undefined ? [fact] : [];
    });
    for (const [id, ms] of durations(own, state)) {
      tookMs.set(id, [...(tookMs.get(id) ?? []), ms]);
    }
    for (const fact of state.mode === 'drill' ? own : []) {
      if (fact.type === 'chosen') {
        drilled.add(`${idOf(fact.step)}:${fact.branch}`);
      }
    }
  }
  return {drills: runs.filter(({state}) => state.mode === 'drill').length, drilled, tookMs};
};

type StepFactAt = Extract<Fact, StepFact>;

/** An attempt that is under way, and whose word was the last that it got. */
type Attempt = {readonly beginning: Fact; readonly answeredBy?: Actor};

/** Steps of an included runbook are of its own history: only those of the run's own come here. */
const durations = (own: readonly StepFactAt[], state: RunState): readonly (readonly [string, number])[] => {
  const attempts = new Map<string, Attempt>();
  return own.flatMap((fact): readonly (readonly [string, number])[] => {
    const name = 'attempt' in fact ? `${fact.step}#${fact.attempt}` : fact.step;
    if (fact.type === 'began' || fact.type === 'asked') {
      attempts.set(name, {beginning: fact});
    }
    const attempt = attempts.get(name);
    if (!attempt || !(fact.type === 'performed' || fact.type === 'chosen' || fact.type === 'succeeded')) {
      return [];
    }
    // What was answered may be checked afterwards, by the engine.
    const answered = fact.actor.via === 'engine' ? attempt : {...attempt, answeredBy: fact.actor};
    attempts.set(name, answered);
    if (fact.type === 'performed') {
      return [];
    }
    // Of a decision only the question is its own: what its branch takes is that of the steps in it.
    attempts.delete(name);
    return isReal(fact, answered, state)
      ? [[idOf(fact.step), Date.parse(fact.at) - Date.parse(attempt.beginning.at)]]
      : [];
  });
};

const idOf = (path: string): string => parsePath(path)?.at(-1)?.id ?? path;

/** What was simulated took no time, a robot or a file answers at once, and when something ended that nobody looked at is not known. */
const isReal = (end: StepFactAt, {beginning, answeredBy}: Attempt, {mode}: RunState): boolean => {
  if ('late' in end && end.late === true) {
    return false;
  }
  return beginning.type === 'asked'
    ? mode === 'incident' && answeredBy !== undefined && isPerson(answeredBy)
    : beginning.type === 'began' && beginning.simulated !== true;
};

const isPerson = ({via}: Actor): boolean => via === 'screen' || via === 'plain' || via === 'json';
