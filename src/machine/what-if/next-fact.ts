/** What comes next of one step that is wanted: the fact that the record has for it, else what is imagined by its estimate. */
import type {Fact, FactBody} from '../../run/event.ts';
import {advance} from '../advance.ts';
import type {Wanted} from '../wanted.ts';
import type {Course} from './course.ts';
import {choosing, imagine} from './imagined.ts';
import type {Recorded} from './recorded.ts';
import {type Instant, wantedUnpaused} from './since.ts';
import {asAttempt} from './translate.ts';

export type Plan = {
  readonly item: Wanted;
  readonly body: FactBody;
  readonly at: Instant;
  /** The fact that it was; nothing where it is imagined. */
  readonly recorded?: Fact;
  /** How many facts of the step's record are over with it: those before it no longer fit. */
  readonly uses: number;
  /** A branch that nobody chose in the record. */
  readonly chooses?: string;
  /** The estimate of the step is counted with it. */
  readonly charges?: true;
};

/** Nothing where the step waits for something: a person who has not said, a way back that comes first, the end of the record. */
export const planFor = (course: Course, item: Wanted): Plan | undefined => {
  const queue = course.queues.get(item.path) ?? [];
  const barrier = course.detours[0]?.fact.seq ?? Number.POSITIVE_INFINITY;
  const [first] = queue;
  if (first !== undefined && first.fact.seq > barrier) {
    return undefined;
  }
  return recordedPlan(course, item, queue) ?? (course.told.beyond(item.path) ? undefined : imaginedPlan(course, item));
};

const recordedPlan = (course: Course, item: Wanted, queue: readonly Recorded[]): Plan | undefined => {
  const {path} = item;
  let passedMs = 0;
  for (const [index, {fact, waitedMs}] of queue.entries()) {
    passedMs += waitedMs;
    const body = variants(fact, item).find(one => advance(course.forest, course.position, one) !== course.position);
    if (body !== undefined) {
      return {
        item,
        body,
        at: later(course, path, {p50Ms: passedMs, isRecorded: true}),
        recorded: fact,
        uses: index + 1,
      };
    }
    const choice = fact.type === 'chosen' ? choiceOf(course, item, fact.branch) : undefined;
    if (choice !== undefined) {
      const at = later(course, path, {p50Ms: passedMs, isRecorded: true});
      return {item, body: choice.body, at, uses: index + 1, chooses: choice.branch};
    }
    const bridge = bridgeTo(course, item, fact);
    if (bridge !== undefined) {
      return {item, body: bridge, at: later(course, path, {p50Ms: 0, isRecorded: false}), uses: index};
    }
  }
  return undefined;
};

/** The fact as it stands, as one of the attempt that goes on here, and as a failure that nobody has decided about yet. */
const variants = (fact: Fact, item: Wanted): readonly FactBody[] => {
  const attempt = item.want === 'enter' ? item.attempt + 1 : item.attempt;
  const here = asAttempt(fact, attempt);
  return [
    fact,
    here,
    ...(here.type === 'failed' ? [{...here, then: {do: 'hold'} as const}] : []),
    ...(here.type === 'run-ended' && item.outcome !== undefined ? [{...here, outcome: item.outcome}] : []),
  ];
};

/** So many facts may lie between: being asked, confirming, and beginning. */
const bridgeMax = 4;

/** The first of some imagined facts after which the machine allows the recorded one. */
const bridgeTo = (course: Course, item: Wanted, fact: Fact): FactBody | undefined => {
  let {position} = course;
  let first: FactBody | undefined;
  for (let count = 0; count < bridgeMax; count += 1) {
    const open = wantedUnpaused(position).find(({path}) => path === item.path);
    const body = open && imagine(course.forest, position, open);
    if (body === undefined) {
      return undefined;
    }
    first ??= body;
    position = advance(course.forest, position, body);
    const after = wantedUnpaused(position).find(({path}) => path === item.path);
    if (after && variants(fact, after).some(one => advance(course.forest, position, one) !== position)) {
      return first;
    }
  }
  return undefined;
};

const imaginedPlan = (course: Course, item: Wanted): Plan | undefined => {
  const {path, want, policy} = item;
  const estimate = takesTime(course, item) ? course.state.steps.get(path)?.outline.estimate : undefined;
  const at = later(course, path, {p50Ms: 0, ...estimate, isRecorded: false});
  const charged = {...(estimate && {charges: true as const})};
  if (policy.opens === 'branch' && (want === 'answer' || want === 'enter')) {
    const choice = want === 'answer' ? choiceOf(course, item, undefined) : undefined;
    if (choice !== undefined) {
      return {item, body: choice.body, at, uses: 0, chooses: choice.branch, ...charged};
    }
  }
  const body = imagine(course.forest, course.position, item);
  return body && {item, body, at, uses: 0, ...charged};
};

/** The whole estimate stands at the one fact by which the work, or the answer, comes to its end. */
const takesTime = (course: Course, item: Wanted): boolean =>
  (item.want === 'perform' || item.want === 'answer') && !course.isTimed(item);

type Length = {readonly p50Ms: number; readonly p90Ms?: number; readonly isRecorded: boolean};

const later = (course: Course, path: string, {p50Ms, p90Ms = p50Ms, isRecorded}: Length): Instant => {
  const since = course.since(path);
  return {
    ms: Math.max(course.now.ms, since.ms + p50Ms),
    spread: since.spread + (p90Ms - p50Ms) ** 2,
    estimatedMs: since.estimatedMs + (isRecorded ? 0 : p50Ms),
  };
};

/** The branch that what is recorded fits: the one of the same title, else the only one with steps that the record has facts for. */
const choiceOf = (
  course: Course,
  item: Wanted,
  recorded: string | undefined,
): {readonly branch: string; readonly body: FactBody} | undefined => {
  const branches = course.state.steps.get(item.path)?.outline.branches ?? [];
  const title = recorded === undefined ? undefined : course.told.titleOfChoice(item.path, recorded);
  const titled = branches.filter(branch => branch.title === title);
  const lived = branches.filter(({name}) =>
    [...course.queues].some(([path, queue]) => queue.length > 0 && path.startsWith(`${item.path}:${name}/`)),
  );
  const [fit, ...others] = titled.length === 1 ? titled : lived;
  if (fit === undefined || others.length > 0) {
    return undefined;
  }
  const body = choosing(course.forest, course.position, {item, branch: fit.name});
  return body && {branch: fit.name, body};
};
