/** Choices that the record has no answer for: what each branch would lead to, and which one is followed. */
import type {Finishes, NewChoice, Stop} from '../../run/compare/what-if.ts';
import {branchProjections, projectedFinish} from '../../run/projection.ts';
import {instantOf} from '../../run/timing.ts';
import type {Wanted} from '../wanted.ts';
import type {Course} from './course.ts';
import {goOn} from './going.ts';
import {choosing} from './imagined.ts';
import {type Instant, wantedUnpaused} from './since.ts';

/** What each branch would lead to from where the course stands; the answer comes at that instant. */
export const choiceAt = (
  course: Course,
  item: Wanted,
  {at, followed}: {readonly at: Instant; readonly followed: string | null},
): NewChoice => {
  const {title = '', branches = []} = course.state.steps.get(item.path)?.outline ?? {};
  return {
    step: item.path,
    title,
    followed,
    branches: branches.map(branch => ({
      branch: branch.name,
      title: branch.title,
      ...consequence(course, item, {at, branch: branch.name}),
    })),
  };
};

const consequence = (
  course: Course,
  item: Wanted,
  {at, branch}: {readonly at: Instant; readonly branch: string},
): Finishes => {
  const fork = course.copy();
  return choose(fork, item, {branch, at})
    ? finishesOf(fork, goThrough(fork))
    : finishesOf(fork, {why: 'choice', step: item.path});
};

/** Further choices take their longest branch, as the projection does: so many decisions are more than a runbook has. */
const choicesMax = 100;

const goThrough = (fork: Course): Stop | null => {
  let stop = goOn(fork);
  for (let count = 0; stop?.why === 'choice' && count < choicesMax; count += 1) {
    const item = wantedUnpaused(fork.position).find(({path}) => path === stop?.step);
    const branch = item && longest(fork, item);
    if (!item || branch === undefined || !choose(fork, item, {branch, at: choiceInstant(fork, item)})) {
      return stop;
    }
    stop = goOn(fork);
  }
  return stop;
};

/** Takes a branch that nobody chose. What was answered in the record has told how long the answer took, and no more. */
export const choose = (
  course: Course,
  item: Wanted,
  {branch, at}: {readonly branch: string; readonly at: Instant},
): boolean => {
  const queue = course.queues.get(item.path) ?? [];
  course.queues.set(item.path, queue.slice(queue.findIndex(({fact}) => fact.type === 'chosen') + 1));
  const body = choosing(course.forest, course.position, {item, branch});
  return body !== undefined && course.take(body, at);
};

const longest = (fork: Course, item: Wanted): string | undefined => {
  const projections = [...branchProjections(fork.state, item.path, fork.now.ms)];
  const [branch] = projections.toSorted(([, one], [, other]) => other.p90AtMs - one.p90AtMs)[0] ?? [];
  return branch;
};

/** When somebody would have answered: as fast as in the record, whatever the answer was there; else by the decision's own estimate. */
export const choiceInstant = (course: Course, {path}: Wanted): Instant => {
  const {ms, spread, estimatedMs} = course.since(path);
  const queue = course.queues.get(path) ?? [];
  const answered = queue.findIndex(({fact}) => fact.type === 'chosen');
  if (answered !== -1) {
    const waitedMs = queue.slice(0, answered + 1).reduce((sum, one) => sum + one.waitedMs, 0);
    return {ms: Math.max(course.now.ms, ms + waitedMs), spread, estimatedMs};
  }
  const {p50Ms, p90Ms} = course.state.steps.get(path)?.outline.estimate ?? {p50Ms: 0, p90Ms: 0};
  return {
    ms: Math.max(course.now.ms, ms + p50Ms),
    spread: spread + (p90Ms - p50Ms) ** 2,
    estimatedMs: estimatedMs + p50Ms,
  };
};

/** Up to the stop of the clock; where it has not stopped, what is left is projected by the estimates. */
export const finishesOf = (course: Course, stop: Stop | null): Finishes => {
  const {state, now, recovery} = course;
  const startMs = instantOf(state, state.clock.start);
  const reached = recovery ?? now;
  const isOver = recovery !== undefined || state.status === 'ended';
  const left = isOver ? {p50Ms: 0, spreadMs: 0} : leftOf(course);
  const p50AtMs = reached.ms + left.p50Ms;
  const p90AtMs = p50AtMs + Math.round(Math.sqrt(reached.spread + left.spreadMs ** 2));
  return {
    p50Ms: startMs === null ? null : p50AtMs - startMs,
    p90Ms: startMs === null ? null : p90AtMs - startMs,
    estimatedMs: reached.estimatedMs + left.p50Ms,
    isRecovery: recovery !== undefined || state.status !== 'ended',
    outcome: state.outcome,
    stop,
  };
};

const leftOf = ({state, now}: Course): {readonly p50Ms: number; readonly spreadMs: number} => {
  const {p50AtMs, p90AtMs} = projectedFinish(state, now.ms);
  return {p50Ms: p50AtMs - now.ms, spreadMs: p90AtMs - p50AtMs};
};
