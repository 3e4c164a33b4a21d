/** How steps and blocks are over, as the plain reading of the language knows it. */
import type {OnFailure, Step} from '../../src/runbook/runbook.ts';

/** How a step, or a block of steps, is over. */
export type Exit =
  | {readonly to: 'next'}
  | {readonly to: 'goto'; readonly step: string}
  | {readonly to: 'end'; readonly outcome: string}
  | {readonly to: 'leave'}
  /** The run stands at a step of its own that it has not come to; held, where everything since was undone. */
  | {readonly to: 'stand'; readonly step: string; readonly isHeld: boolean};

/** Where a step stands: in which lane, and whether what fails there gives up an item of a loop. */
export type Place = {readonly path: string; readonly lane: string; readonly leaves: boolean};

export const next: Exit = {to: 'next'};

export const ending = (outcome: string): Exit => ({to: 'end', outcome});

export const alone = (path: string, leaves: boolean): Place => ({path, lane: path, leaves});

export const failed = (policy: OnFailure, {leaves}: Place): Exit | 'held' => {
  switch (policy.do) {
    case 'continue':
      return next;
    case 'abort':
      return ending('aborted');
    case 'goto':
      return {to: 'goto', step: policy.step};
    case 'hold':
      return leaves ? {to: 'leave'} : 'held';
    case 'undo_to':
      return 'held';
  }
};

export const indexOf = (steps: readonly Step[], id: string): number => steps.findIndex(step => step.id === id);

/** The step that comes next in a block, if one of its own does. */
export const followingOf = (steps: readonly Step[], step: Step, exit: Exit): Step | undefined =>
  exit.to === 'goto' || exit.to === 'stand'
    ? steps.find(({id}) => id === exit.step)
    : steps[indexOf(steps, step.id) + 1];

/** How often something has come by now. */
export const count = (of: Map<string, number>, path: string): number => {
  const nth = (of.get(path) ?? 0) + 1;
  of.set(path, nth);
  return nth;
};
