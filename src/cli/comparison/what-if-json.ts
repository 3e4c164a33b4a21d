/** What another version would have made of a run as `--json` prints it; docs/design/comparison.md names every field. */
import type {Json} from '../../base/canonical-json.ts';
import type {WhatIfTold} from '../../report/what-if-lines.ts';
import type {RunAt} from '../../run/compare/measure.ts';
import type {Finishes, NewChoice, Parting, StepDifference, Stop} from '../../run/compare/what-if.ts';
import {comparisonJson} from './comparison-json.ts';

type JsonObject = {[key: string]: Json};

/** As a comparison, with `a` the record and `b` what would have been; `parts` is the fact at which they part. */
export const whatIfJson = (
  {comparison, what, rtoMs}: WhatIfTold,
  runs: {readonly a: RunAt; readonly b: RunAt},
): JsonObject => {
  const {steps, ...whole} = comparisonJson(comparison, runs);
  return {
    ...whole,
    parts: what.parting && partingJson(what.parting),
    finish: finishJson(what.finishes, rtoMs),
    stop: stopJson(what.stop),
    steps: comparison.steps.map((step, index) => ({
      ...((Array.isArray(steps) ? steps[index] : {}) as JsonObject),
      source: (step.b && what.sources.get(step.b.path)) ?? null,
    })),
    differences: what.differences.map(differenceJson),
    choices: what.choices.map(choice => choiceJson(choice, rtoMs)),
  };
};

const partingJson = ({fact, why, wants}: Parting): JsonObject => ({
  fact: fact.seq,
  type: fact.type,
  step: 'step' in fact ? (fact.step ?? null) : null,
  why,
  wants: [...wants],
});

const finishJson = ({p50Ms, p90Ms, estimatedMs, isRecovery}: Finishes, rtoMs: number | null): JsonObject => ({
  p50Ms,
  p90Ms,
  estimatedMs,
  isRecovery,
  rtoMs,
  met: !isRecovery || p50Ms === null || rtoMs === null ? null : p50Ms <= rtoMs,
  lateMet: !isRecovery || p90Ms === null || rtoMs === null ? null : p90Ms <= rtoMs,
});

const stopJson = (stop: Stop | null): Json => stop && {...stop};

const differenceJson = ({changes, formerPath, ...difference}: StepDifference): JsonObject => ({
  ...difference,
  formerPath: formerPath ?? null,
  changes: changes.map(change => ({...change})),
});

const choiceJson = ({step, title, followed, branches}: NewChoice, rtoMs: number | null): JsonObject => ({
  step,
  title,
  followed,
  branches: branches.map(branch => ({
    branch: branch.branch,
    title: branch.title,
    outcome: branch.outcome,
    stop: stopJson(branch.stop),
    finish: finishJson(branch, rtoMs),
  })),
});
