/** Which steps something is being done for right now, said in one place for every face and list. */
import {stepsInOrder} from './blocks.ts';
import {isLacking} from './lacking.ts';
import type {RunState, StepState} from './state.ts';

/** It runs, is verified, or is being undone; one that is ready has not begun, and one that lacks a secret waits for a person. */
export const isAtWork = (step: Pick<StepState, 'status' | 'lacks'>): boolean =>
  (step.status === 'running' || step.status === 'verifying' || step.status === 'undoing') && !isLacking(step);

/** In the order of the page; without groups, whose steps are at work and not they. */
export const stepsAtWork = (state: RunState): readonly StepState[] =>
  stepsInOrder(state).filter(step => step.outline.shape !== 'group' && isAtWork(step));
