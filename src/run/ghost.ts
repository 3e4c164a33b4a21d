/** The last run of the same runbook, to be held beside this one: how long its steps took, and what they measured. */

import {isWithin} from './effects.ts';
import type {Mode} from './event.ts';
import type {Path} from './path.ts';
import type {RunState, StepState} from './state.ts';
import {instantOf} from './timing.ts';

export type Ghost = {
  readonly run: string;
  readonly mode: Mode;
  readonly startedAtMs: number;
  readonly steps: ReadonlyMap<Path, GhostStep>;
};

export type GhostStep = {
  /** From when it was begun or asked to its end, milliseconds. */
  readonly tookMs: number;
  /** The data that was lost, by what this step measured, milliseconds. */
  readonly lostMs?: number;
};

/** Of a run that has ended. Steps are matched by their paths; what was not really done by anybody has no time. */
export const ghostOf = (state: RunState): Ghost => {
  const disruptionMs = instantOf(state, 'disruption');
  const unattended = [...state.steps.values()].filter(isAnsweredByNobody).map(({path}) => path);
  const isPartlyReal = (path: Path): boolean => !unattended.some(inside => inside !== path && isWithin(inside, path));
  const steps = [...state.steps.values()].flatMap((step): readonly (readonly [Path, GhostStep])[] => {
    const {path, startedAtMs, finishedAtMs, recoveryPoint} = step;
    if (startedAtMs === undefined || finishedAtMs === undefined || !isReal(step) || !isPartlyReal(path)) {
      return [];
    }
    const lostMs =
      recoveryPoint === undefined || disruptionMs === null
        ? undefined
        : Math.max(0, disruptionMs - Date.parse(recoveryPoint));
    return [[path, {tookMs: finishedAtMs - startedAtMs, ...(lostMs !== undefined && {lostMs})}]];
  });
  return {run: state.run, mode: state.mode, startedAtMs: state.startedAtMs ?? 0, steps: new Map(steps)};
};

/** A robot and prepared answers take no time, so neither does what they stand in. */
const isAnsweredByNobody = ({actor}: StepState): boolean => actor?.via === 'robot' || actor?.via === 'answers';

/** What was simulated was not done. */
const isReal = (step: StepState): boolean => {
  const {status, outline, begunAttempt, paper} = step;
  if (status !== 'succeeded' || outline.shape === 'instant' || paper !== undefined) {
    return false;
  }
  if (outline.shape === 'prompt' || outline.kind === 'decision') {
    return !isAnsweredByNobody(step);
  }
  return outline.shape !== 'action' || outline.opens !== undefined || begunAttempt !== undefined;
};
