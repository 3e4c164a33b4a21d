/** The blocks of a run, as the fold keeps them: those that the outline knows, and one for each item and round that was opened. */
import type {OutlineStep} from './outline.ts';
import {type Path, stepPath} from './path.ts';
import type {RunState, StepState} from './state.ts';

type Kept = Pick<RunState, 'steps' | 'blocks'>;

/** Keeps a block with all its steps, pending, and the blocks inside them that are known already. */
export const addBlock = (
  state: Kept,
  block: string,
  {steps, depth}: {readonly steps: readonly OutlineStep[]; readonly depth: number},
): void => {
  state.blocks.set(block, steps);
  for (const outline of steps) {
    const path = stepPath(block, outline.id);
    state.steps.set(path, pendingStep(path, outline, depth));
    for (const branch of outline.branches ?? []) {
      addBlock(state, `${path}:${branch.name}`, {steps: branch.steps, depth: depth + 1});
    }
    if (outline.steps && (outline.opens === 'block' || outline.opens === 'picks')) {
      addBlock(state, path, {steps: outline.steps, depth: depth + 1});
    }
  }
};

/** Keeps the blocks of a loop up to so many items or rounds; those that are there already stay as they are. */
export const addItems = (state: RunState, owner: StepState, count: number): void => {
  const {outline, path, depth} = owner;
  // An item of a step with `each` is that step.
  const {opens: _loop, ...itself} = outline;
  const steps = outline.steps ?? [itself];
  for (let item = 0; item < count; item += 1) {
    const block = `${path}[${item}]`;
    if (!state.blocks.has(block)) {
      addBlock(state, block, {steps, depth: depth + 1});
    }
  }
  state.page = {hasLoops: true};
};

const pendingStep = (path: Path, outline: OutlineStep, depth: number): StepState => ({
  path,
  outline,
  depth,
  status: 'pending',
  attempt: 0,
  waitingMs: 0,
  ticked: new Set(),
  approvals: [],
  checks: [],
});

/** The blocks inside a step, in the order of the page. */
export const blocksInside = ({path, outline, width = 0}: StepState): readonly string[] => {
  if (outline.branches) {
    return outline.branches.map(({name}) => `${path}:${name}`);
  }
  if (outline.opens === 'items' || outline.opens === 'rounds') {
    return Array.from({length: width}, (_, item) => `${path}[${item}]`);
  }
  return outline.steps ? [path] : [];
};

/** The steps that stand directly in a block. */
export const stepsOf = (state: RunState, block: string): readonly StepState[] =>
  (state.blocks.get(block) ?? []).flatMap(({id}) => state.steps.get(stepPath(block, id)) ?? []);

/** Every step in the order of the page; items of loops stand where their loop stands. */
export const stepsInOrder = (state: RunState): readonly StepState[] => {
  const known = ordered.get(state);
  if (known?.facts === state.facts) {
    return known.steps;
  }
  const steps = state.page.hasLoops
    ? pathsInOrder(state).flatMap(path => state.steps.get(path) ?? [])
    : [...state.steps.values()];
  ordered.set(state, {facts: state.facts, steps});
  return steps;
};

/** One frame asks several times; between two facts the answer is the same. */
const ordered = new WeakMap<RunState, {readonly facts: number; readonly steps: readonly StepState[]}>();

/** Spelling the paths of a long run takes longer than all that is done with them. */
const orders = new WeakMap<object, readonly Path[]>();

const pathsInOrder = (state: RunState): readonly Path[] => {
  const known = orders.get(state.page);
  if (known) {
    return known;
  }
  const paths: Path[] = [];
  const visit = (block: string): void => {
    for (const step of stepsOf(state, block)) {
      paths.push(step.path);
      blocksInside(step).forEach(visit);
    }
  };
  visit('');
  orders.set(state.page, paths);
  return paths;
};
