/** What time asks for besides the steps: deadlines that are near or have passed, and what somebody is reminded of. */
import {minuteOfDay} from '../../report/words.ts';
import {hasPassed, openDeadlines} from '../../run/open-deadlines.ts';
import type {RunState} from '../../run/state.ts';
import {type Line, paragraph} from '../line.ts';
import type {Look} from '../look.ts';
import type {Moment} from '../moment.ts';

/** So long before it a deadline is said, and so long after it a reminder is. */
const nearMs = 15 * 60_000;
const remindedMs = 2 * 60_000;

/** Nothing while nothing is near: the page belongs to the step. */
export const dueLines = (
  {state, nowMs}: Pick<Moment, 'state' | 'nowMs'>,
  {width}: Pick<Look, 'width'>,
): readonly Line[] =>
  state.status === 'running' ? [...deadlines(state, nowMs, width), ...reminders(state, nowMs, width)] : [];

const deadlines = (state: RunState, nowMs: number, width: number): readonly Line[] =>
  openDeadlines(state).flatMap(deadline => {
    const {id, text, role, atMs} = deadline;
    if (atMs - nowMs > nearMs) {
      return [];
    }
    const isLate = hasPassed(deadline, nowMs);
    const words = `${isLate ? 'DEADLINE PASSED' : 'By'} ${minuteOfDay(atMs)} UTC: ${text.trim().replace(/\.$/, '')}${owner(role)}. Once done :acknowledge ${id}`;
    return paragraph(words, {width, tone: isLate ? 'bad' : 'warn'});
  });

const reminders = (state: RunState, nowMs: number, width: number): readonly Line[] =>
  (state.outline.reminders ?? []).flatMap(({id, text, role}) => {
    const lastMs = state.reminded.get(id);
    return lastMs === undefined || nowMs - lastMs > remindedMs
      ? []
      : paragraph(`Reminder of ${minuteOfDay(lastMs)} UTC: ${text.trim()}${owner(role)}`, {width, tone: 'warn'});
  });

const owner = (role: string | undefined): string => (role === undefined ? '' : ` (${role.replaceAll('_', ' ')})`);
