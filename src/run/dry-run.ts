/** What a run would do, told before anything is done: what a dry run shows of each step, and what only the run itself can tell. */
import type {Json} from '../base/canonical-json.ts';
import type {Retry} from '../base/retries.ts';
import type {EventName, ObjectivesMs, Outcome} from './event.ts';
import type {EstimateMs, Outline, OutlineStep} from './outline.ts';
import type {Path} from './path.ts';
import type {Prompt, ShownAction} from './shown.ts';

/** A condition as it was written, whether it holds as far as that can be told now, and what it waits for otherwise. */
export type ForetoldCondition = {
  readonly expression: string;
  readonly holds: boolean | null;
  /** `steps.find_deletion`, `item`: what exists only once the run has come there. */
  readonly dependsOn: readonly string[];
  /** Why it cannot be told though everything is there. */
  readonly problem?: string;
};

/** A text or an action that is filled in, or the sentence why it cannot be: then the run would hold there. */
export type Foretold<Part> = {readonly ok: true; readonly value: Part} | {readonly ok: false; readonly problem: string};

/** An action as a fact would show it, the whole of it and with what no fact has room for. */
export type ForetoldAction = ShownAction & {
  readonly cwd?: string;
  readonly stdin?: string;
  readonly interpreter?: readonly string[];
  /** SQL that PostgreSQL does as a whole or not at all. */
  readonly isTransaction?: true;
};

export type ForetoldProbe = {
  readonly name: string;
  /** It passes when its question does not. */
  readonly negated: boolean;
  readonly asks: Foretold<ForetoldAction>;
  readonly expect?: string;
  readonly failWhen?: string;
  readonly withinMs?: number;
};

export type ForetoldFailure =
  | {readonly do: 'hold' | 'continue' | 'abort'}
  | {readonly do: 'goto'; readonly step: string}
  | {readonly do: 'undo_to'; readonly step: string; readonly then?: string};

/** One block inside a step: a branch, the body of a group, an item or a round of a loop, an included runbook. */
export type ForetoldBlock = {
  /** Of a decision or a parallel. */
  readonly branch?: string;
  readonly title?: string;
  /** Whether a decision takes it: null where only the run can tell. */
  readonly isTaken: boolean | null;
  readonly goto?: string;
  readonly end?: Outcome;
  /** Of a loop whose list is known: the item, as it may be seen. */
  readonly item?: Json;
  readonly steps: readonly ForetoldStep[];
};

export type ForetoldList = {
  readonly expression: string;
  /** How many items there are; null where only the run can tell. */
  readonly count: number | null;
  /** Items that are not spelled out, since they are many: as many of them as somebody may look for. */
  readonly others?: readonly Json[];
  readonly dependsOn: readonly string[];
  readonly atOnce: number;
  readonly onItemFailure: 'hold' | 'continue';
};

export type ForetoldStep = Pick<
  OutlineStep,
  'id' | 'title' | 'kind' | 'shape' | 'effects' | 'pointOfNoReturn' | 'skippable' | 'estimate'
> &
  Partial<Pick<OutlineStep, 'heading' | 'phase' | 'why' | 'danger' | 'milestone' | 'outcome' | 'evidence'>> & {
    readonly path: Path;
    /** Its place on the page, from 1. */
    readonly number: number;
    readonly role?: {readonly role: string; readonly contact: string; readonly name: string};
    /** Told now: it is not done, by its own condition or because the way does not lead there. */
    readonly isLeftOut: boolean;
    readonly when?: ForetoldCondition;
    /** When it is over on the longest way, from the start of the run; null where no way leads here. */
    readonly total: EstimateMs | null;
    /** Whether the recovery clock has stopped by then on every way. */
    readonly clockHasStopped: boolean;
    /** What is asked of a person, as it would be put. */
    readonly prompt?: Foretold<Prompt>;
    /** The name that has to be typed before it begins. */
    readonly confirmation?: Foretold<string>;
    readonly action?: Foretold<ForetoldAction>;
    readonly timeoutMs?: number;
    readonly mustAck?: true;
    readonly idempotent?: true;
    readonly expect?: string;
    /** The instant up to which data is then restored, as an expression over what comes back. */
    readonly recoveryPoint?: string;
    readonly retry?: Retry;
    readonly requires: readonly ForetoldProbe[];
    readonly verify: readonly ForetoldProbe[];
    readonly doneWhen: readonly ForetoldProbe[];
    readonly check?: ForetoldProbe;
    readonly wait?: {readonly forMs: number} | {readonly at: Foretold<string>} | {readonly until: ForetoldProbe};
    readonly asserts?: ForetoldCondition;
    /** What an included runbook is told; secrets by name. */
    readonly told?: {readonly [name: string]: Json};
    /** What it names, or gives, as far as that can be told now. */
    readonly values?: {readonly [name: string]: Json};
    readonly gives: readonly string[];
    readonly undo?: Foretold<ForetoldAction | {readonly kind: 'instruction'; readonly do: string}>;
    readonly onFailure: ForetoldFailure;
    readonly onNoGo?: ForetoldFailure;
    readonly temporary?: {readonly liftedBy: string; readonly withinMs: number};
    readonly escalate?: {readonly afterMs: number; readonly to: string};
    /** Which branch is taken and who says so, where that is known now. */
    readonly choice?: {readonly branch: string; readonly by: 'runbook' | 'answers'};
    /** Of a decision that the runbook takes itself: by what, and what that waits for. */
    readonly chooses?: {readonly expression: string; readonly dependsOn: readonly string[]};
    /** An answer was prepared for it. */
    readonly isAnswered?: true;
    readonly list?: ForetoldList;
    readonly rounds?: {readonly max: number; readonly until: string};
    readonly includes?: {readonly id: string; readonly version: string; readonly title: string};
    /** Why it would be held when the run comes to it. */
    readonly problems: readonly string[];
    readonly blocks: readonly ForetoldBlock[];
  };

/** The whole of it. */
export type DryRun = {
  readonly runbook: {
    readonly id: string;
    readonly version: string;
    readonly title: string;
    readonly scenario: string;
    readonly summary: string;
  };
  readonly inputs: {readonly [name: string]: Json};
  readonly objectives: ObjectivesMs;
  readonly clock: {
    readonly start: EventName;
    readonly stop: EventName;
    /** What of the recovery time is used up already; null where nobody has said when it began. */
    readonly usedMs: number | null;
  };
  /** From the start of the run until the recovery clock stops on the longest way; null where no way leads there. */
  readonly toClockStop: EstimateMs | null;
  readonly steps: readonly ForetoldStep[];
} & Pick<Outline, 'deadlines' | 'reminders' | 'next'>;
