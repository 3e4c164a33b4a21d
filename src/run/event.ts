/** The facts of a run, past tense: what stands in the journal, one a line. docs/design/facts.md says when each is recorded. */
import type {Json} from '../base/canonical-json.ts';
import type {DrillFact} from './drill-fact.ts';
import type {Amendment, DoneByHand} from './event-details.ts';
import type {KnownContact, LadderRung} from './known-contact.ts';
import type {Path} from './path.ts';
import type {RecordFact} from './record-fact.ts';
import type {SessionFact} from './session-fact.ts';
import type {KeptOutput, ProbeUse, Prompt, ShownAction} from './shown.ts';

export type Mode = 'incident' | 'drill' | 'dry-run';

export type Outcome =
  | 'recovered'
  | 'recovered-with-exceptions'
  | 'rolled-back'
  | 'mitigated'
  | 'escalated'
  | 'aborted'
  | 'no-action';

/** The instants of a run that the objectives are measured between. */
export type EventName =
  | 'disruption'
  | 'detection'
  | 'declaration'
  | 'run_start'
  | 'contained'
  | 'service_restored'
  | 'data_verified';

/** Who caused a fact, and by which way in; a robot answers in drills and is named as one. */
export type Actor = {
  readonly name: string;
  readonly via: 'engine' | 'screen' | 'plain' | 'json' | 'answers' | 'robot' | 'paper';
};

/** What every fact carries beside what it says. */
export type Envelope = {
  /** 0, 1, 2, … without a gap. */
  readonly seq: number;
  /** The highest seq known to be on disk when this line was written, -1 at first. */
  readonly sync: number;
  /** Which process wrote it: 1 for the first, one more for each resume. */
  readonly session: number;
  /** Wall time, UTC, RFC 3339 with milliseconds. */
  readonly at: string;
  /** Monotonic time of that session's process, microseconds. */
  readonly monoUs: number;
  readonly actor: Actor;
  /** When it happened, as `at` is written, where that was before it was recorded: it stood on paper. */
  readonly happened?: string;
};

/** What a failed step does next, as decided by the runbook's policy and frozen in the fact. */
export type Then =
  /** `undoTo` is what the author proposes: the way back to that step. */
  | {readonly do: 'hold'; readonly undoTo?: Path; readonly thenTo?: Path}
  /** The item of the loop has failed; the loop goes on with the others. */
  | {readonly do: 'leave'}
  | {readonly do: 'continue'}
  | {readonly do: 'abort'}
  | {readonly do: 'retry'; readonly notBefore: string}
  | {readonly do: 'goto'; readonly step: Path};

/** `mtpdMs`, the maximum tolerable period of disruption, is absent where nobody has said one. */
export type ObjectivesMs = {readonly rtoMs: number | null; readonly rpoMs: number | null; readonly mtpdMs?: number};

type Of<Type extends string, Payload> = {readonly type: Type} & Readonly<Payload>;
type Step = {step: Path; attempt: number};

/** Where a connection leads, without what would open it. */
export type ConnectionPlace = {
  readonly user: string;
  readonly host: string;
  readonly port: number;
  readonly database: string;
};

/** Where a run begins that does not begin at its beginning: what its first `jumped` says, or said if the disk has lost it. */
export type StartAt = {
  readonly step: Path;
  readonly attempt: number;
  readonly around: readonly AttemptName[];
  readonly reason: string;
};

/** A value of a step that was a secret, and is gone with the session that knew it. */
export type Lack = {readonly step: Path; readonly name: string};

/** Facts about the run as a whole. */
export type RunFact =
  | Of<
      'run-started',
      {
        run: string;
        mode: Mode;
        runbook: {id: string; version: string; title: string; scenario: string};
        files: readonly {path: string; sha256: string}[];
        outline: {file: string; sha256: string};
        program: string;
        inputs: {readonly [name: string]: Json};
        secrets: readonly string[];
        connections?: {readonly [input: string]: readonly ConnectionPlace[]};
        objectives: ObjectivesMs;
        clock: {start: EventName; stop: EventName};
        roles: {readonly [role: string]: {contact: string; name: string}};
        contacts?: {readonly [contact: string]: KnownContact};
        ladder?: readonly LadderRung[];
        executor: string;
        startAt?: StartAt;
        variant?: string;
      }
    >
  | SessionFact
  | Of<'amended', Amendment>
  | Of<'event-marked', {event: EventName; time: string; source: 'typed' | 'probe' | 'engine' | 'lab'}>
  | Of<'paused', {reason: string}>
  | Of<'continued', {reason?: string}>
  | Of<'noted', {text: string; step?: Path}>
  | Of<'handed-over', {role: string; from: string; to: string; contact?: string; reason?: string}>
  | Of<'inputs-changed', {inputs: {readonly [name: string]: Json}; reason?: string}>
  | Of<'due', {what: 'deadline' | 'reminder'; id: string; text: string; role?: string; time: string}>
  | Of<'acknowledged', {id: string}>
  | Of<'escalated', {step: Path; attempt: number; to: string; reason: string}>
  | Of<'lacking', Step & {lacks: readonly Lack[]}>
  | Of<'given-again', Step & {name: string}>
  | Of<
      'approval-proven',
      Step & {of: string; by: string; role: string; contact: string; key: string; signature: string}
    >
  | Of<'evidence-attached', {step?: Path; file: string; name: string; bytes: number; sha256: string; text?: string}>
  | Of<'tail-removed', {offset: number; bytes: number; sha256: string; file: string}>
  | RecordFact
  | DrillFact
  | Of<'run-ended', {outcome: Outcome; step?: Path; reason?: string}>
  | Of<'sealed', {head: string; entries: number; signature?: string}>;

/** One attempt of a step. */
export type AttemptName = {readonly step: Path; readonly attempt: number};

/**
 * Facts of going back: undoing is a detour of the whole run, along a list that was frozen when it began; a jump leaves
 * everything as it is. An undo is an attempt of its step of its own, and says of which one it is. `around` are the
 * attempts of the groups that the run then stands in without having entered them.
 */
export type DetourFact =
  | Of<'undo-listed', Step & {from: number; attempts: readonly AttemptName[]}>
  | Of<'undo-started', Step & {attempts: readonly AttemptName[]; listed?: number; reason: string; thenTo?: Path}>
  | Of<'undo-began', Step & {of: number; shown?: ShownAction; prompt?: Prompt; timeoutMs?: number}>
  | Of<'undone', Step & KeptOutput & {of: number; result?: Json; reason?: string; late?: boolean}>
  | Of<
      'undo-failed',
      Step &
        KeptOutput & {
          of: number;
          reason: string;
          result?: Json;
          late?: boolean;
        }
    >
  | Of<'undo-retried', Step & {of: number; reason?: string}>
  | Of<'undo-skipped', Step & {of: number; reason: string}>
  | Of<'undo-ended', Step & {around: readonly AttemptName[]; thenTo?: Path}>
  | Of<'jumped', Step & {around: readonly AttemptName[]; reason: string}>;

/** Facts about one step. */
export type StepFact =
  | DetourFact
  | Of<'not-applicable', {step: Path}>
  | Of<'asked', Step & {prompt: Prompt; shown?: ShownAction; challenge?: string}>
  | Of<'ticked', Step & {index: number}>
  | Of<'revealed', Step & {name: string}>
  | Of<'confirmed', Step & {value: string}>
  | Of<
      'approved',
      Step & {
        by: string;
        role: string;
        proof: 'signature' | 'typed' | 'robot';
        contact?: string;
        key?: string;
        signature?: string;
      }
    >
  | Of<'chosen', Step & {branch: string; goto?: Path; reason?: string}>
  | Of<'expired', Step>
  | Of<'listed', Step & {from: number; items: readonly Json[]; masked?: boolean}>
  | Of<
      'opened',
      Step & {count?: number; masked?: boolean; inputs?: {readonly [name: string]: Json}; secrets?: readonly string[]}
    >
  | Of<'picked', Step & {inner: string}>
  | Of<'file-ended', Step & {outcome: Outcome; reason?: string}>
  | Of<'round-ended', Step & {round: number; done: boolean}>
  | Of<'began', Step & {shown?: ShownAction; timeoutMs?: number; simulated?: boolean; until?: string}>
  | Of<'spawned', Step & {pid: number; startTicks: string}>
  | Of<'stop-requested', Step & {reason: string}>
  | Of<
      'performed',
      Step &
        KeptOutput & {
          result: Json;
          outputs?: {readonly [name: string]: Json};
          recoveryPoint?: string;
          late?: boolean;
        }
    >
  | Of<'probed', Step & {use: ProbeUse; index: number; name: string; ok: boolean; detail: string; tries: number}>
  | Of<
      'succeeded',
      Step &
        KeptOutput & {
          result?: Json;
          outputs?: {readonly [name: string]: Json};
          recoveryPoint?: string;
          places?: readonly ConnectionPlace[];
          milestone?: EventName;
          reason?: string;
          late?: boolean;
        }
    >
  | Of<
      'failed',
      Step &
        KeptOutput & {
          reason: string;
          then: Then;
          rejected?: boolean;
          lacks?: readonly Lack[];
          result?: Json;
          late?: boolean;
        }
    >
  | Of<'backfilled', Step & DoneByHand>
  | Of<'unknown', Step & {cause: string}>
  | Of<'resolved', Step & {as: 'done' | 'again' | 'failed'; by: 'probe' | 'rule' | 'person'; reason: string}>
  | Of<'retried', Step & {reason?: string}>
  | Of<'skipped', {step: Path; reason: string}>
  | Of<'overridden', {step: Path; reason: string}>;

/** What is said, before it has a place in the journal. */
export type FactBody = RunFact | StepFact;

/** A fact as it stands in the journal. */
export type Fact = Envelope & FactBody;
