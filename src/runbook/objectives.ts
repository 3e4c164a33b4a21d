/** The recovery objectives of a runbook: its own, else those of its class in the plan. */
import type {Runbook} from './runbook.ts';

/** What a runbook needs to know of a plan; the plan itself knows more. */
export type PlanFacts = {
  readonly contacts: {readonly [name: string]: unknown};
  /** Who takes a role that a runbook leaves open. */
  readonly roles?: {readonly [role: string]: {readonly contact: string}};
  readonly objectives: {readonly [criticality: string]: Objectives | undefined};
};

/**
 * How long it may take and how much may be lost; null where there is no such objective. `mtpdMs` is the maximum tolerable
 * period of disruption (ISO 22301), absent where nobody has said one.
 */
export type Objectives = {readonly rtoMs: number | null; readonly rpoMs: number | null; readonly mtpdMs?: number};

/** An objective that the runbook states wins, also when it states that there is none. */
export const objectivesFor = (
  {objectives, criticality}: Pick<Runbook, 'objectives' | 'criticality'>,
  plan: PlanFacts | undefined,
): Objectives => {
  const ofClass = criticality === undefined ? undefined : plan?.objectives[criticality];
  const {rtoMs = ofClass?.rtoMs ?? null, rpoMs = ofClass?.rpoMs ?? null} = objectives;
  const mtpdMs = objectives.mtpdMs === undefined ? ofClass?.mtpdMs : objectives.mtpdMs;
  return {rtoMs, rpoMs, ...(typeof mtpdMs === 'number' && {mtpdMs})};
};
