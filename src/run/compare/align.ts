/** The steps of two runs as one list: what is the same stands side by side, what only one of them has stands where it has it. */
import {stepsInOrder} from '../blocks.ts';
import {type Path, withoutItems} from '../path.ts';
import type {RunState, StepState} from '../state.ts';
import {carryPath} from './carry-path.ts';
import {type Match, type MatchedBy, matchPaths} from './match-paths.ts';

/** One or both; `by` says how they were found to be the same, and is nothing where there is one only. */
export type Pair = {readonly a?: StepState; readonly b?: StepState; readonly by?: MatchedBy};

/** In the order of the first run's page; steps that only the second one has follow the one that they follow there. */
export const align = (a: RunState, b: RunState): readonly Pair[] => {
  const matches = matchPaths(a.outline, b.outline);
  const pairs = stepsInOrder(a).map((step): Pair => pairOf(step, b, matches));
  const places = new Map(pairs.flatMap(({b: other}, index) => (other ? [[other.path, index] as const] : [])));
  const behind = new Map<number, Pair[]>();
  let at = -1;
  for (const step of stepsInOrder(b)) {
    const place = places.get(step.path);
    if (place === undefined) {
      behind.set(at, [...(behind.get(at) ?? []), {b: step}]);
    } else {
      at = place;
    }
  }
  return [...(behind.get(-1) ?? []), ...pairs.flatMap((pair, index) => [pair, ...(behind.get(index) ?? [])])];
};

const pairOf = (step: StepState, b: RunState, matches: ReadonlyMap<Path, Match>): Pair => {
  const path = carryPath(matches, step.path);
  const other = path === undefined ? undefined : b.steps.get(path);
  const by = matches.get(withoutItems(step.path))?.by;
  return other ? {a: step, b: other, ...(by && {by})} : {a: step};
};
