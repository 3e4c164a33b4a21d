/** The steps of a runbook by their ids. */
import type {Runbook, Step} from './runbook.ts';
import {allSteps} from './walk.ts';

// A runbook never changes; looking its steps up again for each reference would take quadratic time.
const found = new WeakMap<Runbook, ReadonlyMap<string, Step>>();

export const stepsById = (runbook: Runbook): ReadonlyMap<string, Step> => {
  const steps = found.get(runbook) ?? new Map([...allSteps(runbook.steps)].map(step => [step.id, step] as const));
  found.set(runbook, steps);
  return steps;
};
