/** How long an action may take where nobody has said so. */
import type {Action} from './action.ts';
import type {Step} from './runbook.ts';

/** An action that nobody has timed ends after this long (language.md, Defaults). */
export const actionTimeoutMs = 15 * 60_000;

/** Whoever types into a program ends it; what a document says for all its steps is meant for those that run by themselves. */
export const interactiveTimeoutMs = 24 * 3_600_000;

/** Whether an action, as written or filled in, gets the terminal. */
export const asksPeople = (action: {readonly kind: Action['kind']}): boolean =>
  'interactive' in action && action.interactive === true;

/** The time of the action that is really performed, which may be a step's undo or what a drill does instead, milliseconds. */
export const timeoutFor = (step: Step, action: {readonly kind: Action['kind']}): number => {
  const isTyped = asksPeople(action);
  if ('action' in step && asksPeople(step.action) === isTyped) {
    return step.timeoutMs;
  }
  return isTyped ? interactiveTimeoutMs : (step.untypedTimeoutMs ?? step.timeoutMs);
};
