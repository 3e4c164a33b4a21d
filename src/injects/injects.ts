/** What goes wrong on purpose in a drill, written down beforehand and sealed until the drill has ended. */
import type {Json} from '../base/canonical-json.ts';

/** Where an inject lies: a step by its id or path, and which of its attempts, from 1. */
export type InjectPlace = {readonly step: string; readonly attempt: number};

/** The moments of a step at which the engine can die: each leaves another record. */
export const killMoments = ['before_effect', 'after_effect', 'after_verdict'] as const;

export type KillMoment = (typeof killMoments)[number];

export type StepFails = InjectPlace & {
  readonly kind: 'step_fails';
  readonly message: string;
  /** Of a program, 1 unless it says another. */
  readonly exit?: number;
  /** Of an answer by HTTP, 503 unless it says another. */
  readonly status?: number;
};

export type OutputLies = InjectPlace & {
  readonly kind: 'output_lies';
  /** By where they stand among what came back: `json.lost`, `rows[0].n`, `stdout`. */
  readonly says: {readonly [field: string]: Json};
};

export type ApproverAway = {
  readonly kind: 'approver_away';
  /** Every approval where it names none. */
  readonly step?: string;
  /** From when the question was asked first; for good where it says nothing. */
  readonly forMs?: number;
  /** Whether somebody else answers once the question was escalated. */
  readonly escalation: 'answers' | 'away';
};

export type Inject =
  | StepFails
  | OutputLies
  | ApproverAway
  | {readonly kind: 'tool_missing'; readonly tool: string}
  | (InjectPlace & {readonly kind: 'clock_jumps'; readonly byMs: number})
  | (InjectPlace & {readonly kind: 'engine_killed'; readonly when: KillMoment});

export type InjectKind = Inject['kind'];

export type InjectOf<Kind extends InjectKind> = Extract<Inject, {readonly kind: Kind}>;

/** A file of them, for one runbook. */
export type Injects = {readonly runbook: string; readonly list: readonly Inject[]};
