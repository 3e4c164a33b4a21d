/** A recorded run by another version of its runbook: where they part, and what the times would have been. Nothing is executed, nothing evaluated. */
import {matchPaths} from '../../run/compare/match-paths.ts';
import type {Finishes, NewChoice, Stop, WhatIf} from '../../run/compare/what-if.ts';
import type {Fact, Outcome} from '../../run/event.ts';
import {fold} from '../../run/fold.ts';
import type {Outline, OutlineStep} from '../../run/outline.ts';
import {type Path, withoutItems} from '../../run/path.ts';
import type {RunState, Status} from '../../run/state.ts';
import type {Runbook} from '../../runbook/runbook.ts';
import {compile, everyStep} from '../compile.ts';
import {outlineOf} from '../outline.ts';
import type {Wanted} from '../wanted.ts';
import {choiceAt, choiceInstant, choose, finishesOf} from './choices.ts';
import {type Beyond, Course, type TitleOfChoice} from './course.ts';
import {goOn, type OnChoice} from './going.ts';
import {partingOf} from './parting.ts';
import {recordFrom} from './recorded.ts';
import {wantedUnpaused} from './since.ts';
import {stepDifferences} from './step-differences.ts';
import {type Matches, translate} from './translate.ts';

export type Replayed = {
  readonly facts: readonly Fact[];
  /** The text that the run went by, and the outline in its record. */
  readonly before: {readonly runbook: Runbook; readonly outline: Outline};
  readonly after: Runbook;
  /** Of a run that is open: the moment at which it is looked at, time of the run. Its last fact, where that is left out. */
  readonly nowMs?: number;
};

/** Pure. Both runbooks are as they are carried out in the mode of the run. */
export const whatIf = ({facts, before, after, nowMs}: Replayed): WhatIf => {
  const outline = outlineOf(after);
  const matches = matchPaths(before.outline, outline);
  const forest = compile(after);
  const former = compile(before.runbook);
  const {parting, count} = partingOf({forest, former, facts, matches});
  const last = fold(before.outline, facts);
  const record = recordFrom(facts, count, {forest: former, matches});
  const beyond = beyondOf(last, matches);
  const course = new Course({forest, outline, record, beyond, titleOfChoice: titlesOf(before.outline, matches)});
  for (const fact of facts.slice(0, count)) {
    course.follow(translate(matches, fact) ?? fact);
  }
  const choices: NewChoice[] = [];
  const stop = parting === null ? standing(last) : goFrom(course, choices, last.outcome);
  if (stop?.why === 'record-ends') {
    course.idle(Math.max(0, (nowMs ?? 0) - (last.lastAtMs ?? 0)));
  }
  return {
    outline,
    facts: course.facts,
    state: course.state,
    nowMs: course.state.endedAtMs ?? course.now.ms,
    followed: count,
    parting,
    differences: stepDifferences(before.runbook, after, matches),
    stop,
    choices,
    sources: course.sources,
    unestimated: new Set(everyStep(after).flatMap(({path, step}) => (step.estimate ? [] : [path]))),
    finishes: finishesThen(course, stop, choices),
  };
};

/** Where nobody knows which branch, the longest one counts, as in every projection. */
const finishesThen = (course: Course, stop: Stop | null, choices: readonly NewChoice[]): Finishes => {
  const branches = stop?.why === 'choice' ? (choices.find(({followed}) => followed === null)?.branches ?? []) : [];
  const [longest] = branches.toSorted((one, other) => (other.p90Ms ?? 0) - (one.p90Ms ?? 0));
  const own = finishesOf(course, stop);
  return longest ? {...own, p50Ms: longest.p50Ms, p90Ms: longest.p90Ms, estimatedMs: longest.estimatedMs} : own;
};

/** A record that was followed to its end and is still open says no more. */
const standing = ({status}: RunState): Stop | null => (status === 'ended' ? null : {why: 'record-ends', step: null});

/** Decisions whose branches are all told; a loop may bring the same one many times. */
const choicesToldMax = 8;

const goFrom = (course: Course, choices: NewChoice[], outcome: Outcome | null): Stop | null => {
  for (const mark of course.told.record.marks) {
    course.take(mark, course.now, mark);
  }
  if (course.position.paused) {
    course.take({type: 'continued'}, course.now);
  }
  const tell: OnChoice = ({item, at, chooses = null}) => {
    if (choices.length < choicesToldMax) {
      choices.push(choiceAt(course, item, {at, followed: chooses}));
    }
  };
  let stop = goOn(course, tell);
  while (stop?.why === 'choice' && choices.length < choicesToldMax) {
    const item = wantedUnpaused(course.position).find(({path}) => path === stop?.step);
    const branch = item && followed(course, {item, choices, outcome});
    if (!item || branch === undefined || !choose(course, item, {branch, at: choiceInstant(course, item)})) {
      return stop;
    }
    stop = goOn(course, tell);
  }
  return stop;
};

type Open = {readonly item: Wanted; readonly choices: NewChoice[]; readonly outcome: Outcome | null};

/** Nothing recorded fits one branch by itself: then the one alone by which the run ends as it did. */
const followed = (course: Course, {item, choices, outcome}: Open): string | undefined => {
  const choice = choiceAt(course, item, {at: choiceInstant(course, item), followed: null});
  const [fit, ...others] = choice.branches.filter(branch => outcome !== null && isAlike(branch.outcome, outcome));
  const branch = others.length === 0 ? fit?.branch : undefined;
  choices.push({...choice, followed: branch ?? null});
  return branch;
};

/** Whether a recovery has exceptions is said by its deviations, not by its branch. */
const isAlike = (one: Outcome | null, other: Outcome): boolean =>
  one?.replace('-with-exceptions', '') === other.replace('-with-exceptions', '');

/**
 * A run that is open, or that a person ended, had not come to its later steps: that the record has nothing of them does not
 * mean that they would have gone by their estimates.
 */
const beyondOf = (last: RunState, matches: Matches): Beyond => {
  const isEarly = last.status !== 'ended' || last.ending !== undefined;
  const old = new Map([...matches].map(([path, match]) => [match.path, path] as const));
  const open = new Set<Path>();
  for (const step of isEarly ? last.steps.values() : []) {
    const path = withoutItems(step.path);
    if (!settled.has(step.status)) {
      open.add(path);
    }
  }
  return path => {
    const before = old.get(withoutItems(path));
    return before !== undefined && open.has(before);
  };
};

const settled: ReadonlySet<Status> = new Set<Status>([
  'succeeded',
  'skipped',
  'overridden',
  'not-applicable',
  'failed',
  'rejected',
]);

const titlesOf = (outline: Outline, matches: Matches): TitleOfChoice => {
  const titles = new Map<Path, ReadonlyMap<string, string>>();
  const visit = (block: string, steps: readonly OutlineStep[]): void => {
    for (const {id, branches = [], steps: inner = []} of steps) {
      const path = block === '' ? id : `${block}/${id}`;
      const match = matches.get(path);
      if (match) {
        titles.set(match.path, new Map(branches.map(({name, title}) => [name, title])));
      }
      for (const branch of branches) {
        visit(`${path}:${branch.name}`, branch.steps);
      }
      visit(path, inner);
    }
  };
  visit('', outline.steps);
  return (path, branch) => titles.get(withoutItems(path))?.get(branch);
};
