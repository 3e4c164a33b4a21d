/** A step as sentences name it: its place on the page and its title. */
import {showForeignLine} from '../base/foreign-text.ts';
import {type Outline, type OutlineStep, outlinePaths} from '../run/outline.ts';
import {type Path, stepPath, withoutItems} from '../run/path.ts';
import type {RunState} from '../run/state.ts';
import {itemNames} from './item-name.ts';

/** `Step 2 of 11, Stop application writes`; a step of which the outline knows nothing is called by its path. */
export const stepName = (state: RunState, path: Path): string => {
  const {number, total, items} = placeOnPage(state, path);
  const title = titleOf(state, path);
  const loop = items.length === 0 ? '' : ` (${items.join('; ')})`;
  return title === undefined
    ? `Step ${showForeignLine(path)}`
    : `Step ${number} of ${total}${loop}, ${showForeignLine(title)}`;
};

export type PlaceOnPage = {readonly number: number; readonly total: number; readonly items: readonly string[]};

/** The page counts the steps of the runbook, however many items its loops have; what stands in a loop has its item or round beside it. */
export const placeOnPage = (state: RunState, path: Path): PlaceOnPage => {
  const numbers = numbersOf(state);
  return {number: numbers.get(withoutItems(path)) ?? 0, total: numbers.size, items: itemNames(state, path)};
};

/** Its title, and which item or round it is about where it stands in a loop. */
export const stepLabel = (state: RunState, path: Path): string => {
  const {items} = placeOnPage(state, path);
  const title = showForeignLine(titleOf(state, path) ?? path);
  return items.length === 0 ? title : `${title} (${items.join('; ')})`;
};

/** How many steps the page has. */
export const stepsOnPage = (state: RunState): number => numbersOf(state).size;

/** Each step is named several times: looking for its place would grow with the square of the steps. */
const numbersOf = ({outline}: RunState): ReadonlyMap<Path, number> => {
  const numbers = known.get(outline) ?? new Map(outlinePaths(outline).map((path, index) => [path, index + 1]));
  known.set(outline, numbers);
  return numbers;
};

const known = new WeakMap<Outline, ReadonlyMap<Path, number>>();

/** In a loop that the run has not come to yet no step is there, and the page has its title all the same. */
const titleOf = ({steps, outline}: RunState, path: Path): string | undefined =>
  steps.get(path)?.outline.title ?? titleIn(outline.steps, withoutItems(path));

const titleIn = (steps: readonly OutlineStep[], path: Path, block = ''): string | undefined => {
  for (const step of steps) {
    const own = stepPath(block, step.id);
    const inside = [
      ...(step.branches ?? []).map(one => ({block: `${own}:${one.name}`, steps: one.steps})),
      {block: own, steps: step.steps ?? []},
    ];
    const title =
      own === path
        ? step.title
        : inside
            .map(one => (path.startsWith(`${one.block}/`) ? titleIn(one.steps, path, one.block) : undefined))
            .find(found => found !== undefined);
    if (title !== undefined) {
      return title;
    }
  }
  return undefined;
};
