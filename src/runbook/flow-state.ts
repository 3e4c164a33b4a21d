/** What is certain at a point of a runbook, whichever way led there. */
import type {Step} from './runbook.ts';
import type {EstimateMs} from './words.ts';

/** The steps that have run on every way, newest first; ways that meet share a tail. */
export type Ran = {readonly id: string; readonly depth: number; readonly earlier: Ran | undefined};

/** Time along the longest way; halves add up, deviations by their squares (language.md, Facts and time). */
export type PathTime = {readonly p50Ms: number; readonly squaresMs2: number};

export type FlowState = {
  readonly ran: Ran | undefined;
  /** Milestones that were reached on every way. */
  readonly events: ReadonlySet<string>;
  /** Whether something was checked, and somebody asked, since the last destructive step. */
  readonly checked: boolean;
  readonly gated: boolean;
  /** Steps that may have left something behind which still stands, and the steps that take it away. */
  readonly owed: ReadonlyMap<string, string>;
  /** Nothing once the clock has stopped. */
  readonly time: PathTime | undefined;
};

/** The beginning of a runbook. */
export const atStart: FlowState & {readonly time: PathTime} = {
  ran: undefined,
  events: new Set(),
  checked: false,
  gated: false,
  owed: new Map(),
  time: {p50Ms: 0, squaresMs2: 0},
};

/** Nine times in ten it takes at most this long. */
export const p90Of = ({p50Ms, squaresMs2}: PathTime): number => p50Ms + Math.sqrt(squaresMs2);

/** What is certain where two ways meet; a way that nobody can go says nothing. */
export const join = (a: FlowState | undefined, b: FlowState | undefined): FlowState | undefined => {
  if (a === undefined || b === undefined || a === b) {
    return a ?? b;
  }
  return {
    ran: commonTail(a.ran, b.ran),
    events: new Set([...a.events].filter(event => b.events.has(event))),
    checked: a.checked && b.checked,
    gated: a.gated && b.gated,
    owed: new Map([...a.owed, ...b.owed]),
    time: longer(a.time, b.time),
  };
};

/** What is certain after two ways that both were gone from the same beginning. */
export const together = (one: FlowState, other: FlowState, beginning: FlowState): FlowState => {
  let {ran} = one;
  for (let step = other.ran; step !== beginning.ran && step !== undefined; step = step.earlier) {
    ran = {id: step.id, depth: (ran?.depth ?? 0) + 1, earlier: ran};
  }
  return {
    ran,
    events: new Set([...one.events, ...other.events]),
    checked: one.checked || other.checked,
    gated: one.gated || other.gated,
    owed: owedAfter(one, other, beginning),
    time: one.time === undefined || other.time === undefined ? undefined : longer(one.time, other.time),
  };
};

/** What is certain after two ways from the same beginning that were gone one after the other, whichever came first. */
export const inTurn = (one: FlowState, other: FlowState, beginning: FlowState): FlowState => {
  const [first, second, before] = [one.time, other.time, beginning.time];
  const time = first &&
    second &&
    before && {
      p50Ms: first.p50Ms + second.p50Ms - before.p50Ms,
      squaresMs2: first.squaresMs2 + second.squaresMs2 - before.squaresMs2,
    };
  return {...together(one, other, beginning), time};
};
/** What stood at the beginning still does unless one of the two took it away. */
const owedAfter = (one: FlowState, other: FlowState, beginning: FlowState): FlowState['owed'] =>
  new Map(
    [...one.owed, ...other.owed].filter(
      ([step]) => !beginning.owed.has(step) || (one.owed.has(step) && other.owed.has(step)),
    ),
  );

/** The time after so many rounds of what lies between two states. */
export const repeated = (before: FlowState, once: FlowState, rounds: number): PathTime | undefined =>
  before.time === undefined || once.time === undefined
    ? once.time
    : {
        p50Ms: before.time.p50Ms + (once.time.p50Ms - before.time.p50Ms) * rounds,
        squaresMs2: before.time.squaresMs2 + (once.time.squaresMs2 - before.time.squaresMs2) * rounds,
      };

/** The state after a step has run. */
export const withStep = (state: FlowState, id: string): FlowState => ({
  ...state,
  ran: {id, depth: (state.ran?.depth ?? 0) + 1, earlier: state.ran},
});

/** What may still stand once a step has run: what it leaves behind itself, and not what it takes away. */
export const owing = (state: FlowState, {id, temporary}: Pick<Step, 'id' | 'temporary'>): FlowState =>
  temporary === undefined && ![...state.owed.values()].includes(id)
    ? state
    : {
        ...state,
        owed: new Map([
          ...[...state.owed].filter(([, liftedBy]) => liftedBy !== id),
          ...(temporary === undefined ? [] : ([[id, temporary.liftedBy]] as const)),
        ]),
      };

/** The state after some time. */
export const after = (state: FlowState, {p50Ms, p90Ms}: EstimateMs): FlowState =>
  state.time === undefined
    ? state
    : {...state, time: {p50Ms: state.time.p50Ms + p50Ms, squaresMs2: state.time.squaresMs2 + (p90Ms - p50Ms) ** 2}};

/** Whether a step has run on every way to a state. */
export const hasRun = ({ran}: FlowState, id: string): boolean => {
  for (let step = ran; step !== undefined; step = step.earlier) {
    if (step.id === id) {
      return true;
    }
  }
  return false;
};

const commonTail = (a: Ran | undefined, b: Ran | undefined): Ran | undefined => {
  let left = a;
  let right = b;
  while (left !== right) {
    if ((left?.depth ?? 0) >= (right?.depth ?? 0)) {
      left = left?.earlier;
    } else {
      right = right?.earlier;
    }
  }
  return left;
};

const longer = (a: PathTime | undefined, b: PathTime | undefined): PathTime | undefined => {
  if (a === undefined || b === undefined) {
    return a ?? b;
  }
  return p90Of(a) >= p90Of(b) ? a : b;
};

/** What a step adds to what was checked and asked, or uses up. */
export const judged = (step: Step, state: FlowState): FlowState => {
  if (step.effects === 'destructive') {
    return {...state, checked: false, gated: false};
  }
  return {
    ...state,
    checked: state.checked || step.kind === 'check' || step.verify.length > 0 || step.requires.length > 0,
    gated: state.gated || step.kind === 'approval' || step.confirm !== undefined,
  };
};
