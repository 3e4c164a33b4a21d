/** A line of a comparison: a step of one run beside the same step of another one, and what the difference cost. */
import type {Pair} from './align.ts';
import type {MatchedBy} from './match-paths.ts';
import type {StepMeasure} from './measure.ts';

/** `a` or `b` is null where that run has no such step. */
export type ComparedStep = {
  readonly a: StepMeasure | null;
  readonly b: StepMeasure | null;
  readonly depth: number;
  readonly matchedBy: MatchedBy | null;
  /** How much longer the first run took for the step itself, milliseconds; null where one of them did not come to it, or is not over with it. */
  readonly differenceMs: number | null;
  /** The steps as they stand in both runs, for whoever looks closer. */
  readonly states: Pair;
};

/**
 * What a step cost the first run more, milliseconds: one that only one of them came to costs all of its time. Nothing as
 * long as it is still going on, or still to come, in one of them.
 */
export const costMs = ({a, b}: ComparedStep): number =>
  [a, b].every(step => step === null || step.isOver) ? (a?.ownMs ?? 0) - (b?.ownMs ?? 0) : 0;

/** What is less reads as nothing: times are told to a tenth of a second. */
export const noticeableMs = 50;

/** The largest differences first, whichever run took longer; those of the same size in the order of the page. */
export const byDifference = (steps: readonly ComparedStep[]): readonly ComparedStep[] =>
  steps
    .filter(step => Math.abs(costMs(step)) >= noticeableMs)
    .toSorted((one, other) => Math.abs(costMs(other)) - Math.abs(costMs(one)));
