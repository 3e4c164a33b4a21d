/** How a run stands against its objectives: RTO used and left, RTA, RPA, and whether they were met. */
import type {TimeSplit} from './activity.ts';
import type {EventName} from './event.ts';
import type {RunState} from './state.ts';
import {splitTime} from './time-split.ts';

export type Timing = {
  /** From the start of the run to its end or to now; null before it started. */
  readonly elapsedMs: number | null;
  readonly rtoMs: number | null;
  readonly rpoMs: number | null;
  /** When the clock started; null when that is unknown. */
  readonly clockStartedAtMs: number | null;
  /** From the clock's start to its stop, to the end of the run, or to now. */
  readonly rtoUsedMs: number | null;
  /** Negative once the objective is missed. */
  readonly rtoLeftMs: number | null;
  /** The recovery time measured; null until the clock has stopped. */
  readonly rtaMs: number | null;
  /** The data loss measured: disruption minus recovery point, never below 0; null while one of them is unknown. */
  readonly rpaMs: number | null;
  /** Null while it is open, where there is no objective, and always when the clock's start is unknown. */
  readonly rtoMet: boolean | null;
  readonly rpoMet: boolean | null;
  /** Against the maximum tolerable period of disruption; nothing where nobody has said one. */
  readonly tolerated: Tolerated | undefined;
  /** Where the time of the run went; the parts are `elapsedMs`. */
  readonly split: TimeSplit;
  /** Where the recovery time went, with the time before the run began; the parts are `rtaMs`. Null while that is open. */
  readonly rtaSplit: (TimeSplit & {readonly before: number}) | null;
};

/** How long the disruption has lasted, from its own instant whatever the clock runs from; null while that is unknown. */
export type Tolerated = {readonly mtpdMs: number; readonly lastedMs: number | null; readonly met: boolean | null};

/** Measures a run at a moment (language.md, "Facts and time"). */
export const timing = (state: RunState, nowMs: number): Timing => {
  const {rtoMs, rpoMs, mtpdMs} = state.objectives;
  const startMs = instantOf(state, state.clock.start);
  const stopMs = instantOf(state, state.clock.stop);
  const untilMs = stopMs ?? state.endedAtMs ?? nowMs;
  const rtoUsedMs = startMs === null ? null : untilMs - startMs;
  const rtaMs = startMs === null || stopMs === null ? null : stopMs - startMs;
  const rpaMs = dataLossMs(state);
  return {
    elapsedMs: state.startedAtMs === undefined ? null : (state.endedAtMs ?? nowMs) - state.startedAtMs,
    rtoMs,
    rpoMs,
    clockStartedAtMs: startMs,
    rtoUsedMs,
    rtoLeftMs: rtoMs === null || rtoUsedMs === null ? null : rtoMs - rtoUsedMs,
    rtaMs,
    rpaMs,
    rtoMet: isRtoMet({rtoMs, rtoUsedMs, hasStopped: stopMs !== null}),
    rpoMet: rpoMs === null || rpaMs === null ? null : rpaMs <= rpoMs,
    tolerated: mtpdMs === undefined ? undefined : tolerated(state, {mtpdMs, untilMs, hasStopped: stopMs !== null}),
    split: splitTime(state, nowMs),
    rtaSplit: splitRecovery(state, startMs),
  };
};

const tolerated = (
  state: RunState,
  {mtpdMs, untilMs, hasStopped}: {readonly mtpdMs: number; readonly untilMs: number; readonly hasStopped: boolean},
): Tolerated => {
  const disruptionMs = instantOf(state, 'disruption');
  const lastedMs = disruptionMs === null ? null : untilMs - disruptionMs;
  return {mtpdMs, lastedMs, met: isRtoMet({rtoMs: mtpdMs, rtoUsedMs: lastedMs, hasStopped})};
};

/** A clock that started while the run was under way has no split: what was going on then is not kept. */
const splitRecovery = ({spentToStop, startedAtMs}: RunState, startMs: number | null): Timing['rtaSplit'] =>
  spentToStop === undefined || startedAtMs === undefined || startMs === null || startMs > startedAtMs
    ? null
    : {before: startedAtMs - startMs, ...spentToStop};

/** When an event was, if that is known: the declaration is the start of the run unless somebody gave it. */
export const instantOf = (state: RunState, event: EventName): number | null => {
  const marked = state.events.get(event)?.atMs;
  if (marked !== undefined) {
    return marked;
  }
  return event === 'declaration' || event === 'run_start' ? (state.startedAtMs ?? null) : null;
};

const dataLossMs = (state: RunState): number | null => {
  const disruptionMs = instantOf(state, 'disruption');
  return disruptionMs === null || state.recoveryPointMs === undefined
    ? null
    : Math.max(0, disruptionMs - state.recoveryPointMs);
};

type Recovery = {readonly rtoMs: number | null; readonly rtoUsedMs: number | null; readonly hasStopped: boolean};

/** A clock that ran over is missed at once; one that has not stopped can be missed but not yet be met. */
const isRtoMet = ({rtoMs, rtoUsedMs, hasStopped}: Recovery): boolean | null => {
  if (rtoMs === null || rtoUsedMs === null) {
    return null;
  }
  return rtoUsedMs > rtoMs ? false : hasStopped || null;
};
