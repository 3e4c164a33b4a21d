/** All ways through a runbook at once: what has run, been checked and been asked on every way to each step, and how long it takes. */

import type {OnFailure, Runbook, Step, StepOf} from '../runbook.ts';
import type {EstimateMs, EventName} from '../words.ts';
import {afterAll, afterTrying, type Ends, type Exits, merge, onwards} from './flow-exits.ts';
import {destroys, destroysAgain, guardsOfEither} from './flow-guards.ts';
import {
  after,
  atStart,
  type FlowState,
  inTurn,
  join,
  judged,
  owing,
  p90Of,
  passing,
  roundsAfter,
  together,
  usedUp,
  withStep,
  withValues,
} from './flow-state.ts';
import {beginWalk, type FlowEnd, trialOf, type Walk} from './flow-walk.ts';
import {timeOfStep} from './step-time.ts';

export type Flow = {
  /** What is certain before a step; nothing for a step that no way leads to. */
  readonly before: ReadonlyMap<string, FlowState>;
  /** What is certain at the end of a branch, by `decision:branch`. */
  readonly branchEnds: ReadonlyMap<string, FlowState>;
  /** What is certain wherever a branch of a decision was left, at its end or by a jump. */
  readonly branchesLeft: ReadonlyMap<string, FlowState>;
  /** What is certain at the end of a round of a loop, by its id. */
  readonly loopEnds: ReadonlyMap<string, FlowState>;
  readonly ends: readonly FlowEnd[];
  /** The last steps of ways that run off the end of the runbook. */
  readonly fallsOff: boolean;
  /** The longest way to the instant that stops the clock: nine times in ten at most this long. */
  readonly worstP90Ms: number | undefined;
};

/** Follows all ways. Retries, holds and undos are none; what `on_failure` and a no-go lead to are. */
export const flowOf = ({steps, clock}: Runbook): Flow => follow(steps, clock.stop);

const follow = (steps: readonly Step[], stopsAt: EventName | undefined): Flow => {
  const walk = beginWalk(steps, stopsAt);
  const {done} = block(steps, atStart, walk);
  return {...walk, fallsOff: done !== undefined};
};

const block = (steps: readonly Step[], entry: FlowState, walk: Walk): Exits => {
  const pending = new Map<string, FlowState>();
  let state: FlowState | undefined = entry;
  for (const step of steps) {
    const here: FlowState | undefined = join(state, pending.get(step.id));
    pending.delete(step.id);
    if (here !== undefined) {
      const exits = throughStep(step, here, walk);
      merge(pending, exits.gotos);
      state = exits.done;
    }
  }
  return {done: state, gotos: pending};
};

const throughStep = (step: Step, state: FlowState, walk: Walk): Exits => {
  walk.before.set(step.id, state);
  const exits = runStep(step, state, walk);
  const done = exits.done && owing(exits.done, step);
  // A step that may be not applicable adds the way past it.
  return {...exits, done: step.when === undefined ? done : join(done, passing(state, step, walk.conditions))};
};

const runStep = (step: Step, state: FlowState, walk: Walk): Exits => {
  switch (step.kind) {
    case 'end':
      walk.ends.push({outcome: step.outcome, state, step: step.id});
      return onwards(undefined);
    case 'milestone':
      return onwards(reach(step, withStep(state, step.id), walk));
    case 'decision':
      return decide(step, after(withStep(state, step.id), timeOfStep(step)), walk);
    case 'group':
      return step.order === 'any'
        ? inAnyOrder(step, withStep(state, step.id), walk)
        : block(step.steps, withStep(state, step.id), walk);
    case 'parallel':
      return atTheSameTime(step, withStep(state, step.id), walk);
    case 'foreach':
    case 'repeat':
      return loop(step, withStep(state, step.id), walk);
    case 'include':
      // The clock is this runbook's: what an included one reaches is not reached here.
      return perform(step, state, step.onFailure);
    case 'let':
      return onwards(withValues(withStep(state, step.id), Object.keys(step.values)));
    case 'command':
    case 'script':
    case 'sql':
    case 'http':
    case 'notify':
    case 'instruction':
    case 'input':
    case 'wait':
    case 'assert':
    case 'check':
      return perform(step, state, step.onFailure);
    case 'approval':
      return perform(step, state, step.onNoGo);
  }
};

const reach = ({event}: StepOf<'milestone'>, state: FlowState, walk: Walk): FlowState => {
  const reached = {...state, events: new Set([...state.events, event])};
  if (event !== walk.stopsAt || state.time === undefined) {
    return reached;
  }
  walk.worstP90Ms = Math.max(walk.worstP90Ms ?? 0, p90Of(state.time));
  return {...reached, time: undefined};
};

const decide = (step: StepOf<'decision'>, state: FlowState, walk: Walk): Exits => {
  const gotos = new Map<string, FlowState>();
  let done: FlowState | undefined;
  for (const branch of step.branches) {
    const inside = block(branch.steps, state, walk);
    merge(gotos, inside.gotos);
    const left = [...inside.gotos.values()].reduce(join, inside.done);
    if (left !== undefined) {
      walk.branchesLeft.set(`${step.id}:${branch.name}`, left);
    }
    if (branch.end !== undefined) {
      walk.ends.push({outcome: branch.end, state, step: step.id, branch: branch.name});
    } else if (branch.goto !== undefined) {
      merge(gotos, new Map([[branch.goto, state]]));
    } else if (inside.done !== undefined) {
      walk.branchEnds.set(`${step.id}:${branch.name}`, inside.done);
      done = join(done, inside.done);
    }
  }
  return {done, gotos};
};

/** All branches run: afterwards what each of them did is certain, and the longest of them counts. */
const atTheSameTime = ({id, branches}: StepOf<'parallel'>, state: FlowState, walk: Walk): Exits => {
  const parts = branches.map(({steps}) => steps);
  const ends = besideOneAnother(parts, state, walk);
  for (const [index, end] of ends.parts.entries()) {
    if (end !== undefined) {
      walk.branchEnds.set(`${id}:${branches[index]?.name}`, end);
    }
  }
  return afterAll(ends, together);
};

/** People pick what comes next: of the others nothing is certain before a step, and all of them after the last. */
const inAnyOrder = ({steps}: StepOf<'group'>, state: FlowState, walk: Walk): Exits => {
  const parts = steps.map(step => [step]);
  return afterAll(besideOneAnother(parts, state, walk), inTurn);
};

/** Each part may destroy before any other goes on: what was looked at before all or in another counts for none. */
const besideOneAnother = (parts: readonly (readonly Step[])[], state: FlowState, walk: Walk): Ends => {
  const destroying = new Set(parts.filter(steps => steps.some(destroys)));
  return {
    beginning: destroying.size > 0 ? usedUp(state) : state,
    parts: parts.map(steps => {
      const isBesideOne = destroying.size > (destroying.has(steps) ? 1 : 0);
      const {done} = block(steps, isBesideOne ? usedUp(state) : state, walk);
      return done && isBesideOne ? usedUp(done) : done;
    }),
  };
};

/** A loop may have no items, so nothing inside is certain afterwards; a bounded one counts with all its rounds. */
const loop = (step: StepOf<'foreach'> | StepOf<'repeat'>, state: FlowState, walk: Walk): Exits => {
  const inside = block(step.steps, destroysAgain(step) ? beforeEachRound(step, state, walk) : state, walk);
  const ends = inside.done;
  if (ends === undefined) {
    return step.kind === 'repeat' ? inside : onwards(undefined);
  }
  walk.loopEnds.set(step.id, ends);
  const round = {begins: state, ends};
  const more = step.kind === 'repeat' ? step.max - 1 : 0;
  const done = {
    ...state,
    guards: guardsOfEither(state.guards, ends.guards),
    // What a round leaves behind stands also where there may have been none.
    owed: new Map([...state.owed, ...ends.owed]),
    time: roundsAfter(ends.time, round, more),
  };
  if (step.kind === 'foreach') {
    return onwards(done);
  }
  // Out of its last round, at the latest.
  const gotos = new Map([...inside.gotos].map(([to, way]) => [to, {...way, time: roundsAfter(way.time, round, more)}]));
  merge(gotos, new Map(step.onExhausted.do === 'goto' ? [[step.onExhausted.step, done]] : []));
  return {done, gotos};
};

/** What a round finds: what stood before the loop, where the round before has looked and asked again at its end. */
const beforeEachRound = (step: StepOf<'foreach'> | StepOf<'repeat'>, state: FlowState, walk: Walk): FlowState => {
  // Within another loop that is gone through twice the strict reading has to do: each level would double the work.
  const tried = walk.isTrial ? undefined : block(step.steps, state, trialOf(walk)).done;
  return tried === undefined ? usedUp(state) : {...state, guards: guardsOfEither(state.guards, tried.guards)};
};

const perform = (step: Step, state: FlowState, onFailure: OnFailure): Exits => {
  const later = after(state, step.kind === 'include' ? timeOfIncluded(step) : timeOfStep(step));
  return afterTrying(onFailure, {
    succeeded: withStep(judged(step, later), step.id),
    // What failed may have destroyed all the same.
    failed: destroys(step) ? usedUp(later) : later,
  });
};

/** Where its author does not say, the longest way to any end of what is included: its own clock is ignored. */
const timeOfIncluded = ({estimate, runbook}: StepOf<'include'>): EstimateMs => {
  const times = follow(runbook.steps, undefined).ends.flatMap(({state}) =>
    state.time === undefined ? [] : [state.time],
  );
  const longest = times.reduce((one, other) => (p90Of(other) > p90Of(one) ? other : one), atStart.time);
  return estimate ?? {p50Ms: longest.p50Ms, p90Ms: p90Of(longest)};
};
