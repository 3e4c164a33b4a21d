/** A step as sentences name it: its place on the page and its title. */
import {showForeignLine} from '../base/foreign-text.ts';
import {type Outline, outlinePaths} from '../run/outline.ts';
import {type Path, withoutItems} from '../run/path.ts';
import type {RunState, StepState} from '../run/state.ts';
import {itemNames} from './item-name.ts';

/** `Step 2 of 11, Stop application writes`; a step of which the outline knows nothing is called by its path. */
export const stepName = (state: RunState, path: Path): string => {
  const step = state.steps.get(path);
  return step ? placeOf(state, path, step) : `Step ${showForeignLine(path)}`;
};

const placeOf = (state: RunState, path: Path, step: StepState): string => {
  const {number, total, items} = placeOnPage(state, path);
  const loop = items.length === 0 ? '' : ` (${items.join('; ')})`;
  return `Step ${number} of ${total}${loop}, ${titleOf(step)}`;
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
  const step = state.steps.get(path);
  const title = step ? titleOf(step) : showForeignLine(path);
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

const titleOf = ({outline}: StepState): string => showForeignLine(outline.title);
