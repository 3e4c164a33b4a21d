/** What is noted while a runbook is gone through, all ways at once. */

import type {Step} from '../runbook.ts';
import {allSteps} from '../walk.ts';
import type {EventName, Outcome} from '../words.ts';
import type {FlowState} from './flow-state.ts';

export type FlowEnd = {
  readonly outcome: Outcome;
  readonly state: FlowState;
  /** The step that ends it, and the branch where a decision does. */
  readonly step: string;
  readonly branch?: string;
};

export type Walk = {
  /** When steps are applicable, by their ids. */
  readonly conditions: ReadonlyMap<string, string | undefined>;
  readonly before: Map<string, FlowState>;
  readonly branchEnds: Map<string, FlowState>;
  readonly branchesLeft: Map<string, FlowState>;
  readonly loopEnds: Map<string, FlowState>;
  readonly ends: FlowEnd[];
  readonly stopsAt: EventName | undefined;
  readonly isTrial: boolean;
  worstP90Ms: number | undefined;
};

export const beginWalk = (steps: readonly Step[], stopsAt: EventName | undefined): Walk => ({
  conditions: new Map([...allSteps(steps)].map(({id, when}) => [id, when] as const)),
  before: new Map(),
  branchEnds: new Map(),
  branchesLeft: new Map(),
  loopEnds: new Map(),
  ends: [],
  stopsAt,
  isTrial: false,
  worstP90Ms: undefined,
});

/** To see how a part is left; what is noted on it is not kept. */
export const trialOf = (walk: Walk): Walk => ({
  ...walk,
  isTrial: true,
  before: new Map(),
  branchEnds: new Map(),
  branchesLeft: new Map(),
  loopEnds: new Map(),
  ends: [],
});
