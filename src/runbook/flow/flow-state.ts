/** What is certain at a point of a runbook, whichever way led there. */

import type {Step} from '../runbook.ts';
import type {EstimateMs} from '../words.ts';
import {type Guards, guardsAfter, guardsOfBoth, guardsOfEither, unguarded} from './flow-guards.ts';
import {bothFrom, type Ran, ranOnBoth, valueId, withRan} from './ran.ts';

/** Time along the longest way; halves add up, deviations by their squares (language.md, Facts and time). */
export type PathTime = {readonly p50Ms: number; readonly squaresMs2: number};

export type FlowState = {
  readonly ran: Ran | undefined;
  /** Milestones that were reached on every way. */
  readonly events: ReadonlySet<string>;
  /** What was checked, and who was asked, since the last destructive step. */
  readonly guards: Guards;
  /** Steps that may have left something behind which still stands, and the steps that take it away. */
  readonly owed: ReadonlyMap<string, string>;
  /** Nothing once the clock has stopped. */
  readonly time: PathTime | undefined;
};

/** The beginning of a runbook. */
export const atStart: FlowState & {readonly time: PathTime} = {
  ran: undefined,
  events: new Set(),
  guards: unguarded,
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
    ran: ranOnBoth(a.ran, b.ran),
    events: new Set([...a.events].filter(event => b.events.has(event))),
    guards: guardsOfEither(a.guards, b.guards),
    owed: new Map([...a.owed, ...b.owed]),
    time: longer(a.time, b.time),
  };
};

/** What is certain after two ways that both were gone from the same beginning. */
export const together = (one: FlowState, other: FlowState, beginning: FlowState): FlowState => ({
  ran: bothFrom(beginning.ran, one.ran, other.ran),
  events: new Set([...one.events, ...other.events]),
  guards: guardsOfBoth(one.guards, other.guards, beginning.guards),
  owed: owedAfter(one, other, beginning),
  time: one.time === undefined || other.time === undefined ? undefined : longer(one.time, other.time),
});

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

/** A round of a loop: where it begins and where it ends. */
export type Round = {readonly begins: FlowState; readonly ends: FlowState};

/** The time so many rounds later; a round within which the clock stops adds none. */
export const roundsAfter = (
  time: PathTime | undefined,
  {begins: {time: first}, ends: {time: last}}: Round,
  rounds: number,
): PathTime | undefined =>
  time === undefined || first === undefined || last === undefined
    ? time
    : {
        p50Ms: time.p50Ms + (last.p50Ms - first.p50Ms) * rounds,
        squaresMs2: time.squaresMs2 + (last.squaresMs2 - first.squaresMs2) * rounds,
      };

/** The state after a step has run. */
export const withStep = (state: FlowState, id: string): FlowState => ({...state, ran: withRan(state.ran, id)});

/** The state after values were named. */
export const withValues = (state: FlowState, names: readonly string[]): FlowState => ({
  ...state,
  ran: names.map(valueId).reduce<Ran | undefined>(withRan, state.ran),
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

/** Past a step that is not applicable: what it takes away is not there either, where one condition holds for both. */
export const passing = (
  state: FlowState,
  {id, when = ''}: Pick<Step, 'id' | 'when'>,
  conditions: ReadonlyMap<string, string | undefined>,
): FlowState => {
  const owed = [...state.owed].filter(
    ([left, liftedBy]) => liftedBy !== id || !(conditions.get(left) === when || when.includes(`steps.${left}.`)),
  );
  return owed.length === state.owed.size ? state : {...state, owed: new Map(owed)};
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

/** Whether a value was named on every way to a state, on each maybe by another step. */
export const isNamed = (state: FlowState, name: string): boolean => hasRun(state, valueId(name));

const longer = (a: PathTime | undefined, b: PathTime | undefined): PathTime | undefined => {
  if (a === undefined || b === undefined) {
    return a ?? b;
  }
  return p90Of(a) >= p90Of(b) ? a : b;
};

/** The state once a step has looked, asked or destroyed. */
export const judged = (step: Step, state: FlowState): FlowState => ({
  ...state,
  guards: guardsAfter(step, state.guards),
});

/** The same where what was checked and asked counts no more. */
export const usedUp = (state: FlowState): FlowState => ({...state, guards: unguarded});
