/** What the runs in the state directory say of a runbook: which branches were drilled, and how long its steps took. */
import {listRuns, runDirectory} from '../journal/run-directory.ts';
import {isFinished} from '../journal/unfinished-runs.ts';
import {includeAround} from '../run/included.ts';
import {parsePath} from '../run/path.ts';
import type {RunState} from '../run/state.ts';
import {stepDurations} from '../run/step-durations.ts';
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

type Recorded = Pick<RecordedRun, 'state' | 'facts'>;

/** Of the finished runs of one runbook, oldest first. */
export const historyOf = (runs: readonly Recorded[]): RunbookHistory => {
  const drills = runs.filter(({state}) => state.mode === 'drill');
  return {
    drills: drills.length,
    drilled: new Set(drills.flatMap(ownBranches)),
    tookMs: byStep(runs.flatMap(ownDurations)),
    tookInIncidentsMs: byStep(runs.filter(({state}) => state.mode === 'incident').flatMap(ownDurations)),
  };
};

const byStep = (durations: ReturnType<typeof ownDurations>): ReadonlyMap<string, readonly number[]> =>
  new Map([...Map.groupBy(durations, ({id}) => id)].map(([id, own]) => [id, own.map(({ms}) => ms)]));

/** Steps of an included runbook are of its own history. Whoever rehearses answers at once: what a person takes is seen in incidents. */
const ownDurations = ({state, facts}: Recorded): readonly {readonly id: string; readonly ms: number}[] =>
  stepDurations(facts)
    .filter(({path, answeredBy}) => isOwn(state, path) && (answeredBy === undefined || state.mode === 'incident'))
    .map(({path, tookMs}) => ({id: idOf(path), ms: tookMs}));

const ownBranches = ({state, facts}: Recorded): readonly string[] =>
  facts.flatMap(fact =>
    fact.type === 'chosen' && isOwn(state, fact.step) ? [`${idOf(fact.step)}:${fact.branch}`] : [],
  );

const isOwn = (state: RunState, path: string): boolean => includeAround(state, path) === undefined;

const idOf = (path: string): string => parsePath(path)?.at(-1)?.id ?? path;
