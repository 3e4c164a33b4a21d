/** Estimates that runs taught: once a step was really done in three runs, what they took counts instead of what its author thought. */
import type {EstimateMs, Outline, OutlineStep} from './outline.ts';
import {type Path, stepPath} from './path.ts';

/** How long something took over several runs, milliseconds. */
export type Measured = EstimateMs & {readonly lastMs: number; readonly runs: number};

/** From this many runs on, history counts for more than an estimate (language.md, Steps). */
export const learningRunsMin = 3;

/** What is older says little about the systems of today. */
export const learningRunsMax = 20;

/** By the path of a step, without items. */
export type Learnt = ReadonlyMap<Path, Measured>;

/** Of durations, the latest first: the middle one, and the one that nine of ten do not exceed (nearest rank); null of none. */
export const learntFrom = (latestFirstMs: readonly number[]): Measured | null => {
  const sorted = latestFirstMs.toSorted((a, b) => a - b);
  const rank = (part: number): number => sorted[Math.max(0, Math.ceil(sorted.length * part) - 1)] ?? 0;
  const [lastMs] = latestFirstMs;
  return lastMs === undefined ? null : {p50Ms: rank(0.5), p90Ms: rank(0.9), lastMs, runs: sorted.length};
};

/** The outline with what was learnt: the run then keeps it, and says the same for ever. */
export const withLearnt = (outline: Outline, learnt: Learnt): Outline =>
  learnt.size === 0 ? outline : {...outline, steps: outline.steps.map(step => learntStep(step, '', learnt))};

const learntStep = (step: OutlineStep, block: string, learnt: Learnt): OutlineStep => {
  const path = stepPath(block, step.id);
  const measured = learnt.get(path);
  const isEnough = measured !== undefined && measured.runs >= learningRunsMin;
  return {
    ...step,
    ...(isEnough && {estimate: {p50Ms: measured.p50Ms, p90Ms: measured.p90Ms}, learntFrom: measured.runs}),
    ...(step.steps && {steps: step.steps.map(inner => learntStep(inner, path, learnt))}),
    ...(step.branches && {
      branches: step.branches.map(branch => ({
        ...branch,
        steps: branch.steps.map(inner => learntStep(inner, `${path}:${branch.name}`, learnt)),
      })),
    }),
  };
};

/** What an outline was given, to be given to another one of the same run: an amendment forgets nothing that was learnt. */
export const learntIn = ({steps}: Outline): Learnt => {
  const found = new Map<Path, Measured>();
  const visit = (block: string, inner: readonly OutlineStep[]): void => {
    for (const step of inner) {
      const path = stepPath(block, step.id);
      if (step.learntFrom !== undefined) {
        found.set(path, {...step.estimate, lastMs: step.estimate.p50Ms, runs: step.learntFrom});
      }
      visit(path, step.steps ?? []);
      for (const branch of step.branches ?? []) {
        visit(`${path}:${branch.name}`, branch.steps);
      }
    }
  };
  visit('', steps);
  return found;
};
