/** The deadlines of a run that nobody has dealt with yet, and when they end: each face words them for itself. */
import type {RunState} from './state.ts';
import {instantOf} from './timing.ts';

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
    : (state.outline.deadlines ?? []).flatMap(({id, withinMs, after, text, role}) => {
        const fromMs = instantOf(state, after);
        return fromMs === null || state.dealtWith.has(id)
          ? []
          : [
              {
                id,
                text,
                atMs: fromMs + withinMs,
                isOverdue: state.overdue.has(id),
                ...(role !== undefined && {role}),
              },
            ];
      });

/** In its last instant it is still kept. */
export const hasPassed = ({isOverdue, atMs}: OpenDeadline, nowMs: number): boolean => isOverdue || atMs < nowMs;
