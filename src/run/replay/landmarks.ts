/** What a record can be searched for: deviations, decisions, milestones, where it stood, where nobody ran it, and its headings. */
import {isAboutStep} from '../about-step.ts';
import type {EventName, Fact} from '../event.ts';
import type {Path} from '../path.ts';
import type {RunState, StepState} from '../state.ts';

export type MarkKind = 'deviation' | 'decision' | 'milestone' | 'stuck';

/** A fact that one may want to look at; the position is the number of facts with which it is seen. */
export type Mark = {
  readonly kind: MarkKind;
  readonly position: number;
  readonly atMs: number;
  /** The step that it is about. */
  readonly step?: Path;
  /** Of a milestone: the instants that are known from here on. */
  readonly events?: readonly EventName[];
};

/** A stretch of the run's time. */
export type Stretch = {readonly fromMs: number; readonly toMs: number};

export type Landmarks = {
  readonly startMs: number;
  readonly endMs: number;
  /** In the order of the facts; of one fact each kind once. */
  readonly marks: readonly Mark[];
  /** While at least one step was held or its outcome unknown. */
  readonly stuck: readonly Stretch[];
  /** Between two sessions: nobody ran the run. */
  readonly away: readonly Stretch[];
  /** Under which heading of the runbook it was from when on. */
  readonly headings: readonly {readonly title: string; readonly fromMs: number}[];
};

export type LandmarkSearch = {
  readonly see: (fact: Fact, state: RunState, atMs: number) => void;
  readonly found: () => Landmarks;
};

/** Looks for them while the record is gone through once. */
export const searchLandmarks = (): LandmarkSearch => {
  const marks: Mark[] = [];
  const away: Stretch[] = [];
  const headings: {title: string; fromMs: number}[] = [];
  const known = new Map<EventName, number>();
  const standing = watchStanding();
  const before = {deviations: 0, session: 1};
  let startMs: number | undefined;
  let lastMs = 0;
  return {
    see: (fact, state, atMs) => {
      startMs ??= atMs;
      const about = isAboutStep(fact) ? {step: fact.step} : {};
      const mark = (kind: MarkKind, more: Pick<Mark, 'events'> = {}): number =>
        marks.push({kind, position: fact.seq + 1, atMs, ...about, ...more});
      if (state.deviations.length > before.deviations) {
        mark('deviation');
      }
      if (isDecision(fact)) {
        mark('decision');
      }
      const events = mayMark(fact, state) ? newEvents(state, known) : [];
      if (events.length > 0 || fact.type === 'run-ended') {
        mark('milestone', {events});
      }
      if (standing.see(fact, state, atMs)) {
        mark('stuck');
      }
      if (fact.session !== before.session) {
        away.push({fromMs: lastMs, toMs: atMs});
      }
      addHeading(headings, fact, {state, atMs});
      before.deviations = state.deviations.length;
      before.session = fact.session;
      lastMs = atMs;
    },
    found: () => ({
      startMs: startMs ?? 0,
      endMs: lastMs,
      marks,
      stuck: standing.found(lastMs),
      away,
      headings,
    }),
  };
};

type Standing = {
  /** Whether a step has come to stand by this fact. */
  readonly see: (fact: Fact, state: RunState, atMs: number) => boolean;
  readonly found: (endMs: number) => readonly Stretch[];
};

const watchStanding = (): Standing => {
  const standing = new Set<string>();
  const stretches: Stretch[] = [];
  let sinceMs: number | undefined;
  const close = (toMs: number): void => {
    if (sinceMs !== undefined) {
      stretches.push({fromMs: sinceMs, toMs});
      sinceMs = undefined;
    }
  };
  return {
    see: (fact, state, atMs) => {
      const isNew = updateStanding(standing, fact, state);
      if (standing.size === 0) {
        close(atMs);
      } else {
        sinceMs ??= atMs;
      }
      return isNew;
    },
    found: endMs => {
      close(endMs);
      return stretches;
    },
  };
};

/** What people, prepared answers or the runbook decided between: a branch, and go or no-go. */
const isDecision = (fact: Fact): boolean =>
  fact.type === 'chosen' || fact.type === 'approved' || (fact.type === 'failed' && fact.rejected === true);

/** Most facts leave the instants as they are, and need not be asked. */
const mayMark = (fact: Fact, {steps}: RunState): boolean => {
  switch (fact.type) {
    case 'run-started':
    case 'event-marked':
      return true;
    case 'succeeded':
    case 'backfilled': {
      const outline = steps.get(fact.step)?.outline;
      return outline?.milestone !== undefined || outline?.measures !== undefined;
    }
    default:
      return false;
  }
};

/** The instants that are known since the last time, or were measured since. */
const newEvents = ({events}: RunState, known: Map<EventName, number>): readonly EventName[] => {
  const changed = [...events].filter(([name, {atMs}]) => known.get(name) !== atMs);
  for (const [name, {atMs}] of changed) {
    known.set(name, atMs);
  }
  return changed.map(([name]) => name);
};

/** Whether a step has come to stand by this fact; those that go on again, also by another's fact, stand no longer. */
const updateStanding = (standing: Set<string>, fact: Fact, {steps, status}: RunState): boolean => {
  const path = isAboutStep(fact) ? fact.step : undefined;
  const wasStanding = path !== undefined && standing.has(path);
  const isNow = path !== undefined && isStanding(steps.get(path));
  if (isNow) {
    standing.add(path);
  }
  for (const one of standing) {
    if (status === 'ended' || !isStanding(steps.get(one))) {
      standing.delete(one);
    }
  }
  return isNow && !wasStanding;
};

const isStanding = (step: StepState | undefined): boolean => step?.status === 'held' || step?.status === 'unknown';

const addHeading = (
  headings: {title: string; fromMs: number}[],
  fact: Fact,
  {state, atMs}: {readonly state: RunState; readonly atMs: number},
): void => {
  const title = isAboutStep(fact) ? state.steps.get(fact.step)?.outline.heading : undefined;
  if (title !== undefined && title !== headings.at(-1)?.title) {
    headings.push({title, fromMs: atMs});
  }
};

/** The next mark of a kind, or of any, in that direction; nothing where there is none. */
export const nextMark = (
  {marks}: Landmarks,
  kind: MarkKind | undefined,
  {position, by}: {readonly position: number; readonly by: 1 | -1},
): Mark | undefined => {
  const fits = (mark: Mark): boolean => kind === undefined || mark.kind === kind;
  return by > 0
    ? marks.find(mark => mark.position > position && fits(mark))
    : marks.findLast(mark => mark.position < position && fits(mark));
};
