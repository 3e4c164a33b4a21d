/** All ways through a runbook at once: what has run, been checked and been asked on every way to each step, and how long it takes. */
import {
  after,
  atStart,
  type FlowState,
  inTurn,
  join,
  judged,
  owing,
  p90Of,
  repeated,
  together,
  withStep,
} from './flow-state.ts';
import type {OnFailure, Runbook, Step, StepOf} from './runbook.ts';
import {timeOfStep} from './step-time.ts';
import {allSteps} from './walk.ts';
import type {EstimateMs, EventName, Outcome} from './words.ts';

export type FlowEnd = {
  readonly outcome: Outcome;
  readonly state: FlowState;
  /** The step that ends it, and the branch where a decision does. */
  readonly step: string;
  readonly branch?: string;
};

export type Flow = {
  /** What is certain before a step; nothing for a step that no way leads to. */
  readonly before: ReadonlyMap<string, FlowState>;
  /** What is certain at the end of a branch, by `decision:branch`. */
  readonly branchEnds: ReadonlyMap<string, FlowState>;
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
  const walk: Walk = {
    conditions: new Map([...allSteps(steps)].map(({id, when}) => [id, when] as const)),
    before: new Map(),
    branchEnds: new Map(),
    loopEnds: new Map(),
    ends: [],
    stopsAt,
    worstP90Ms: undefined,
  };
  const {done} = block(steps, atStart, walk);
  return {...walk, fallsOff: done !== undefined};
};

type Walk = {
  /** When steps are applicable, by their ids. */
  readonly conditions: ReadonlyMap<string, string | undefined>;
  readonly before: Map<string, FlowState>;
  readonly branchEnds: Map<string, FlowState>;
  readonly loopEnds: Map<string, FlowState>;
  readonly ends: FlowEnd[];
  readonly stopsAt: EventName | undefined;
  worstP90Ms: number | undefined;
};

type Ways = ReadonlyMap<string, FlowState>;

/** How a block can be left: at its end, or towards a step of a block around it. */
type Exits = {readonly done: FlowState | undefined; readonly gotos: Ways};

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

const merge = (into: Map<string, FlowState>, ways: Ways): void => {
  for (const [target, state] of ways) {
    const joined = join(into.get(target), state);
    if (joined !== undefined) {
      into.set(target, joined);
    }
  }
};

const throughStep = (step: Step, state: FlowState, walk: Walk): Exits => {
  walk.before.set(step.id, state);
  const exits = runStep(step, state, walk);
  const done = exits.done && owing(exits.done, step);
  // A step that may be not applicable adds the way past it.
  return {...exits, done: step.when === undefined ? done : join(done, passed(step, state, walk))};
};

/** Past a step that is not applicable: what it takes away is not there either, where one condition holds for both. */
const passed = (step: Step, state: FlowState, {conditions}: Walk): FlowState => {
  const {when = ''} = step;
  const owed = [...state.owed].filter(
    ([left, liftedBy]) => liftedBy !== step.id || !(conditions.get(left) === when || when.includes(`steps.${left}.`)),
  );
  return owed.length === state.owed.size ? state : {...state, owed: new Map(owed)};
};

const runStep = (step: Step, state: FlowState, walk: Walk): Exits => {
  switch (step.kind) {
    case 'end':
      walk.ends.push({outcome: step.outcome, state, step: step.id});
      return {done: undefined, gotos: new Map()};
    case 'milestone':
      return {done: reach(step, withStep(state, step.id), walk), gotos: new Map()};
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
      return {done: withStep(state, step.id), gotos: new Map()};
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
const atTheSameTime = (step: StepOf<'parallel'>, state: FlowState, walk: Walk): Exits => {
  let done: FlowState | undefined = state;
  for (const branch of step.branches) {
    const inside = block(branch.steps, state, walk);
    if (inside.done !== undefined) {
      walk.branchEnds.set(`${step.id}:${branch.name}`, inside.done);
    }
    done = done && inside.done && together(done, inside.done, state);
  }
  return {done, gotos: new Map()};
};

/** People pick what comes next: of the others nothing is certain before a step, and all of them after the last. */
const inAnyOrder = ({steps}: StepOf<'group'>, state: FlowState, walk: Walk): Exits => {
  const destroys = (some: readonly Step[]): boolean =>
    [...allSteps(some)].some(({effects}) => effects === 'destructive');
  let done: FlowState | undefined = state;
  for (const step of steps) {
    const isUsedUp = destroys(steps.filter(other => other !== step));
    const here = isUsedUp ? {...state, checked: false, gated: false} : state;
    const inside = block([step], here, walk);
    done = done && inside.done && inTurn(done, inside.done, state);
  }
  return {done: done && destroys(steps) ? {...done, checked: false, gated: false} : done, gotos: new Map()};
};

/** A loop may have no items, so nothing inside is certain afterwards; a bounded one counts with all its rounds. */
const loop = (step: StepOf<'foreach'> | StepOf<'repeat'>, state: FlowState, walk: Walk): Exits => {
  const inside = block(step.steps, state, walk);
  if (inside.done !== undefined) {
    walk.loopEnds.set(step.id, inside.done);
  }
  const done = inside.done && {
    ...state,
    // What a round leaves behind stands also where there may have been none.
    owed: new Map([...state.owed, ...inside.done.owed]),
    time: repeated(state, inside.done, step.kind === 'repeat' ? step.max : 1),
  };
  const isGoto = step.kind === 'repeat' && step.onExhausted.do === 'goto' ? step.onExhausted.step : undefined;
  return {done, gotos: new Map(isGoto === undefined || done === undefined ? [] : [[isGoto, done]])};
};

const perform = (step: Step, state: FlowState, onFailure: OnFailure): Exits => {
  const later = after(state, step.kind === 'include' ? timeOfIncluded(step) : timeOfStep(step));
  const succeeded = withStep(judged(step, later), step.id);
  switch (onFailure.do) {
    case 'hold':
    case 'abort':
    case 'undo_to':
      return {
        done: succeeded,
        gotos: new Map(onFailure.do === 'undo_to' && onFailure.then !== undefined ? [[onFailure.then, later]] : []),
      };
    case 'continue':
      return {done: join(succeeded, later), gotos: new Map()};
    case 'goto':
      return {done: succeeded, gotos: new Map([[onFailure.step, later]])};
  }
};

/** Where its author does not say, the longest way to any end of what is included: its own clock is ignored. */
const timeOfIncluded = ({estimate, runbook}: StepOf<'include'>): EstimateMs => {
  const times = follow(runbook.steps, undefined).ends.flatMap(({state}) =>
    state.time === undefined ? [] : [state.time],
  );
  const longest = times.reduce((one, other) => (p90Of(other) > p90Of(one) ? other : one), atStart.time);
  return estimate ?? {p50Ms: longest.p50Ms, p90Ms: p90Of(longest)};
};
