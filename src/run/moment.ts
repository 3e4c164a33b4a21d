/** Finding a moment in a record: by step, by time, by number, or by how long after the start. */
import {parseDurationMs} from '../base/duration.ts';
import {fail, type Result, succeed} from '../base/result.ts';
import type {Fact} from './event.ts';
import type {Path} from './path.ts';
import {runTimesOf} from './run-time.ts';

export type Place = {
  /** How many facts it covers. */
  readonly facts: number;
  /** The instant itself, in the time of the run, where a time was asked for; else that of the last fact. */
  readonly atMs?: number;
  /** The step that was asked for. */
  readonly step?: Path;
};

/**
 * A number is a seq (that fact included); a step, by its path or id, is the moment at which it was over, or its last fact; a
 * time of day (`03:12`, `03:12:07`, UTC), RFC 3339, `+12m` after the start and `-5m` before the end are all facts up to it,
 * in the time of the run.
 */
export const momentOf = (
  facts: readonly Fact[],
  wanted: string,
  times: readonly number[] = runTimesOf(facts),
): Result<Place> => {
  if (/^\d+$/.test(wanted)) {
    const seq = Number(wanted);
    return seq < facts.length
      ? succeed({facts: seq + 1})
      : fail(`The record ends at fact ${facts.length - 1}; ${seq} is beyond it.`);
  }
  const step = pathOf(facts, wanted);
  if (step !== undefined) {
    const last = facts.findLastIndex(fact => stepOf(fact) === step);
    return succeed({facts: last + 1, step});
  }
  const limitMs = limitOf(times, wanted);
  if (limitMs === undefined) {
    return fail(`"${wanted}" is no step that this run came to, no time and no number of a fact. ${stepsOf(facts)}`);
  }
  const count = times.findLastIndex(atMs => atMs <= limitMs) + 1;
  return count > 0
    ? succeed({facts: count, atMs: Math.min(limitMs, times.at(-1) ?? limitMs)})
    : fail(`The run had not begun at ${wanted}; its first fact is of ${facts[0]?.at ?? 'no time'}.`);
};

const stepOf = (fact: Fact): Path | undefined => ('step' in fact ? fact.step : undefined);

/** People call a step inside a branch by its id too; what is in a loop is then that of the first item. */
const pathOf = (facts: readonly Fact[], wanted: string): Path | undefined => {
  const ends = `/${wanted}`;
  let byId: Path | undefined;
  for (const fact of facts) {
    const step = stepOf(fact);
    if (step === wanted) {
      return step;
    }
    byId ??= step?.endsWith(ends) ? step : undefined;
  }
  return byId;
};

const limitOf = (times: readonly number[], wanted: string): number | undefined => {
  const startMs = times[0] ?? 0;
  const endMs = times.at(-1) ?? startMs;
  const relative = /^([+-])(.+)$/.exec(wanted);
  if (relative) {
    const duration = parseDurationMs(relative[2] ?? '');
    return duration.ok ? (relative[1] === '+' ? startMs + duration.value : endMs - duration.value) : undefined;
  }
  const clock = /^(\d\d):(\d\d)(?::(\d\d))?$/.exec(wanted);
  if (clock) {
    const [, hours, minutes, seconds = '59'] = clock;
    return onDayOfRun(`${hours}:${minutes}:${seconds}.999`, startMs, endMs);
  }
  const atMs = /^\d{4}-\d\d-\d\dT/.test(wanted) ? Date.parse(wanted) : Number.NaN;
  return Number.isNaN(atMs) ? undefined : atMs;
};

const dayMs = 86_400_000;

/** A run that goes on over midnight has some times on a later day only. */
const onDayOfRun = (time: string, startMs: number, endMs: number): number | undefined => {
  const firstMs = Date.parse(`${new Date(startMs).toISOString().slice(0, 10)}T${time}Z`);
  const nextMs = firstMs + dayMs * Math.ceil((startMs - firstMs) / dayMs);
  const isOfLaterDay = firstMs < startMs && Math.floor(nextMs / dayMs) * dayMs <= endMs;
  const foundMs = isOfLaterDay ? nextMs : firstMs;
  return Number.isNaN(foundMs) ? undefined : foundMs;
};

const namedMax = 12;

const stepsOf = (facts: readonly Fact[]): string => {
  const paths = [...new Set(facts.flatMap(fact => stepOf(fact) ?? []))];
  const more = paths.length > namedMax ? `, and to ${paths.length - namedMax} more` : '';
  return paths.length === 0 ? 'It came to no step.' : `It came to ${paths.slice(0, namedMax).join(', ')}${more}.`;
};
