/** Which steps name a value: each branch may have one that does. */
import type {Runbook, StepOf} from './runbook.ts';
import {stepsById} from './steps-by-id.ts';

type Namers = ReadonlyMap<string, readonly StepOf<'let'>[]>;

// A runbook never changes; going through its steps for each value that is read would take quadratic time.
const found = new WeakMap<Runbook, Namers>();

/** The let steps that name each value, in the order of the text. */
export const namersIn = (runbook: Runbook): Namers => {
  const namers = found.get(runbook) ?? find(runbook);
  found.set(runbook, namers);
  return namers;
};

const find = (runbook: Runbook): Namers => {
  const namers = new Map<string, StepOf<'let'>[]>();
  for (const step of stepsById(runbook).values()) {
    if (step.kind === 'let') {
      for (const name of Object.keys(step.values)) {
        const others = namers.get(name) ?? [];
        namers.set(name, others);
        others.push(step);
      }
    }
  }
  return namers;
};
