/** What is held side by side: a run as a whole, and one of its steps, in numbers. */

import type {EventName, Mode, Outcome} from '../event.ts';
import type {Path} from '../path.ts';
import type {Deviation, RunState, Status, StepState} from '../state.ts';
import {instantOf, type Timing, timing} from '../timing.ts';

/** A run at a moment: its end, or now where it is open. */
export type RunAt = {readonly state: RunState; readonly nowMs: number};

export type RunMeasure = {
  readonly run: string;
  readonly runbook: {readonly id: string; readonly version: string; readonly title: string};
  readonly mode: Mode;
  /** Of a drill that was a variant: its name. */
  readonly variant: string | null;
  readonly outcome: Outcome | null;
  readonly startedAtMs: number | null;
  readonly timing: Timing;
  /** Since the start of the clock; of the run where nobody has said when that was. Milliseconds, in the order of time. */
  readonly milestones: readonly {readonly event: EventName; readonly sinceMs: number}[];
  readonly deviations: readonly Deviation[];
  readonly isTimeUncertain: boolean;
};

export type StepMeasure = {
  readonly path: Path;
  readonly title: string;
  readonly kind: string;
  readonly status: Status;
  readonly attempts: number;
  /** Since the start of the clock, or of the run; null where it never began. */
  readonly sinceMs: number | null;
  /** Until now where it is not over. */
  readonly elapsedMs: number | null;
  /** Its own part of that: of what holds other steps only the time for which a person was waited for. */
  readonly ownMs: number | null;
  readonly waitingMs: number;
  /** Nothing of it is still to come, so its time can be held against another one's. */
  readonly isOver: boolean;
  readonly actor: string | null;
  readonly choice: string | null;
  readonly reason: string | null;
  readonly deviations: readonly Deviation['kind'][];
};

export const measureRun = ({state, nowMs}: RunAt): RunMeasure => {
  const {id, version, title} = state.outline;
  const zeroMs = zeroOf(state);
  const milestones = [...state.events]
    .map(([event, {atMs}]) => ({event, sinceMs: atMs - zeroMs}))
    .toSorted((one, other) => one.sinceMs - other.sinceMs);
  return {
    run: state.run,
    runbook: {id, version, title},
    mode: state.mode,
    variant: state.variant ?? null,
    outcome: state.outcome,
    startedAtMs: state.startedAtMs ?? null,
    timing: timing(state, state.endedAtMs ?? nowMs),
    milestones,
    deviations: state.deviations,
    isTimeUncertain: state.isTimeUncertain,
  };
};

export const measureStep = ({state, nowMs}: RunAt, step: StepState): StepMeasure => {
  const {path, outline, status, attempt, startedAtMs, finishedAtMs, waitingMs, askedAtMs, actor, choice, reason} = step;
  const untilMs = finishedAtMs ?? state.endedAtMs ?? nowMs;
  const elapsedMs = startedAtMs === undefined ? null : Math.max(0, untilMs - startedAtMs);
  const waitedMs = waitingMs + (askedAtMs === undefined ? 0 : Math.max(0, untilMs - askedAtMs));
  return {
    path,
    title: outline.title,
    kind: outline.kind,
    status,
    attempts: attempt,
    sinceMs: startedAtMs === undefined ? null : startedAtMs - zeroOf(state),
    elapsedMs,
    ownMs: elapsedMs === null ? null : holdsOthers(step) ? waitedMs : elapsedMs,
    waitingMs: waitedMs,
    isOver: finishedAtMs !== undefined || state.status === 'ended',
    actor: actor?.name ?? null,
    choice: choice ?? null,
    reason: reason ?? null,
    deviations: state.deviations.filter(one => one.step === path).map(({kind}) => kind),
  };
};

/** The instant that everything is counted from: the start of the clock, of the run where that is unknown. */
const zeroOf = (state: RunState): number => instantOf(state, state.clock.start) ?? state.startedAtMs ?? 0;

const holdsOthers = ({outline}: StepState): boolean =>
  outline.opens !== undefined || (outline.branches ?? []).some(({steps}) => steps.length > 0);
