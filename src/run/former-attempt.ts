/** What is known of an attempt and says nothing of the next one: it must not stay beside it. */
import type {StepState} from './state.ts';

/** What was taken back of earlier attempts says nothing of this one. */
export const isDoneAgain = (step: StepState): void => {
  forget(step, 'wasUndone');
  forget(step, 'undoStays');
};

/** Why an earlier attempt failed, or why the run stood here, says nothing of this one. */
export const forgetFormer = (step: StepState): void => {
  forget(step, 'reason');
  forget(step, 'wentBack');
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
