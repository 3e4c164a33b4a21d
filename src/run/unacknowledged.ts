/** Deadlines that nobody has acknowledged: owed until somebody does, also when their time is over, and when the run is. */
import type {OutlineDeadline} from './outline.ts';
import type {RunState} from './state.ts';
import {instantOf} from './timing.ts';

/** `untilMs` is when its time is over, milliseconds since 1970. */
export type Unacknowledged = Pick<OutlineDeadline, 'id' | 'text' | 'role'> & {readonly untilMs: number};

/** One whose beginning is unknown has not begun, so it is not owed. */
export const unacknowledged = (state: RunState): readonly Unacknowledged[] =>
  (state.outline.deadlines ?? []).flatMap(({id, after, withinMs, role, text}) => {
    const fromMs = instantOf(state, after);
    return fromMs === null || state.dealtWith.has(id)
      ? []
      : [{id, text, untilMs: fromMs + withinMs, ...(role !== undefined && {role})}];
  });

/** So long after its time a deadline of a run that is over is listed (docs/decisions/0086), milliseconds. */
export const listedAfterMs = 30 * 86_400_000;
