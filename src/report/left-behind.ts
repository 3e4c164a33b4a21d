/** What a run that ended before its time leaves behind: steps that changed something, and the tidying up that nobody did. */
import type {RunState, StepState} from '../run/state.ts';
import {aftermath, keepsNothing} from './aftermath.ts';
import {statusWords} from './words.ts';

/** One step of either list, with what is known of it. */
export type LeftStep = {readonly step: string; readonly title: string; readonly says: string};

export type LeftBehind = {
  /** Steps that may have changed something, in the order of the page. */
  readonly changed: readonly LeftStep[];
  /** Steps of the phase in which the author tidies up, which were not reached. */
  readonly notTidied: readonly LeftStep[];
};

const nothing: LeftBehind = {changed: [], notTidied: []};

/** Both lists are empty while the run is open, and where it came to the end that its author had in mind. */
export const leftBehind = ({status, outcome, steps}: RunState): LeftBehind => {
  if (status !== 'ended' || outcome === 'recovered' || outcome === 'recovered-with-exceptions') {
    return nothing;
  }
  const all = [...steps.values()];
  return {
    changed: all.filter(hasChanged).map(step => left(step, `${whatCame(step)}${wayBack(step)}`)),
    notTidied: all
      .filter(step => wouldTidy(step) && all.some(hasBuilt))
      .map(step => left(step, statusWords[step.status])),
  };
};

const left = ({path, outline}: StepState, says: string): LeftStep => ({step: path, title: outline.title, says});

const hasChanged = (step: StepState): boolean => {
  const {outline, begunAttempt, status} = step;
  const isChange = outline.effects === 'write' || outline.effects === 'destructive';
  // What was left out before it began, or failed before it began and never did, is as it was.
  const hasBegun = begunAttempt !== undefined || (outline.shape === 'prompt' && status === 'succeeded');
  // An earlier attempt may have left something where the last one did not.
  const isKept = status === 'succeeded' || step.attempt > 1 || !keepsNothing(step);
  return isChange && (outline.shape === 'action' || outline.shape === 'prompt') && hasBegun && isKept;
};

const whatCame = (step: StepState): string => {
  switch (step.status) {
    case 'held':
    case 'failed':
      return `${statusWords[step.status]}; ${aftermath(step)}`;
    case 'ready':
    case 'awaiting':
    case 'running':
    case 'verifying':
    case 'left':
      return 'not over when the run ended';
    case 'pending':
    case 'succeeded':
    case 'rejected':
    case 'unknown':
    case 'skipped':
    case 'overridden':
    case 'not-applicable':
    case 'undoing':
    case 'undone':
    case 'not-reached':
      return statusWords[step.status];
  }
};

const wayBack = ({outline}: StepState): string =>
  outline.hasUndo ? '; the runbook of this run says how to undo it' : '';

/** What is tidied up at the end was built behind the containment: an end before that leaves nothing to take down. */
const hasBuilt = ({outline: {shape, phase}, begunAttempt}: StepState): boolean =>
  shape === 'action' &&
  begunAttempt !== undefined &&
  phase !== 'activation' &&
  phase !== 'containment' &&
  phase !== 'reconstitution';

const wouldTidy = ({outline, status}: StepState): boolean =>
  outline.phase === 'reconstitution' &&
  outline.shape === 'action' &&
  (status === 'not-reached' || status === 'skipped' || status === 'failed');
