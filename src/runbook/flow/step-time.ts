/** How long a step takes for the worst path, where its author did not say. */
import type {Step, Wait} from '../runbook.ts';
import type {EstimateMs} from '../words.ts';

/** A person who reads, thinks and answers (language.md, The linter refuses). */
export const promptMs = 5 * 60_000;

/** A probe that does not wait. */
export const probeMs = 30_000;

/** The author's estimate, else the rule for its shape: `requires` and `verify` are inside it. */
export const timeOfStep = (step: Step): EstimateMs => {
  if (step.estimate !== undefined) {
    return step.estimate;
  }
  switch (step.kind) {
    case 'command':
    case 'script':
    case 'sql':
    case 'http':
      return always(step.timeoutMs);
    case 'notify':
      return always(step.mustAck ? promptMs : 0);
    case 'instruction':
    case 'input':
    case 'approval':
      return always(promptMs);
    case 'decision':
      return always(step.choose === undefined ? promptMs : 0);
    case 'check':
      return always(step.probe.withinMs ?? probeMs);
    case 'wait':
      return always(waitMs(step.wait));
    // What is inside them counts by itself, also what is included.
    case 'include':
    case 'group':
    case 'parallel':
    case 'foreach':
    case 'repeat':
    case 'let':
    case 'assert':
    case 'milestone':
    case 'end':
      return always(0);
  }
};

/** How long an instant is away nobody knows before the run. */
const waitMs = (wait: Wait): number => {
  if ('for' in wait) {
    return wait.for;
  }
  return 'until' in wait ? (wait.until.withinMs ?? probeMs) : 0;
};

const always = (durationMs: number): EstimateMs => ({p50Ms: durationMs, p90Ms: durationMs});
