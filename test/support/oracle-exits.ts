/** How steps and blocks are over, as the plain reading of the language knows it. */
import type {OnFailure} from '../../src/runbook/runbook.ts';

/** How a step, or a block of steps, is over. */
export type Exit =
  | {readonly to: 'next'}
  | {readonly to: 'goto'; readonly step: string}
  | {readonly to: 'end'; readonly outcome: string}
  | {readonly to: 'leave'};

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
