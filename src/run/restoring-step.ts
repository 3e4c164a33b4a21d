/** Which step on a way measures last up to when data was restored: the data loss of that way is known once it is over. */
import type {Outcome} from './event.ts';
import type {OutlineBranch, OutlineStep} from './outline.ts';
import {blockOf, ownerOf, type Path, stepPath} from './path.ts';
import type {RunState} from './state.ts';

export type Restoring =
  | {
      readonly by: 'step';
      readonly path: Path;
      readonly outline: OutlineStep;
      /** Once an item or a round, which are not known before it is come to. */
      readonly isInLoop?: true;
    }
  /** The way ends the run. */
  | {readonly by: 'end'; readonly outcome: Outcome}
  | {readonly by: 'nothing'};

type Measuring = Extract<Restoring, {readonly by: 'step'}>;

/** On the way through one branch of a decision, and on from there until the recovery clock stops. */
export const restoringStep = (state: RunState, decision: Path, branch: OutlineBranch): Restoring => {
  if (branch.end !== undefined) {
    return {by: 'end', outcome: branch.end};
  }
  const inside = blockFrom(state, `${decision}:${branch.name}`, branch.steps);
  if (inside.end !== undefined) {
    return inside.last ?? {by: 'end', outcome: inside.end};
  }
  const after = inside.stops ? undefined : onwards(state, decision, branch.goto);
  return after ?? inside.last ?? {by: 'nothing'};
};

type Found = {readonly last?: Measuring; readonly stops?: true; readonly end?: Outcome};

/** The last one of these steps and of all inside them; whether the clock stops there, or the run ends. */
const blockFrom = (state: RunState, block: string, steps: readonly OutlineStep[]): Found => {
  let last: Measuring | undefined;
  for (const outline of steps) {
    const path = stepPath(block, outline.id);
    if (outline.milestone === state.clock.stop) {
      return {...(last && {last}), stops: true};
    }
    last = atStep(state, path, outline) ?? last;
  }
  const end = steps.at(-1)?.outcome;
  return {...(last && {last}), ...(end !== undefined && {end})};
};

/** The step itself, else the last one inside it. */
const atStep = (state: RunState, path: Path, outline: OutlineStep): Measuring | undefined => {
  const inside = [
    ...(outline.branches ?? []).map(({name, steps}) => blockFrom(state, `${path}:${name}`, steps).last),
    blockFrom(state, path, outline.steps ?? []).last,
  ].findLast(found => found !== undefined);
  const found: Measuring | undefined = outline.measuresPoint ? {by: 'step', path, outline} : inside;
  const isLoop = outline.opens === 'items' || outline.opens === 'rounds';
  return found && isLoop ? {...found, isInLoop: true} : found;
};

/** Behind a step in its own block, then behind what that stands in; a goto leads to a step further down of one of them. */
const onwards = (state: RunState, from: Path, goto: string | undefined): Measuring | undefined => {
  const block = blockOf(from);
  const steps = state.blocks.get(block) ?? [];
  const here = steps.findIndex(({id}) => stepPath(block, id) === from);
  const target = goto === undefined ? -1 : steps.findIndex(({id}) => id === goto);
  // Where the goto leads further out, nothing more of this block is come to.
  const rest = goto === undefined ? steps.slice(here + 1) : target === -1 ? [] : steps.slice(target);
  const found = blockFrom(state, block, rest);
  if (block === '' || found.stops || found.end !== undefined) {
    return found.last;
  }
  return onwards(state, ownerOf(block), target === -1 ? goto : undefined) ?? found.last;
};
