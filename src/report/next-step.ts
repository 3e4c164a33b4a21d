/** What comes after a step on the page, as far as the page can say: conditions and jumps decide when it is over. */
import {showForeignLine} from '../base/foreign-text.ts';
import {stepsInOrder} from '../run/blocks.ts';
import type {Path} from '../run/path.ts';
import type {RunState} from '../run/state.ts';

/** `"Stop application writes"`, or `the end of the run`; which of several ends it is, is not known yet. */
export const nextStepWords = (state: RunState, path: Path): string => {
  const steps = stepsInOrder(state);
  const at = steps.findIndex(step => step.path === path);
  const next = steps.slice(at + 1).find(({status}) => status === 'pending')?.outline;
  return next === undefined || next.kind === 'end' ? 'the end of the run' : `"${showForeignLine(next.title)}"`;
};
