/** What another version of its runbook would have made of a run, as it is told: made by `machine/what-if`, read by all faces. */
import type {Fact, Outcome} from '../event.ts';
import type {Outline} from '../outline.ts';
import type {Path} from '../path.ts';
import type {RunState} from '../state.ts';
import type {TimeSource} from './time-source.ts';

/**
 * - `dropped`: the version has no such step
 * - `order`: it wants other steps at that moment, or others as well
 * - `choice`: it has no such branch, or leads elsewhere by it
 * - `gate`: the step is there and wanted, and something else has to come first: a confirmation, a check, a step beside it
 * - `end`: the record ends the run there, and the version goes on
 */
export type PartingWhy = 'dropped' | 'order' | 'choice' | 'gate' | 'end';

/** How the record goes on where the other version's machine does not allow that, or wants another step as well. */
export type Parting = {
  /** As it stands in the record. */
  readonly fact: Fact;
  readonly why: PartingWhy;
  /** The steps that the version wants instead. */
  readonly wants: readonly Path[];
};

/**
 * Why it is not told any further: a choice that nobody made and that nothing in the record fits; a step that would be held, or whose end
 * nobody knows; a way back that the version does not allow; the end of the record; or it would not come to an end.
 */
export type Stop = {readonly why: 'choice' | 'held' | 'detour' | 'record-ends' | 'endless'; readonly step: Path | null};

/** Times from the start of the clock, milliseconds; null where that start is unknown. */
export type Finishes = {
  /** To the stop of the clock, or to the end of a run that never comes to that. */
  readonly p50Ms: number | null;
  readonly p90Ms: number | null;
  /** How much of the p50 is estimated. */
  readonly estimatedMs: number;
  /** False where the run would have ended without having stopped the clock: there is no recovery time then. */
  readonly isRecovery: boolean;
  readonly outcome: Outcome | null;
  readonly stop: Stop | null;
};

export type Consequence = Finishes & {readonly branch: string; readonly title: string};

/** A choice that the record has no answer for, with what each branch would lead to. */
export type NewChoice = {
  readonly step: Path;
  readonly title: string;
  /** The branch that what is recorded fits; null where nothing does. */
  readonly followed: string | null;
  readonly branches: readonly Consequence[];
};

/** `what` is the word for what is said otherwise of a step. */
export type FieldChange = {readonly what: string; readonly before: string; readonly after: string};

export type StepDifference = {
  readonly kind: 'added' | 'dropped' | 'moved' | 'renamed' | 'changed';
  /** By the version that has the step; where both have it, by the later one. */
  readonly path: Path;
  readonly title: string;
  readonly stepKind: string;
  /** Its path in the record, where that is another one. */
  readonly formerPath?: Path;
  readonly changes: readonly FieldChange[];
};

export type WhatIf = {
  readonly outline: Outline;
  /** What would stand in the record, and what it folds to. */
  readonly facts: readonly Fact[];
  readonly state: RunState;
  /** How far it is told: the end of the run, or the moment at which nobody knows how it goes on. Time of the run, milliseconds. */
  readonly nowMs: number;
  /** Facts of the record that the version allowed, standing as the record stood. */
  readonly followed: number;
  /** Null where the record could be the record of this version. */
  readonly parting: Parting | null;
  readonly differences: readonly StepDifference[];
  readonly stop: Stop | null;
  readonly choices: readonly NewChoice[];
  /** Where the time of each step comes from that the run came to. */
  readonly sources: ReadonlyMap<Path, TimeSource>;
  /** Steps whose estimate stands in no text: what counts for them is the default of their kind. */
  readonly unestimated: ReadonlySet<Path>;
  readonly finishes: Finishes;
};
