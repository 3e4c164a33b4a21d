/** The instants of an incident that are known when its run begins. */
import {type Result, succeed} from '../base/result.ts';
import type {FactBody} from '../run/event.ts';
import type {Runbook} from '../runbook/runbook.ts';
import type {GivenInputs} from './inputs.ts';
import {type Refusal, refuse} from './refusal.ts';
import {readTime} from './typed-time.ts';

export type ClockOptions = {readonly disruption?: string; readonly detected?: string; readonly declared?: string};

export type Mark = Extract<FactBody, {type: 'event-marked'}>;

/** The instants that were given: by an option, or by an input that is declared to set one. The option wins. */
export const clockMarks = (
  runbook: Runbook,
  options: ClockOptions,
  inputs: GivenInputs,
): Result<readonly Mark[], Refusal> => {
  const marks: Mark[] = [];
  for (const [event, option] of [
    ['disruption', 'disruption'],
    ['detection', 'detected'],
    ['declaration', 'declared'],
  ] as const) {
    const text = options[option];
    if (text !== undefined) {
      const time = readTime(text);
      if (!time.ok) {
        return refuse('usage', `--${option}: ${time.reason}`);
      }
      marks.push({type: 'event-marked', event, time: time.value, source: 'typed'});
      continue;
    }
    const input = Object.values(runbook.inputs).find(({sets}) => sets === event);
    const value = input && inputs[input.name];
    if (typeof value === 'string') {
      marks.push({type: 'event-marked', event, time: new Date(value).toISOString(), source: 'typed'});
    }
  }
  const later = marks.find(({time}) => Date.parse(time) > Date.now());
  return later === undefined
    ? succeed(marks)
    : refuse('usage', `The ${later.event} at ${later.time} lies in the future.`, 'Look at the date and the time zone.');
};
