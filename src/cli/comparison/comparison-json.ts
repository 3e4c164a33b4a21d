/** Two runs side by side as `--json` prints them; docs/design/comparison.md names every field. */
import type {Json} from '../../base/canonical-json.ts';
import type {Comparison} from '../../run/compare/compare.ts';
import type {ComparedStep} from '../../run/compare/compared-step.ts';
import type {RunAt, RunMeasure, StepMeasure} from '../../run/compare/measure.ts';
import {runJson} from '../run-json.ts';

type JsonObject = {[key: string]: Json};

/** `a` and `b` are the runs as `runs --json` has them, with what is measured beside each other. */
export const comparisonJson = (comparison: Comparison, {a, b}: {readonly a: RunAt; readonly b: RunAt}): JsonObject => ({
  a: wholeJson(comparison.a, a),
  b: wholeJson(comparison.b, b),
  parts: comparison.parts && {
    step: comparison.parts.step,
    why: comparison.parts.why,
    a: comparison.parts.a && sideJson(comparison.parts.a),
    b: comparison.parts.b && sideJson(comparison.parts.b),
  },
  steps: comparison.steps.map(stepJson),
});

const wholeJson = (measure: RunMeasure, {state, nowMs}: RunAt): JsonObject => ({
  ...runJson(state, nowMs),
  version: measure.runbook.version,
  title: measure.runbook.title,
  elapsedMs: measure.timing.elapsedMs,
  split: {...measure.timing.split},
  rtaSplit: measure.timing.rtaSplit && {...measure.timing.rtaSplit},
  milestones: measure.milestones.map(milestone => ({...milestone})),
});

const stepJson = (step: ComparedStep): JsonObject => ({
  path: step.a?.path ?? step.b?.path ?? '',
  title: step.a?.title ?? step.b?.title ?? '',
  matchedBy: step.matchedBy,
  a: step.a && sideJson(step.a),
  b: step.b && sideJson(step.b),
  differenceMs: step.differenceMs,
});

const sideJson = (side: StepMeasure): JsonObject => ({...side, deviations: [...side.deviations]});
