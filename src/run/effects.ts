/** What was done to the world, attempt by attempt, and what of it still stands: an undo goes back along this list. */
import type {Fact, StepFact} from './event.ts';
import {includeAround} from './included.ts';
import {blockOf, ownerOf, type Path} from './path.ts';
import type {Effect, RunState, StepState, ToldThen} from './state.ts';

type StepFactAt = Extract<Fact, StepFact>;

/** Keeps the list up to date after a fact about a step; to be called once the step was changed. */
export const keepEffects = (state: RunState, step: StepState, fact: StepFactAt): void => {
  const {effects, shape, opens} = step.outline;
  if ((effects !== 'write' && effects !== 'destructive') || (opens !== undefined && shape === 'group')) {
    return;
  }
  switch (fact.type) {
    case 'began':
      if (!fact.simulated) {
        addEffect(state, step, fact.attempt);
      }
      return;
    case 'performed':
    case 'succeeded':
    case 'backfilled':
    case 'failed':
    case 'unknown':
    case 'overridden':
      end(state, step, fact);
      return;
    default:
      return;
  }
};

/** By reference: nothing of it is ever changed in place. */
const toldNow = (state: RunState, path: Path): ToldThen => {
  const {changedInputs, steps} = state;
  const included = includeAround(state, path);
  const loop = loopAround(steps, path);
  return {
    changedInputs,
    ...(loop?.items && {items: loop.items}),
    ...(loop?.itemsMasked === true && {itemsMasked: true}),
    ...(included?.inputs && {included: {inputs: included.inputs, secretInputs: included.secretInputs ?? []}}),
  };
};

/** The innermost loop over items that a step stands in; rounds have none. */
const loopAround = (steps: RunState['steps'], path: Path): StepState | undefined => {
  for (let at = path.lastIndexOf('['); at !== -1; at = path.lastIndexOf('[', at - 1)) {
    const group = steps.get(path.slice(0, at));
    if (group?.outline.opens === 'items' || at === 0) {
      return group;
    }
  }
  return undefined;
};

/** What a person says that they did is an effect as well; it is over when they say so. */
const end = (state: RunState, step: StepState, fact: StepFactAt): void => {
  const {attempt, outline, outputs} = step;
  // Who cannot go on has done what was ticked.
  const isDoneInPart = fact.type === 'failed' && step.ticked.size > 0;
  // Who failed at it by hand may have changed something.
  const isOnPaper = fact.type === 'backfilled' || (fact.type === 'failed' && fact.actor.via === 'paper');
  const isByHand =
    isOnPaper || fact.type === 'overridden' || (outline.shape === 'prompt' && (fact.type !== 'failed' || isDoneInPart));
  // The list is long, and most of what ends without having begun is not in it.
  const known =
    step.effectAttempt === attempt
      ? state.effects.findLastIndex(effect => effect.attempt === attempt && effect.step === step.path)
      : -1;
  if (known === -1 && !isByHand) {
    return;
  }
  const at = known === -1 ? addEffect(state, step, attempt) : known;
  const effect = state.effects[at];
  if (effect) {
    state.effects[at] = {
      ...effect,
      // What is checked after it was done was over when it was done.
      endSeq: effect.endSeq ?? fact.seq,
      isDone: effect.isDone === true || (fact.type !== 'failed' && fact.type !== 'unknown'),
      ...(outputs && {outputs}),
    };
  }
};

/** Gives its place in the list. */
const addEffect = (state: RunState, step: StepState, attempt: number): number => {
  step.effectAttempt = attempt;
  return state.effects.push({step: step.path, attempt, undone: false, told: toldNow(state, step.path)}) - 1;
};

/**
 * The attempts that going back to a step undoes, newest completion first: all since the step was first come to, in the
 * part of the run that goes back with it. What goes on beside it stays.
 */
export const attemptsSince = (state: RunState, to: Path): readonly Effect[] => {
  const firstSeq = state.steps.get(to)?.firstSeq ?? Number.POSITIVE_INFINITY;
  const scope = scopeOf(state, to);
  return state.effects
    .filter(effect => !effect.undone && isWithin(effect.step, scope) && (effect.endSeq ?? firstSeq) >= firstSeq)
    .toSorted((one, other) => (other.endSeq ?? 0) - (one.endSeq ?? 0));
};

/** All that still stands in the part of the run that goes back with a step, newest completion first. */
export const standingBefore = (state: RunState, path: Path): readonly Effect[] =>
  state.effects
    .filter(effect => !effect.undone && isWithin(effect.step, scopeOf(state, path)))
    .toSorted((one, other) => (other.endSeq ?? 0) - (one.endSeq ?? 0));

/** The same as since a step, for one as people name it, by its path or its id; undefined where that names none, or several. */
export const attemptsBackTo = (state: RunState, name: string): readonly Effect[] | undefined => {
  const [path, ...more] = state.steps.has(name)
    ? [name]
    : [...state.steps.values()].filter(({outline}) => outline.id === name).map(step => step.path);
  return path === undefined || more.length > 0 ? undefined : attemptsSince(state, path);
};

/** The attempts of one step that still stand, newest completion first. */
export const attemptsOf = (state: RunState, path: Path): readonly Effect[] =>
  state.effects.filter(effect => !effect.undone && effect.step === path).toReversed();

/** Whether something of a step was undone before. */
export const wasUndoneBefore = ({effects}: RunState, path: Path): boolean =>
  effects.some(effect => effect.undone && effect.step === path);

/** The innermost block that others go on beside, around a step; `''` is the whole run. */
export const scopeOf = (state: RunState, path: Path): string => {
  for (let block = blockOf(path); block !== ''; block = blockOf(ownerOf(block))) {
    const opens = state.steps.get(ownerOf(block))?.outline.opens;
    if (opens === 'branches' || opens === 'items' || opens === 'rounds') {
      return block;
    }
    if (opens === 'picks') {
      return pickedPart(block, path);
    }
  }
  return '';
};

const pickedPart = (block: string, path: Path): string =>
  `${block}/${path.slice(block.length + 1).split(/[/:[]/)[0] ?? ''}`;

/** Whether a step stands in a block, or in one inside it; a picked step is a block of its own. */
export const isWithin = (path: Path, scope: string): boolean =>
  scope === '' || path === scope || ['/', ':', '['].some(sign => path.startsWith(`${scope}${sign}`));
