/** A run in brief: what a list of many runs says of one, small enough to be kept beside the record. */
import type {Json} from '../base/canonical-json.ts';
import {stepsAtWork} from './at-work.ts';
import type {Mode, Outcome} from './event.ts';
import type {Exercise} from './exercise.ts';
import {type OpenDuty, openDuties} from './open-duties.ts';
import type {RunState} from './state.ts';
import {timing} from './timing.ts';
import {unacknowledged} from './unacknowledged.ts';
import {type Waiting, waitingIn} from './waiting.ts';

/** Something that must be done by then, and by whom; `liftedBy` is the step that takes away what was left behind. */
export type Owed = {
  readonly what: 'duty' | 'deadline';
  readonly text: string;
  /** The role, and who has it; nothing where nobody is named. */
  readonly owner: string | null;
  readonly liftedBy: string | null;
  /** Milliseconds since 1970. */
  readonly untilMs: number;
};

export type RunBrief = {
  readonly run: string;
  readonly runbook: string;
  readonly title: string;
  readonly mode: Mode;
  /** Of a drill that was a variant: its name. */
  readonly variant: string | null;
  /** Null while it is open. */
  readonly outcome: Outcome | null;
  /** Null where the record does not say it. */
  readonly startedAtMs: number | null;
  readonly endedAtMs: number | null;
  /** When the last fact was recorded. */
  readonly lastAtMs: number | null;
  readonly rtaMs: number | null;
  readonly rtoMs: number | null;
  readonly rtoMet: boolean | null;
  readonly rpaMs: number | null;
  readonly rpoMs: number | null;
  readonly rpoMet: boolean | null;
  readonly deviations: number;
  /** What the judge of a drill said; null where nobody judged. */
  readonly drill: {readonly passed: boolean; readonly partial: boolean} | null;
  readonly owed: readonly Owed[];
  /** Of an open run: for whom it waits, and what was at work when the last fact was recorded. */
  readonly waiting: readonly Waiting[];
  readonly working: readonly string[];
  readonly paused: boolean;
  /** Of a run that is over: what of its runbook it went through. */
  readonly exercise?: Exercise;
};

/** Of a run at a moment, in the time of the run. */
export const briefOf = (state: RunState, nowMs: number): RunBrief => {
  const {
    run,
    outline,
    mode,
    variant = null,
    outcome,
    startedAtMs = null,
    endedAtMs = null,
    lastAtMs = null,
    findings,
  } = state;
  const {rtaMs, rtoMs, rtoMet, rpaMs, rpoMs, rpoMet} = timing(state, endedAtMs ?? nowMs);
  const isOpen = state.status !== 'ended';
  return {
    run,
    runbook: outline.id,
    title: outline.title,
    mode,
    variant,
    outcome,
    startedAtMs,
    endedAtMs,
    lastAtMs,
    rtaMs,
    rtoMs,
    rtoMet,
    rpaMs,
    rpoMs,
    rpoMet,
    deviations: state.deviations.length,
    drill: findings === undefined ? null : {passed: findings.passed, partial: findings.partial},
    owed: owedIn(state),
    waiting: isOpen ? waitingIn(state) : [],
    working: isOpen ? workingIn(state) : [],
    paused: isOpen && state.paused,
  };
};

/** What a drill left behind went with its lab, and whom it would have told nobody has to tell. */
const owedIn = (state: RunState): readonly Owed[] =>
  state.status === 'ended' && state.mode !== 'incident'
    ? []
    : [...openDuties(state).map(duty => dutyOf(state, duty)), ...deadlinesIn(state)];

const dutyOf = (state: RunState, {step, liftedBy, untilMs}: OpenDuty): Owed => ({
  what: 'duty',
  text: step.outline.title,
  owner: ownerOf(state, step.outline.role),
  liftedBy,
  untilMs,
});

/** Also where their time is over, or the run: only an acknowledgement ends one. */
const deadlinesIn = (state: RunState): readonly Owed[] =>
  unacknowledged(state).map(({text, role, untilMs}) => ({
    what: 'deadline',
    text,
    owner: ownerOf(state, role),
    liftedBy: null,
    untilMs,
  }));

const ownerOf = ({roles}: RunState, role: string | undefined): string | null =>
  role === undefined ? null : (roles[role]?.name ?? role.replaceAll('_', ' '));

const workingIn = (state: RunState): readonly string[] => stepsAtWork(state).map(({outline}) => outline.title);

/** Reads one that was kept as JSON; nothing where it is not what this version writes. */
export const readBrief = (kept: Json): RunBrief | undefined => {
  const brief = kept as Partial<RunBrief> | null;
  const isOne =
    typeof brief === 'object' &&
    brief !== null &&
    typeof brief.run === 'string' &&
    typeof brief.runbook === 'string' &&
    typeof brief.title === 'string' &&
    typeof brief.mode === 'string' &&
    Array.isArray(brief.owed) &&
    Array.isArray(brief.waiting) &&
    Array.isArray(brief.working);
  return isOne ? (brief as RunBrief) : undefined;
};
