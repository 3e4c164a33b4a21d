/** When something began, ended or waited for a person, kept in the state of a step. */
import type {Actor} from './event.ts';
import type {StepState} from './state.ts';

/** The first thing that happened to a step is when it started. */
export const begin = (step: StepState, atMs: number): void => {
  step.startedAtMs ??= atMs;
};

/** Nothing happens to a step after this. */
export const finish = (step: StepState, status: StepState['status'], atMs: number): void => {
  step.status = status;
  step.finishedAtMs = atMs;
  // It was asked about once more after it had been done on paper.
  if (step.startedAtMs !== undefined && step.startedAtMs > atMs) {
    step.startedAtMs = atMs;
  }
};

/** A person is waited for from now on. */
export const wait = (step: StepState, atMs: number): void => {
  step.askedAtMs = atMs;
};

/** A person was waited for and is not any more. */
export const answered = (step: StepState, actor: Actor, atMs: number): void => {
  if (step.askedAtMs !== undefined) {
    step.waitingMs += Math.max(0, atMs - step.askedAtMs);
    delete step.askedAtMs;
    step.actor ??= actor;
  }
};
