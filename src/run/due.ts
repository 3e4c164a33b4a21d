/** What time brings by itself: deadlines, reminders, calls to somebody, approvals that expire. Each is a fact once it has come. */
import type {FactBody} from './event.ts';
import {openDeadlines} from './open-deadlines.ts';
import type {RunState, StepState} from './state.ts';
import {instantOf} from './timing.ts';

/** Something that comes at an instant, and the facts that say that it came. */
export type Due = {readonly atMs: number; readonly facts: readonly FactBody[]};

/**
 * All that is still to come, in no order. `waiting` are the steps that wait for a person: only they can be called about or
 * expire. What came while nobody ran the program is due at once.
 */
export const dueOf = (state: RunState, waiting: readonly StepState[]): readonly Due[] => [
  ...openDeadlines(state)
    .filter(({isOverdue}) => !isOverdue)
    .map(({id, role, text, atMs}) => dutyAt(atMs, {what: 'deadline', id, text, role})),
  ...(state.outline.reminders ?? []).flatMap(({id, everyMs, until, role, text}) => {
    const fromMs = state.reminded.get(id) ?? state.startedAtMs;
    const isOpen = fromMs !== undefined && instantOf(state, until) === null;
    return isOpen ? [dutyAt(fromMs + everyMs, {what: 'reminder', id, text, role})] : [];
  }),
  ...waiting.flatMap(callOf),
  ...waiting.flatMap(expiryOf),
];

type Duty = {
  readonly what: 'deadline' | 'reminder';
  readonly id: string;
  readonly text: string;
  readonly role: string | undefined;
};

const dutyAt = (atMs: number, {role, ...duty}: Duty): Due => ({
  atMs,
  facts: [{type: 'due', ...duty, ...(role !== undefined && {role}), time: new Date(atMs).toISOString()}],
});

/** Somebody is called once for each attempt that nobody has dealt with for so long. */
const callOf = ({outline, path, attempt, escalations = [], ...step}: StepState): readonly Due[] => {
  const {escalate} = outline;
  const sinceMs = step.askedAtMs ?? step.stuckSinceMs;
  const isCalled = escalations.some(one => one.attempt === attempt && one.to === escalate?.to);
  return escalate === undefined || sinceMs === undefined || isCalled
    ? []
    : [
        {
          atMs: sinceMs + escalate.afterMs,
          facts: [
            {type: 'escalated', step: path, attempt, to: escalate.to, reason: 'nobody has dealt with it in time'},
          ],
        },
      ];
};

/** It is asked again, and whose go it takes is called; nothing is decided. */
const expiryOf = ({outline, path, attempt, status, askedAtMs}: StepState): readonly Due[] => {
  const {expiresMs, escalate, from = []} = outline;
  const to = escalate?.to ?? from[0];
  return expiresMs === undefined || askedAtMs === undefined || status !== 'awaiting' || to === undefined
    ? []
    : [
        {
          atMs: askedAtMs + expiresMs,
          facts: [
            {type: 'escalated', step: path, attempt, to, reason: 'nobody has answered in time'},
            {type: 'expired', step: path, attempt},
          ],
        },
      ];
};
