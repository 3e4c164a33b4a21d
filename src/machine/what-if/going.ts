/** How a run would have gone on: the earliest of what comes next, again and again, until it ends or nobody knows. */
import type {Stop} from '../../run/compare/what-if.ts';
import type {Outcome} from '../../run/event.ts';
import type {Course} from './course.ts';
import {type Plan, planFor} from './next-fact.ts';
import type {Recorded} from './recorded.ts';
import {wantedUnpaused} from './since.ts';

/** Told of every branch that is taken without anybody having chosen it, before it is taken. */
export type OnChoice = (plan: Plan) => void;

/** Many times what a record holds: a loop of gotos that imagined answers never leave. */
const factsMax = 200_000;

/** Brings the course as far as it goes; nothing comes back where the run ended. */
export const goOn = (course: Course, onChoice: OnChoice = () => {}): Stop | null => {
  let stop: Stop | null = null;
  while (course.position.status === 'running' && stop === null) {
    stop = course.facts.length > factsMax ? {why: 'endless', step: null} : goOnce(course, onChoice);
  }
  return stop;
};

/** One fact more, or why there is none. */
const goOnce = (course: Course, onChoice: OnChoice): Stop | null => {
  const plan = earliest(course);
  if (plan !== undefined) {
    if (plan.chooses !== undefined) {
      onChoice(plan);
    }
    carryOut(course, plan);
    return null;
  }
  const [next] = course.detours;
  if (next !== undefined) {
    return detour(course, next) ? null : {why: 'detour', step: 'step' in next.fact ? (next.fact.step ?? null) : null};
  }
  return end(course) ? null : stopAt(course);
};

/** What was recorded first comes first where two come at once. */
const earliest = (course: Course): Plan | undefined => {
  let found: Plan | undefined;
  for (const item of wantedUnpaused(course.position)) {
    const plan = planFor(course, item);
    if (plan && (found === undefined || isBefore(plan, found))) {
      found = plan;
    }
  }
  return found;
};

const isBefore = (one: Plan, other: Plan): boolean =>
  one.at.ms < other.at.ms ||
  (one.at.ms === other.at.ms &&
    (one.recorded?.seq ?? Number.POSITIVE_INFINITY) < (other.recorded?.seq ?? Number.POSITIVE_INFINITY));

const carryOut = (course: Course, {item, body, at, recorded, uses, charges}: Plan): void => {
  const queue = course.queues.get(item.path) ?? [];
  if (uses > 0) {
    course.queues.set(item.path, queue.slice(uses));
  }
  const isRecovery = body.type === 'run-ended' && item.outcome === 'recovered';
  course.take(isRecovery ? {...body, outcome: recoveryOf(course)} : body, at, recorded);
  if (charges) {
    course.charge({path: item.path, attempt: 'attempt' in body ? body.attempt : item.attempt});
  }
};

/** A deviation that went with its step makes no exception any more. */
const recoveryOf = ({state}: Course): Outcome =>
  state.deviations.length > 0 ? 'recovered-with-exceptions' : 'recovered';

/** A way back, or elsewhere, as far as the record has it; each of its facts let itself be waited for like any other. */
const detour = (course: Course, {fact, waitedMs}: Recorded): boolean => {
  course.detours = course.detours.slice(1);
  return course.take(fact, {...course.now, ms: course.now.ms + waitedMs}, fact);
};

/** A person ended the run before its time: as long after what came last as in the record. */
const end = (course: Course): boolean => {
  const {ending} = course.told.record;
  return (
    ending !== undefined && course.take(ending.fact, {...course.now, ms: course.now.ms + ending.waitedMs}, ending.fact)
  );
};

const stopAt = (course: Course): Stop => {
  const open = wantedUnpaused(course.position);
  const choice = open.find(({want, policy}) => want === 'answer' && policy.opens === 'branch');
  const stuck = open.find(({want}) => want === 'hold' || want === 'decide');
  const [first] = open;
  if (choice !== undefined && !course.told.beyond(choice.path)) {
    return {why: 'choice', step: choice.path};
  }
  return stuck !== undefined && !course.told.beyond(stuck.path)
    ? {why: 'held', step: stuck.path}
    : {why: 'record-ends', step: first?.path ?? null};
};
