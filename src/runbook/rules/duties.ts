/** Deadlines and reminders that cannot be told apart, or that wait for an instant which never comes. */

import type {Finding, Rule, Subject} from '../rule.ts';
import type {Step} from '../runbook.ts';
import {allSteps} from '../walk.ts';
import type {EventName} from '../words.ts';
import type {DocumentPath} from '../yaml/document.ts';

export const duplicateDuty: Rule = {
  code: 'duty/duplicate-id',
  severity: 'error',
  why: 'Who says that a deadline is met names it by its id, so that must mean one.',
  waivable: false,
  check: ({runbook: {deadlines, reminders}, document}) => {
    const seen = new Set<string>();
    const named = [
      ...deadlines.map(({id}, index) => ({id, path: ['deadlines', index, 'id']})),
      ...reminders.map(({id}, index) => ({id, path: ['reminders', index, 'id']})),
    ];
    return named.flatMap(({id, path}): readonly Finding[] => {
      const isTaken = seen.has(id);
      seen.add(id);
      return isTaken
        ? [
            {
              message: `there is already a deadline or reminder "${id}"`,
              span: document.valueSpan(path),
              hint: 'give it another id',
            },
          ]
        : [];
    });
  },
};

export const neverDue: Rule = {
  code: 'duty/never-due',
  severity: 'error',
  why: 'What counts from an instant that never comes is never due, and what is said until then is said for ever.',
  waivable: false,
  check: subject => {
    const {deadlines, reminders} = subject.runbook;
    return [
      ...deadlines.flatMap(({after}, index) => unreached(after, ['deadlines', index, 'after'], subject)),
      ...reminders.flatMap(({until}, index) => unreached(until, ['reminders', index, 'until'], subject)),
    ];
  },
};

/** They are given with the declaration, measured by a step, or come with the run itself. */
const givenFromOutside: readonly EventName[] = ['disruption', 'detection', 'declaration', 'run_start'];

const unreached = (event: EventName, path: DocumentPath, {runbook, document}: Subject): readonly Finding[] =>
  givenFromOutside.includes(event) || reaches(runbook.steps, event)
    ? []
    : [
        {
          message: `no step of this runbook reaches ${event}`,
          span: document.valueSpan(path),
          hint: `put a step with milestone: ${event} where it is reached, or name another instant`,
        },
      ];

const reaches = (steps: readonly Step[], event: EventName): boolean =>
  [...allSteps(steps)].some(step => step.kind === 'milestone' && step.event === event);
