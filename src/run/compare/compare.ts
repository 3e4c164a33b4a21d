/** Two runs side by side: as wholes, step by step, and where they part. */
import type {StepState} from '../state.ts';
import {align, type Pair} from './align.ts';
import type {ComparedStep} from './compared-step.ts';
import {measureRun, measureStep, type RunAt, type RunMeasure, type StepMeasure} from './measure.ts';
import {firstParting, type RunParting} from './run-parting.ts';

export type Comparison = {
  readonly a: RunMeasure;
  readonly b: RunMeasure;
  readonly steps: readonly ComparedStep[];
  readonly parts: RunParting | null;
};

/** Pure. Runs of different versions, and of different runbooks, are compared as far as their steps are alike. */
export const compareRuns = (a: RunAt, b: RunAt): Comparison => {
  const steps = align(a.state, b.state).map(pair => compareStep(a, b, pair));
  return {a: measureRun(a), b: measureRun(b), steps, parts: firstParting(steps)};
};

const compareStep = (runA: RunAt, runB: RunAt, pair: Pair): ComparedStep => {
  const measured = (run: RunAt, step: StepState | undefined): StepMeasure | null =>
    step === undefined ? null : measureStep(run, step);
  const [a, b] = [measured(runA, pair.a), measured(runB, pair.b)];
  const [ownA, ownB] = [a?.ownMs ?? null, b?.ownMs ?? null];
  return {
    a,
    b,
    depth: pair.a?.depth ?? pair.b?.depth ?? 0,
    matchedBy: pair.by ?? null,
    differenceMs: ownA === null || ownB === null || !a?.isOver || !b?.isOver ? null : ownA - ownB,
    states: pair,
  };
};
