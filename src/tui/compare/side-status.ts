/** What stands for one run in a line of the comparison: a status and a time, at the end or at a moment. */
import type {StepMeasure} from '../../run/compare/measure.ts';
import type {Status} from '../../run/state.ts';

export type Side = {readonly status: Status; readonly elapsedMs: number | null; readonly waitingMs: number};

/** Nothing where the run has no such step. At a moment a step is not begun, under way, or over as it ended. */
export const sideAt = (step: StepMeasure | null, momentMs: number | null): Side | null => {
  if (step === null) {
    return null;
  }
  const {status, elapsedMs, waitingMs, sinceMs} = step;
  if (momentMs === null) {
    return {status, elapsedMs, waitingMs};
  }
  if (sinceMs === null || sinceMs > momentMs) {
    return {status: 'pending', elapsedMs: null, waitingMs: 0};
  }
  return momentMs < sinceMs + (elapsedMs ?? 0)
    ? {status: 'running', elapsedMs: momentMs - sinceMs, waitingMs: 0}
    : {status, elapsedMs, waitingMs};
};
