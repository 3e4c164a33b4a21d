/** Which blocks inside a step are not over yet, found by one walk over the steps that are not. */
import type {OutlineStep} from './outline.ts';
import {blockOf, ownerOf, type Path} from './path.ts';
import type {StepState} from './state.ts';

/** By the step that they belong to: each block, and the first of its steps that is not over. */
export type OpenBlocks = ReadonlyMap<Path, ReadonlyMap<string, StepState>>;

/** Of steps in the order of the page. Spelling the path of every item of a long loop takes ten times as long as this walk. */
export const openBlocks = (steps: Iterable<StepState>, isOver: (step: StepState) => boolean): OpenBlocks => {
  const open = new Map<Path, Map<string, StepState>>();
  for (const step of steps) {
    if (isOver(step)) {
      continue;
    }
    const block = blockOf(step.path);
    const owner = ownerOf(block);
    const known = open.get(owner);
    if (known === undefined) {
      open.set(owner, new Map([[block, step]]));
    } else if (!known.has(block)) {
      known.set(block, step);
    }
  }
  return open;
};

/** Those of one step. Items that nothing has happened to yet are all as long as the first of them, and one stands for all. */
export const openInside = (
  open: OpenBlocks,
  {path}: StepState,
  outlines: readonly OutlineStep[],
): readonly string[] => {
  let hasUntouched = false;
  return [...(open.get(path) ?? [])].flatMap(([block, first]) => {
    if (first.outline.id !== outlines[0]?.id || first.status !== 'pending' || first.firstSeq !== undefined) {
      return [block];
    }
    const isRepeated = hasUntouched;
    hasUntouched = true;
    return isRepeated ? [] : [block];
  });
};
