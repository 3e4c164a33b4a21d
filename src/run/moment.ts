/** Finding a moment in a record: by step, by time, by number. */
import {fail, type Result, succeed} from '../base/result.ts';
import type {Fact} from './event.ts';
import {runTimesOf} from './run-time.ts';

/**
 * How many facts a moment covers. A number is a seq (that fact included); a step is the moment at which it was over, or
 * its last fact; a time of day (`03:12`, `03:12:07`, UTC) or RFC 3339 is all facts up to it, in the time of the run.
 */
export const momentOf = (facts: readonly Fact[], wanted: string): Result<number> => {
  if (/^\d+$/.test(wanted)) {
    const seq = Number(wanted);
    return seq < facts.length
      ? succeed(seq + 1)
      : fail(`The record ends at fact ${facts.length - 1}; ${seq} is beyond it.`);
  }
  const about = facts.filter(fact => 'step' in fact && fact.step === wanted);
  const last = about.at(-1);
  if (last) {
    return succeed(last.seq + 1);
  }
  const limitMs = limitOf(facts, wanted);
  if (limitMs === undefined) {
    return fail(`"${wanted}" is no step that this run came to, no time and no number of a fact. ${stepsOf(facts)}`);
  }
  const count = runTimesOf(facts).findLastIndex(atMs => atMs <= limitMs) + 1;
  return count > 0
    ? succeed(count)
    : fail(`The run had not begun at ${wanted}; its first fact is of ${facts[0]?.at ?? 'no time'}.`);
};

const limitOf = (facts: readonly Fact[], wanted: string): number | undefined => {
  const clock = /^(\d\d):(\d\d)(?::(\d\d))?$/.exec(wanted);
  if (clock) {
    const [, hours, minutes, seconds = '59'] = clock;
    return Date.parse(`${(facts[0]?.at ?? '').slice(0, 10)}T${hours}:${minutes}:${seconds}.999Z`);
  }
  const atMs = /^\d{4}-\d\d-\d\dT/.test(wanted) ? Date.parse(wanted) : Number.NaN;
  return Number.isNaN(atMs) ? undefined : atMs;
};

const stepsOf = (facts: readonly Fact[]): string => {
  const paths = new Set(facts.flatMap(fact => ('step' in fact && fact.step !== undefined ? [fact.step] : [])));
  return paths.size === 0 ? 'It came to no step.' : `It came to ${[...paths].join(', ')}.`;
};
