/** What is left of a record from a fact on, step by step, with how long each fact let itself be waited for. */
import {isAboutStep, isDetour} from '../../run/about-step.ts';
import type {Fact} from '../../run/event.ts';
import {happenedAt} from '../../run/happened.ts';
import type {Path} from '../../run/path.ts';
import {inRunTime} from '../../run/run-time.ts';
import {advance} from '../advance.ts';
import type {Forest} from '../compile.ts';
import {beforeStart} from '../position.ts';
import {Since} from './since.ts';
import {type Matches, translate} from './translate.ts';

/** A fact that has yet to come. `waitedMs` counts from when its step was wanted, or from the fact about it before. */
export type Recorded = {readonly fact: Fact; readonly waitedMs: number};

export type RestOfRecord = {
  /** By the path that the step has in the other version. */
  readonly queues: Map<Path, readonly Recorded[]>;
  /** Undoing and jumping, which concern the run as a whole, in their order. */
  readonly detours: readonly Recorded[];
  /** Instants that somebody marked; they stand as they were typed or measured. */
  readonly marks: readonly Fact[];
  /** A person ended the run before its time. */
  readonly ending: Recorded | undefined;
};

/** Reads the rest of a record along the machine that it was made by. */
export const recordFrom = (
  facts: readonly Fact[],
  from: number,
  {forest, matches}: {readonly forest: Forest; readonly matches: Matches},
): RestOfRecord => {
  const left = timed(facts, forest).flatMap(({fact, waitedMs}): readonly Recorded[] => {
    const translated = fact.seq < from ? undefined : translate(matches, fact);
    return translated === undefined ? [] : [{fact: translated, waitedMs}];
  });
  return {
    queues: queuesOf(left),
    detours: left.filter(({fact}) => isAboutStep(fact) && isDetour(fact)),
    marks: left.flatMap(({fact}) => (fact.type === 'event-marked' ? [fact] : [])),
    ending: left.find(({fact}) => fact.type === 'run-ended' && fact.reason !== undefined),
  };
};

/** What a step has come to by itself; the end that a runbook leads to belongs to the step that it stands at. */
const queuesOf = (left: readonly Recorded[]): Map<Path, readonly Recorded[]> => {
  const queues = new Map<Path, Recorded[]>();
  for (const item of left) {
    const step = ownStep(item.fact);
    if (step !== undefined) {
      const queue = queues.get(step) ?? [];
      queues.set(step, queue);
      queue.push(item);
    }
  }
  return queues;
};

const ownStep = (fact: Fact): Path | undefined => {
  if (fact.type === 'run-ended') {
    return fact.reason === undefined ? fact.step : undefined;
  }
  return isAboutStep(fact) && !isDetour(fact) ? fact.step : undefined;
};

/** Each fact with the time that passed since its step was wanted; what is of the whole run counts from the fact before it. */
const timed = (facts: readonly Fact[], forest: Forest): readonly Recorded[] => {
  const clock = {jumpedMs: 0};
  const since = new Since();
  let position = beforeStart;
  let lastMs: number | undefined;
  return facts.map(fact => {
    const ms = Date.parse(happenedAt(inRunTime(clock, fact)));
    const step = ownStep(fact);
    const fromMs = (step === undefined ? undefined : since.of(step)?.ms) ?? lastMs ?? ms;
    position = advance(forest, position, fact);
    since.note(position, fact, {ms, spread: 0, estimatedMs: 0});
    lastMs = isAboutStep(fact) || fact.type === 'run-started' ? ms : lastMs;
    return {fact, waitedMs: Math.max(0, ms - fromMs)};
  });
};
