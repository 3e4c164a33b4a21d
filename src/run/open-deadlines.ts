/** The deadlines of a run that nobody has dealt with yet, and when they end: each face words them for itself. */
import type {RunState} from './state.ts';
import {unacknowledged} from './unacknowledged.ts';

export type OpenDeadline = {
  readonly id: string;
  readonly text: string;
  readonly role?: string;
  /** Milliseconds since 1970. */
  readonly atMs: number;
  /** It is a fact that it has passed, whatever the clock says by now. */
  readonly isOverdue: boolean;
};

/** In the order of the runbook. One whose beginning nobody knows has no end, and a run that is over has none that is open. */
export const openDeadlines = (state: RunState): readonly OpenDeadline[] =>
  state.status === 'ended'
    ? []
    : unacknowledged(state).map(({untilMs, ...deadline}) => ({
        ...deadline,
        atMs: untilMs,
        isOverdue: state.overdue.has(deadline.id),
      }));

/** In its last instant it is still kept. */
export const hasPassed = ({isOverdue, atMs}: OpenDeadline, nowMs: number): boolean => isOverdue || atMs < nowMs;
