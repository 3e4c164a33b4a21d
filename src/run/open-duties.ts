/** What must still go: steps that left something behind, and that nobody has lifted. */
import type {RunState, StepState} from './state.ts';

export type OpenDuty = {
  readonly step: StepState;
  readonly liftedBy: string;
  /** By when, milliseconds since 1970. */
  readonly untilMs: number;
};

/** While there is one the outcome is never plain recovered; afterwards each is a duty of its role. */
export const openDuties = (state: RunState): readonly OpenDuty[] =>
  [...state.steps.values()].flatMap(step => {
    const {temporary, opens} = step.outline;
    const isDone = step.status === 'failed' && step.performedAttempt === step.attempt;
    const stands = ['succeeded', 'overridden', 'held'].includes(step.status) || isDone;
    const isItem = step.path.endsWith(']');
    if (temporary === undefined || !stands || step.attempt === 0 || (opens === 'items' && !isItem)) {
      return [];
    }
    const isLifted = [...state.steps.values()].some(
      lifter => lifter.outline.id === temporary.liftedBy && lifts(lifter, step),
    );
    const untilMs = (step.finishedAtMs ?? state.lastAtMs ?? 0) + temporary.withinMs;
    return isLifted ? [] : [{step, liftedBy: temporary.liftedBy, untilMs}];
  });

/** In a loop a step lifts what its own item left behind; a step with `each` lifts once all of its items have. */
const lifts = ({path, status, finishedAtMs, failedItems = []}: StepState, step: StepState): boolean => {
  const isItemOfEach = path.endsWith(']');
  const around = path.slice(0, path.lastIndexOf(']') + 1);
  const isOver = (status === 'succeeded' || status === 'overridden') && failedItems.length === 0;
  return isOver && !isItemOfEach && step.path.startsWith(around) && (finishedAtMs ?? 0) >= (step.finishedAtMs ?? 0);
};
