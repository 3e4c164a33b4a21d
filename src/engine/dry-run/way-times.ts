/** How long the longest way to a point takes, and the longest on which the recovery clock still runs: by the linter's rule, narrowed to what is known. */
import type {Outcome} from '../../run/event.ts';
import type {EstimateMs} from '../../run/outline.ts';
import {type PathTime, p90Of} from '../../runbook/flow/flow-state.ts';

/** A point that a way leads to. */
export type Moment = {
  readonly longest: PathTime;
  /** Nothing where the clock has stopped on every way. */
  readonly running: PathTime | undefined;
};

export type Ways = ReadonlyMap<string, Moment>;

/** How a block can be left: at its end, towards a step of a block around it, or by an end of its file. */
export type Exits = {
  readonly done: Moment | undefined;
  readonly gotos: Ways;
  readonly ends: readonly {readonly outcome: Outcome; readonly at: Moment}[];
};

const noExits: Exits = {done: undefined, gotos: new Map(), ends: []};

/** Only on to the next step. */
export const onwards = (done: Moment | undefined): Exits => ({...noExits, done});

export const leadsTo = (step: string, at: Moment | undefined): Exits => ({
  ...noExits,
  gotos: new Map(at ? [[step, at]] : []),
});

export const endsWith = (outcome: Outcome, at: Moment | undefined): Exits => ({
  ...noExits,
  ends: at ? [{outcome, at}] : [],
});

/** The ways on where one of these was gone. */
export const anyOf = (all: readonly Exits[]): Exits => {
  const gotos = new Map<string, Moment>();
  for (const exits of all) {
    merge(gotos, exits.gotos);
  }
  return {
    done: all.map(({done}) => done).reduce(either, undefined),
    gotos,
    ends: all.flatMap(({ends}) => ends),
  };
};

const zero: PathTime = {p50Ms: 0, squaresMs2: 0};

export const runBegins: Moment = {longest: zero, running: zero};

/** Whole milliseconds. */
export const estimateOf = ({longest, running}: Moment): EstimateMs => {
  const time = running ?? longest;
  return {p50Ms: Math.round(time.p50Ms), p90Ms: Math.round(p90Of(time))};
};

/** So much later. */
export const later = (moment: Moment | undefined, time: EstimateMs, times = 1): Moment | undefined =>
  moment && {
    longest: add(moment.longest, time, times),
    running: moment.running && add(moment.running, time, times),
  };

const add = ({p50Ms, squaresMs2}: PathTime, time: EstimateMs, times: number): PathTime => ({
  p50Ms: p50Ms + time.p50Ms * times,
  squaresMs2: squaresMs2 + (time.p90Ms - time.p50Ms) ** 2 * times,
});

/** The same point after the milestone that the recovery time runs to. */
export const stopped = ({longest}: Moment): Moment => ({longest, running: undefined});

/** A point that either of two ways leads to. */
export const either = (one: Moment | undefined, other: Moment | undefined): Moment | undefined =>
  one && other
    ? {longest: longer(one.longest, other.longest), running: eitherRunning(one.running, other.running)}
    : (one ?? other);

/** A point that is reached when both ways were gone. */
export const both = (one: Moment | undefined, other: Moment | undefined): Moment | undefined =>
  one &&
  other && {
    longest: longer(one.longest, other.longest),
    running: one.running && other.running && longer(one.running, other.running),
  };

/** So many rounds of what lies between two points. */
export const repeated = (before: Moment | undefined, once: Moment | undefined, rounds: number): Moment | undefined =>
  before && once
    ? {
        longest: between(before.longest, once.longest, rounds),
        running: before.running && once.running && between(before.running, once.running, rounds),
      }
    : once;

const between = (before: PathTime, once: PathTime, rounds: number): PathTime => ({
  p50Ms: before.p50Ms + (once.p50Ms - before.p50Ms) * rounds,
  squaresMs2: before.squaresMs2 + (once.squaresMs2 - before.squaresMs2) * rounds,
});

/** Takes ways in beside others to the same steps. */
export const merge = (into: Map<string, Moment>, ways: Ways): void => {
  for (const [target, moment] of ways) {
    const joined = either(into.get(target), moment);
    if (joined) {
      into.set(target, joined);
    }
  }
};

const eitherRunning = (one: PathTime | undefined, other: PathTime | undefined): PathTime | undefined =>
  one && other ? longer(one, other) : (one ?? other);

const longer = (one: PathTime, other: PathTime): PathTime => (p90Of(one) >= p90Of(other) ? one : other);
