/** How steps and blocks are left: at their end, or towards a later step of a block around them. */

import type {OnFailure} from '../runbook.ts';
import {type FlowState, join, type together} from './flow-state.ts';

/** What is certain on the ways to steps, by their ids. */
export type Ways = ReadonlyMap<string, FlowState>;

export type Exits = {readonly done: FlowState | undefined; readonly gotos: Ways};

/** At its end only. */
export const onwards = (done: FlowState | undefined): Exits => ({done, gotos: new Map()});

/** Adds ways to those that lead to the same steps. */
export const merge = (into: Map<string, FlowState>, ways: Ways): void => {
  for (const [target, state] of ways) {
    const joined = join(into.get(target), state);
    if (joined !== undefined) {
      into.set(target, joined);
    }
  }
};

type Tried = {readonly succeeded: FlowState; readonly failed: FlowState};

/** What an author lets follow. */
export const afterTrying = (onFailure: OnFailure, {succeeded, failed}: Tried): Exits => {
  switch (onFailure.do) {
    case 'hold':
    case 'abort':
      return onwards(succeeded);
    case 'undo_to':
      return {
        done: succeeded,
        gotos: new Map(onFailure.then === undefined ? [] : [[onFailure.then, failed]]),
      };
    case 'continue':
      return onwards(join(succeeded, failed));
    case 'goto':
      return {done: succeeded, gotos: new Map([[onFailure.step, failed]])};
  }
};

/** The ends of what is gone through beside one another, and where all of it begins. */
export type Ends = {readonly beginning: FlowState; readonly parts: readonly (FlowState | undefined)[]};

/** No goto leads out of them. */
export const afterAll = ({beginning, parts}: Ends, both: typeof together): Exits =>
  onwards(parts.reduce<FlowState | undefined>((done, end) => done && end && both(done, end, beginning), beginning));
