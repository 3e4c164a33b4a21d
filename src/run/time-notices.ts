/** When a face that draws nothing says by itself how the clocks stand: at a step's end, at parts of the RTO, and when it first breaks. */
import type {Fact} from './event.ts';
import {projectedFinish} from './projection.ts';
import type {RunState} from './state.ts';
import {instantOf, timing} from './timing.ts';

/** Why the times are said: the last three as the RTO is used up, `at-risk` by the late finish, `breaks` by the likely one. */
export type TimeReason = 'session' | 'step' | 'at-risk' | 'breaks' | 'half' | 'three-quarters' | 'used-up';

export type TimeNotices = {
  /** Looks after facts were folded, or just because time has passed; why the times are to be said now, if at all. */
  readonly look: (facts: readonly Fact[], nowMs: number) => readonly TimeReason[];
};

/** Steps that end within this of the last time need no times of their own: a listener has just heard them. */
const quietMs = 30_000;

/** The longest way is looked for no more often than this: in a long run that is the whole outline. */
const projectionEveryMs = 1_000;

const parts = [
  {share: 0.5, reason: 'half'},
  {share: 0.75, reason: 'three-quarters'},
  {share: 1, reason: 'used-up'},
] as const;

/** Remembers what was said in this session. `state` is updated in place by whoever folds. */
export const timeNotices = (state: RunState): TimeNotices => {
  let saidMs = Number.NEGATIVE_INFINITY;
  let projectedMs = Number.NEGATIVE_INFINITY;
  let partsSaid = 0;
  let breakSaid = 0;
  const newPart = (nowMs: number): readonly TimeReason[] => {
    const {rtoMs, rtoUsedMs, rtaMs} = timing(state, nowMs);
    const used = rtoMs === null || rtoUsedMs === null || rtaMs !== null ? 0 : rtoUsedMs / rtoMs;
    const reached = parts.filter(({share}) => used >= share).length;
    const isNew = reached > partsSaid;
    partsSaid = reached;
    const part = parts[reached - 1];
    return isNew && part ? [part.reason] : [];
  };
  const newBreak = (nowMs: number): readonly TimeReason[] => {
    if (breakSaid === 2 || nowMs - projectedMs < projectionEveryMs) {
      return [];
    }
    projectedMs = nowMs;
    const breaks = breaksNow(state, nowMs);
    // What has got better may get worse again, and is then news.
    const isNew = breaks > breakSaid;
    breakSaid = breaks;
    return isNew ? [breaks === 2 ? 'breaks' : 'at-risk'] : [];
  };
  return {
    look: (facts, nowMs) => {
      if (state.status !== 'running') {
        return [];
      }
      const isOpened = facts.some(({type}) => type === 'session-opened');
      const isStepOver = nowMs - saidMs >= quietMs && facts.some(fact => endsStep(fact, state));
      const reasons: readonly TimeReason[] = [
        ...(isOpened ? (['session'] as const) : []),
        ...newPart(nowMs),
        ...newBreak(nowMs),
        ...(isStepOver ? (['step'] as const) : []),
      ];
      saidMs = reasons.length > 0 ? nowMs : saidMs;
      return reasons;
    },
  };
};

/** 0 where it holds, 1 where the late finish breaks it, 2 where the likely one does. */
const breaksNow = (state: RunState, nowMs: number): 0 | 1 | 2 => {
  const deadlineMs = deadlineOf(state);
  if (deadlineMs === null) {
    return 0;
  }
  const {breaksAt, p50AtMs} = projectedFinish(state, nowMs);
  return breaksAt === undefined ? 0 : p50AtMs > deadlineMs ? 2 : 1;
};

/** Until when the RTO lasts; null where it is over, none is set, or nobody knows when it began. */
const deadlineOf = (state: RunState): number | null => {
  const startMs = instantOf(state, state.clock.start);
  const {rtoMs} = state.objectives;
  return startMs === null || rtoMs === null || instantOf(state, state.clock.stop) !== null ? null : startMs + rtoMs;
};

/** What takes no time, and a group that only closes behind its steps, is no point at which anybody waits for the times. */
const endsStep = (fact: Fact, {steps}: RunState): boolean => {
  if (fact.type !== 'succeeded' && fact.type !== 'failed' && fact.type !== 'skipped' && fact.type !== 'overridden') {
    return false;
  }
  const shape = steps.get(fact.step)?.outline.shape;
  return shape !== 'instant' && shape !== 'group';
};
