/** What a run looks like now: the only thing that views read. Made by fold, from facts alone. */
import type {Json} from '../base/canonical-json.ts';
import type {Claim, Claims, TimeSplit} from './activity.ts';
import type {ClockState} from './clock-state.ts';
import type {KnownInject} from './drill-fact.ts';
import type {Actor, ConnectionPlace, EventName, Lack, Mode, ObjectivesMs, Outcome, Then} from './event.ts';
import type {KnownContact, LadderRung} from './known-contact.ts';
import type {Outline, OutlineStep} from './outline.ts';
import type {Path} from './path.ts';
import type {Degraded} from './record-fact.ts';
import type {Escalation, Evidence, Handover, Note} from './remarks.ts';
import type {OutputGap, ProbeUse, Prompt, ShownAction} from './shown.ts';

export type Status =
  | 'pending'
  | 'ready'
  | 'awaiting'
  | 'running'
  | 'verifying'
  | 'succeeded'
  | 'rejected'
  | 'failed'
  | 'held'
  | 'unknown'
  | 'skipped'
  | 'overridden'
  | 'not-applicable'
  | 'left'
  | 'undoing'
  | 'undone'
  | 'not-reached';

export type CheckState = {
  readonly use: ProbeUse;
  readonly index: number;
  readonly name: string;
  readonly ok: boolean;
  readonly detail: string;
  readonly atMs: number;
};

export type StepState = {
  readonly path: Path;
  readonly outline: OutlineStep;
  /** Steps that stand inside another one are deeper by one. */
  readonly depth: number;
  status: Status;
  attempt: number;
  startedAtMs?: number;
  finishedAtMs?: number;
  /** When the attempt began and in which session, and its child, if it was recorded: for finding it again. */
  began?: {readonly session: number; readonly atMs: number};
  child?: {readonly pid: number; readonly startTicks: string};
  /** Who asked for its attempt to be ended, and why. */
  stop?: {readonly reason: string; readonly actor: Actor};
  /** Time in which a person was waited for, milliseconds. */
  waitingMs: number;
  /** Since when a person is waited for. */
  askedAtMs?: number;
  reason?: string;
  /** Secrets that it waits for, gone with a former session; or, held, that were given again and it may have failed for. */
  lacks?: readonly Lack[];
  /** What its time is counted under now; nothing where it is under nothing. */
  claim?: Claim;
  /** Since when it is held, or nobody knows how it ended. */
  stuckSinceMs?: number;
  /** What the facts say about how far the attempt that failed had come. */
  failure?: {readonly hasBegun: boolean; readonly isDone: boolean; readonly isUncertain: boolean};
  /** The attempts that began last, simulated ones aside, and that did their work last. */
  begunAttempt?: number;
  performedAttempt?: number;
  /** The last attempt that stands in the list of effects. */
  effectAttempt?: number;
  actor?: Actor;
  prompt?: Prompt;
  shown?: ShownAction;
  ticked: Set<number>;
  /** What an approver signs, while a go is asked for. */
  challenge?: string;
  /** Who was called to it, oldest first; of earlier attempts too. */
  escalations?: readonly Escalation[];
  /** Who has approved so far, in this attempt. */
  approvals: string[];
  checks: readonly CheckState[];
  outputs?: {readonly [name: string]: Json};
  /** Not all that its last attempt printed could be kept. */
  outputGap?: OutputGap;
  choice?: string;
  then?: Then;
  recoveryPoint?: string;
  /** Where the connections lead that a person gave here. */
  places?: readonly ConnectionPlace[];
  /** Of an included runbook: what it was told, secrets by name only, and how it ended. */
  inputs?: {readonly [name: string]: Json};
  secretInputs?: readonly string[];
  /** Inputs that had been changed when it named values, listed items or opened what it includes. */
  changedThen?: {readonly [name: string]: Json};
  /** The fact by which its values got their names. */
  namedSeq?: number;
  fileOutcome?: Outcome;
  /** Of a loop: its items as they were recorded, how many blocks it has opened, and which items were given up. */
  items?: readonly Json[];
  /** The items are not what is recorded: they hold secrets. */
  itemsMasked?: boolean;
  width?: number;
  failedItems?: readonly number[];
  /** Of a group in any order: what was picked so far. */
  picked?: readonly string[];
  /** Until when a wait lasts. */
  until?: string;
  /** What is known of it stood on paper: when it happened, by whom, and when it was entered. */
  paper?: {readonly happenedMs: number; readonly enteredMs: number; readonly by: string};
  /** The first fact about it. */
  firstSeq?: number;
  /** It was done, and undone since; nothing of it began again. */
  wasUndone?: boolean;
  /** It is held because the run went back to it, not because it failed: whether anything was undone on the way. */
  wentBack?: 'undone' | 'nothing';
  /** Somebody said that what it had done stays. */
  undoStays?: boolean;
  /** The attempt whose undo is under way, asked of somebody, or held. */
  undoingOf?: number;
};

/** What an attempt saw, where that can be another one later. */
export type ToldThen = {
  readonly changedInputs: {readonly [name: string]: Json};
  readonly items?: readonly Json[];
  readonly itemsMasked?: boolean;
  /** What the included runbook around it had been told; of secrets the names. */
  readonly included?: {readonly inputs: {readonly [name: string]: Json}; readonly secretInputs: readonly string[]};
};

/** An attempt that may have changed the world, in the order in which they began. Another one takes its place when it changes: checkpoints share it. */
export type Effect = {
  readonly step: Path;
  readonly attempt: number;
  /** When it was over; it still goes on before. */
  readonly endSeq?: number;
  readonly undone: boolean;
  /** What it was told when it began: inputs that had been changed by then, and the list that its item was of. */
  readonly told: ToldThen;
  /** Its work was done, whatever its checks said. */
  readonly isDone?: boolean;
  readonly outputs?: {readonly [name: string]: Json};
};

/** A departure from what the author wrote: the outcome is then never plain `recovered`. */
export type Deviation = {
  readonly seq: number;
  readonly atMs: number;
  readonly kind:
    | 'amended'
    | 'backfilled'
    | 'skipped'
    | 'overridden'
    | 'unproven-approval'
    | 'jumped'
    | 'undo-skipped'
    | 'undo-overridden';
  /** Empty where it is about the runbook as a whole. */
  readonly step: Path;
  readonly reason: string;
  readonly actor: Actor;
  /** Of a go that a typed name gave: whose, and in which attempt; a signature can prove it while the run is open. */
  readonly approval?: {readonly by: string; readonly attempt: number};
};

export type MarkedEvent = {readonly atMs: number; readonly source: 'typed' | 'probe' | 'engine' | 'lab'};

export type RunState = ClockState & {
  readonly outline: Outline;
  run: string;
  mode: Mode;
  /** Of a drill that was a variant: its name. */
  variant?: string;
  status: 'not-started' | 'running' | 'ended';
  outcome: Outcome | null;
  paused: boolean;
  startedAtMs?: number;
  endedAtMs?: number;
  /** Why it ended before its time, and who ended it. */
  ending?: {readonly reason: string; readonly actor: Actor};
  objectives: ObjectivesMs;
  clock: {readonly start: EventName; readonly stop: EventName};
  /** Who executes it now. */
  executor: string;
  /** Everybody who has executed it so far, the first one included: of all sessions, and whoever did something. */
  readonly executors: Set<string>;
  inputs: {readonly [name: string]: Json};
  /** Contacts of the plan, as they were pinned when the run began, and in which order they are called when nobody answers. */
  contacts: {readonly [contact: string]: KnownContact};
  ladder: readonly LadderRung[];
  roles: {readonly [role: string]: {readonly contact: string; readonly name: string}};
  readonly events: Map<EventName, MarkedEvent>;
  /** Every step by path; `stepsInOrder` gives them in the order of the page. */
  readonly steps: Map<Path, StepState>;
  /** What stands in each block, by its path. */
  readonly blocks: Map<string, readonly OutlineStep[]>;
  /** The order of the page is that of `steps` until a loop was opened; each time that one opens more this is another object. */
  page: {readonly hasLoops: boolean};
  /** Inputs that were changed since the run began. */
  changedInputs: {readonly [name: string]: Json};
  /** The journal goes on beside a file that failed. */
  degraded?: Degraded;
  /** Deadlines that somebody has dealt with, and those that passed before. */
  readonly dealtWith: Set<string>;
  readonly overdue: Set<string>;
  /** When each reminder was due last. */
  readonly reminded: Map<string, number>;
  /** What was done to the world, by attempts: the list that an undo goes back along. */
  readonly effects: Effect[];
  /** A detour that is under way: the step that it goes back to, and how many attempts are undone. */
  undoing?: {readonly to: Path; readonly count: number; done: number; stays: number};
  readonly deviations: Deviation[];
  readonly evidence: Evidence[];
  readonly notes: Note[];
  readonly handovers: Handover[];
  /** The instant up to which data was really restored; the last one before the clock stopped counts. */
  recoveryPointMs?: number;
  /** The earliest point of each loop, in the attempt that it is in. */
  readonly loopPoints: Map<Path, {readonly attempt: number; readonly pointMs: number}>;
  /** Of a drill with injects: the digest of what is sealed, and what they were once that is known. */
  injects?: {readonly sha256: string; readonly known?: readonly KnownInject[]};
  findings?: {
    readonly passed: boolean;
    readonly partial: boolean;
    readonly list: readonly {name: string; ok: boolean; detail: string}[];
  };
  sessions: number;
  /** When the last of them was opened. */
  sessionOpenedAtMs?: number;
  /** The session that is open enters what was on paper. */
  isOnPaper: boolean;
  /** Facts folded so far, and when the last of them was recorded. */
  facts: number;
  lastAtMs?: number;
  /** Where the time between the facts went, and what the steps do with it since the last one. */
  readonly spent: {-readonly [Name in keyof TimeSplit]: number};
  readonly claims: Claims;
  /** The same at the moment when the recovery clock stopped. */
  spentToStop?: TimeSplit;
};
