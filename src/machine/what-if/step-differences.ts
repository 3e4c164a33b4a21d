/** What another version of a runbook has changed: steps put in, left out, renamed and moved, and what is said otherwise of those that stayed. */
import type {MatchedBy} from '../../run/compare/match-paths.ts';
import type {StepDifference} from '../../run/compare/what-if.ts';
import type {Path} from '../../run/path.ts';
import type {Runbook} from '../../runbook/runbook.ts';
import {everyStep, type PlacedStep} from '../compile.ts';
import {fieldChanges} from './field-changes.ts';
import type {Matches} from './translate.ts';

/** In the order of the later version's page; what was left out comes at the end. */
export const stepDifferences = (before: Runbook, after: Runbook, matches: Matches): readonly StepDifference[] => {
  const old = new Map(everyStep(before).map(placed => [placed.path, placed] as const));
  const back = new Map([...matches].map(([path, {path: now, by}]) => [now, {path, by}] as const));
  const reordered = outOfOrder(everyStep(after), back, [...old.keys()]);
  const kept = everyStep(after).flatMap(({path, step}): readonly StepDifference[] => {
    const match = back.get(path);
    const former = match && old.get(match.path);
    if (!match || !former) {
      return [{kind: 'added', path, title: step.title, stepKind: step.kind, changes: []}];
    }
    const changes = fieldChanges(former.step, step);
    const kind = kindOf(match.by, {isReordered: reordered.has(path), isChanged: changes.length > 0});
    const formerPath = match.path === path ? {} : {formerPath: match.path};
    return kind === undefined ? [] : [{kind, path, title: step.title, stepKind: step.kind, ...formerPath, changes}];
  });
  const dropped = [...old.values()]
    .filter(({path}) => !matches.has(path))
    .map(
      ({path, step}): StepDifference => ({kind: 'dropped', path, title: step.title, stepKind: step.kind, changes: []}),
    );
  return [...kept, ...dropped];
};

const kindOf = (
  by: MatchedBy,
  {isReordered, isChanged}: {readonly isReordered: boolean; readonly isChanged: boolean},
): StepDifference['kind'] | undefined => {
  if (by === 'id' || isReordered) {
    return 'moved';
  }
  return by === 'path' ? (isChanged ? 'changed' : undefined) : 'renamed';
};

type Back = ReadonlyMap<Path, {readonly path: Path; readonly by: MatchedBy}>;

/** Steps of both that stand in another order among each other: all but the longest run of them that kept theirs. */
const outOfOrder = (now: readonly PlacedStep[], back: Back, before: readonly Path[]): ReadonlySet<Path> => {
  const places = new Map(before.map((path, index) => [path, index] as const));
  const common = now.flatMap(({path}) => {
    const place = places.get(back.get(path)?.path ?? '');
    return place === undefined ? [] : [{path, place}];
  });
  const kept = longestRise(common.map(({place}) => place));
  return new Set(common.filter((_, index) => !kept.has(index)).map(({path}) => path));
};

/** The places of a longest rising part of the numbers, by patience sorting: n log n, however long the runbook is. */
const longestRise = (numbers: readonly number[]): ReadonlySet<number> => {
  const tails: number[] = [];
  const before: number[] = [];
  for (const [index, number] of numbers.entries()) {
    let [low, high] = [0, tails.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((numbers[tails[middle] ?? 0] ?? 0) < number) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    before[index] = low > 0 ? (tails[low - 1] ?? -1) : -1;
    tails[low] = index;
  }
  const kept = new Set<number>();
  for (let at = tails.at(-1) ?? -1; at >= 0; at = before[at] ?? -1) {
    kept.add(at);
  }
  return kept;
};
