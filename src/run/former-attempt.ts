/** What is known of an attempt and says nothing of the next one: it must not stay beside it. */
import type {StepState} from './state.ts';

/** What was taken back of earlier attempts says nothing of this one. */
export const isDoneAgain = (step: StepState): void => {
  forget(step, 'wasUndone');
  forget(step, 'undoStays');
};

/** Why the run stood here after it went back says nothing of an attempt; why one failed is said until another one succeeds. */
export const forgetFormer = (step: StepState): void => {
  if (step.wentBack !== undefined) {
    forget(step, 'reason');
    forget(step, 'wentBack');
  }
};

/** To be called where an attempt succeeded: a reason that its own outcome was settled by has no failure beside it. */
export const forgetFailure = (step: StepState): void => {
  if (step.failure !== undefined) {
    forget(step, 'reason');
  }
};

/** A member that is not there is not deleted: after that the language keeps the whole object in a slower form. */
export const forget = (
  step: StepState,
  member: 'wasUndone' | 'undoStays' | 'wentBack' | 'reason' | 'child' | 'stop' | 'recoveryPoint' | 'outputGap',
): void => {
  if (step[member] !== undefined) {
    delete step[member];
  }
};
