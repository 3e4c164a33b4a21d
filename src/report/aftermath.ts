/** What a step that failed leaves behind: said by what its kind and its facts prove, and never more. */
import type {StepState} from '../run/state.ts';

/** One or two clauses without a full stop. Lifeboat itself rolls nothing back; PostgreSQL does, where a statement fails. */
export const aftermath = (step: StepState): string => {
  const {outline, failure} = step;
  const {shape, effects} = outline;
  const undone = afterUndo(step);
  if (undone !== undefined) {
    return undone;
  }
  if (failure !== undefined && shape === 'action' && !failure.hasBegun) {
    return 'this step had not begun, so it changed nothing';
  }
  if (shape === 'probe' || shape === 'group' || shape === 'instant' || effects === 'read' || effects === 'none') {
    return 'this step changes nothing; nothing was rolled back';
  }
  if (shape === 'prompt') {
    return 'what was done by hand until then is as it was left; nothing was rolled back';
  }
  if (failure === undefined || failure.isUncertain) {
    return 'what this step did may be in place; nothing was rolled back here';
  }
  if (failure.isDone) {
    return 'what this step did is in place; nothing was rolled back';
  }
  return step.shown?.kind === 'sql'
    ? afterSql(step)
    : 'nothing was rolled back; what this step did before it failed may be in place';
};

/** Where the run went back, that it did: it did not fail here. */
const afterUndo = ({status, undoingOf, undoStays, wasUndone, wentBack}: StepState): string | undefined => {
  if (undoingOf !== undefined) {
    return 'what that attempt did may still be in place, or be taken back in part';
  }
  if (undoStays) {
    return 'what this step had done stays in place, as somebody said';
  }
  if (wasUndone) {
    return 'what this step had done is undone';
  }
  if (status !== 'held' || wentBack === undefined) {
    return undefined;
  }
  return wentBack === 'undone'
    ? 'what was undone stays undone, and this step has not begun again'
    : 'this step has not begun again';
};

/** Whether PostgreSQL itself took back all that the attempt which failed had done. */
export const keepsNothing = ({outline, failure, shown}: StepState): boolean =>
  failure?.hasBegun === true &&
  !failure.isDone &&
  !failure.isUncertain &&
  shown?.kind === 'sql' &&
  (outline.isTransaction === true || shown.lines.length === 1);

const afterSql = ({outline, shown}: StepState): string => {
  if (outline.isTransaction) {
    return 'nothing of this step is in place: PostgreSQL keeps nothing of a transaction that fails';
  }
  return shown?.lines.length === 1
    ? 'PostgreSQL keeps nothing of a statement that fails, and there was only this one'
    : 'PostgreSQL keeps nothing of the statement that failed; what those before it did is in place';
};
