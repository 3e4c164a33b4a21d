/** The validated model of a runbook: what the text said, with every default filled in. */
import type {Retry} from '../base/retries.ts';
import type {Action, Text} from './action.ts';
import type {Deadline, Reminder} from './duties.ts';
import type {InputDeclaration, InputType} from './input-declaration.ts';
import type {Effects, EstimateMs, EventName, Outcome, Phase, Scenario, Span, ValueType} from './words.ts';

/** A bare CEL expression; checked when the runbook was loaded. */
export type Expression = string;

/** A question to the world: an action that only reads, and what its answer must be. */
export type Probe = {
  /** That of a named probe, with `not ` before it where it must not pass. */
  readonly name?: string;
  /** The probe passes when the action does not. */
  readonly negated: boolean;
  readonly action: Action;
  readonly expect?: Expression;
  readonly failWhen?: Expression;
  readonly everyMs: number;
  /** How long to go on asking; nothing means one try. */
  readonly withinMs?: number;
  readonly timeoutMs: number;
};

export type OnFailure =
  | {readonly do: 'hold'}
  | {readonly do: 'continue'}
  | {readonly do: 'abort'}
  | {readonly do: 'goto'; readonly step: string}
  /** Holds with that move chosen; a person confirms it. `then` leads on afterwards, once. */
  | {readonly do: 'undo_to'; readonly step: string; readonly then?: string};

/** What a failed item of a loop does to the loop. */
export type OnItemFailure = 'hold' | 'continue';

/** A step that is done for each item of a list. */
export type Each = {readonly in: Expression; readonly atOnce: number; readonly onItemFailure: OnItemFailure};

export type OutputDeclaration = {
  readonly value: Expression;
  readonly secret: boolean;
  readonly type?: InputType;
  /** The instant that it measures; what a person had typed no longer counts then. */
  readonly sets?: 'disruption' | 'detection' | 'declaration';
};

export type DrillBehaviour =
  | {readonly do: 'run'}
  | {readonly do: 'simulate'; readonly outputs: {readonly [name: string]: ValueType}}
  | {readonly do: 'skip'}
  | {readonly do: 'instead'; readonly action: Action};

export type CommonFields = {
  readonly id: string;
  readonly title: string;
  readonly why?: string;
  readonly heading?: string;
  readonly phase?: Phase;
  readonly role?: string;
  readonly when?: Expression;
  readonly effects: Effects;
  readonly idempotent: boolean;
  readonly estimate?: EstimateMs;
  readonly targetMs?: number;
  readonly timeoutMs: number;
  /** Of a step that people type into and nobody timed: what has its place and runs by itself ends after this. */
  readonly untypedTimeoutMs?: number;
  readonly retry: Retry;
  readonly touches: readonly Text[];
  readonly requires: readonly Probe[];
  readonly verify: readonly Probe[];
  readonly doneWhen: readonly Probe[];
  readonly undo?: Action | {readonly kind: 'instruction'; readonly do: Text};
  readonly confirm?: {readonly type: Text};
  readonly pointOfNoReturn: boolean;
  readonly skippable: boolean;
  readonly onFailure: OnFailure;
  readonly expect?: Expression;
  readonly outputs: {readonly [name: string]: OutputDeclaration};
  readonly recoveryPoint?: Expression;
  readonly drill: DrillBehaviour;
  readonly each?: Each;
  /** It leaves something behind that must go: the step that takes it away, and by when. */
  readonly temporary?: {readonly liftedBy: string; readonly withinMs: number};
  /** Whom it goes to when nobody has dealt with it for so long. */
  readonly escalate?: {readonly afterMs: number; readonly to: string};
  /** What a person should attach to it. */
  readonly evidence: readonly string[];
  /** Ids that it had in earlier versions of the runbook. */
  readonly formerly: readonly string[];
  readonly troubleshoot: readonly {readonly symptom: string; readonly check?: string; readonly then: string}[];
  readonly danger?: string;
  readonly see: readonly {readonly title: string; readonly url: string}[];
  readonly span: Span;
};

export type Branch = {
  readonly name: string;
  readonly title: string;
  readonly steps: readonly Step[];
  readonly goto?: string;
  readonly end?: Outcome;
  readonly outputs: {readonly [name: string]: Expression};
};

export type Step = CommonFields &
  (
    | {
        readonly kind: 'command' | 'script' | 'sql' | 'http' | 'notify';
        readonly shape: 'action';
        readonly action: Action;
        /** Of a message: somebody says that they have heard it before the run goes on. */
        readonly mustAck?: boolean;
      }
    | {
        readonly kind: 'instruction';
        readonly shape: 'prompt';
        readonly do: Text;
        readonly checklist: readonly Text[];
        readonly paste?: Text;
        /** What is shown for a moment to whoever asks for it, and never kept. */
        readonly reveal?: Text;
      }
    | {
        readonly kind: 'approval';
        readonly shape: 'prompt';
        readonly ask: Text;
        readonly from: readonly string[];
        readonly need: number;
        readonly notExecutor: boolean;
        readonly onNoGo: OnFailure;
        /** After this long it is asked again; an expiry never decides. */
        readonly expiresMs?: number;
      }
    | {
        readonly kind: 'input';
        readonly shape: 'prompt';
        readonly ask: Text;
        /** How its answer is read; it is the output `value`. */
        readonly declaration: InputDeclaration;
      }
    | {
        readonly kind: 'decision';
        readonly shape: 'group';
        readonly ask: Text;
        readonly choose?: Expression;
        readonly propose?: Expression;
        readonly branches: readonly Branch[];
      }
    | {
        readonly kind: 'group';
        readonly shape: 'group';
        readonly steps: readonly Step[];
        /** `any` lets people pick what comes next. */
        readonly order: 'written' | 'any';
      }
    | {
        readonly kind: 'parallel';
        readonly shape: 'group';
        readonly branches: readonly Branch[];
        readonly atOnce: number;
      }
    | {
        readonly kind: 'foreach';
        readonly shape: 'group';
        readonly in: Expression;
        readonly atOnce: number;
        readonly onItemFailure: OnItemFailure;
        readonly steps: readonly Step[];
      }
    | {
        readonly kind: 'repeat';
        readonly shape: 'group';
        readonly steps: readonly Step[];
        readonly until: Expression;
        readonly max: number;
        readonly onExhausted: OnFailure;
      }
    | {
        readonly kind: 'include';
        readonly shape: 'group';
        /** As it was when this runbook was loaded; pinned with it. */
        readonly runbook: Runbook;
        /** What it is told; texts of this runbook. */
        readonly inputs: {readonly [name: string]: Text};
      }
    | {readonly kind: 'check'; readonly shape: 'probe'; readonly probe: Probe}
    | {readonly kind: 'wait'; readonly shape: 'probe'; readonly wait: Wait}
    | {readonly kind: 'assert'; readonly shape: 'instant'; readonly condition: Expression}
    | {readonly kind: 'let'; readonly shape: 'instant'; readonly values: {readonly [name: string]: Expression}}
    | {readonly kind: 'milestone'; readonly shape: 'instant'; readonly event: EventName}
    | {readonly kind: 'end'; readonly shape: 'instant'; readonly outcome: Outcome}
  );

/** What a wait waits for: a time, an instant, or a probe that passes. */
export type Wait = {readonly for: number} | {readonly at: Text} | {readonly until: Probe};

export type StepKind = Step['kind'];
export type StepOf<Kind extends StepKind> = OneOf<Step, Kind>;
// `Extract` finds nothing for a kind that shares its member of the union with others.
type OneOf<Member, Kind> = Member extends {readonly kind: infer Kinds} ? (Kind extends Kinds ? Member : never) : never;

export type Drill = {
  readonly lab: 'postgres' | 'none';
  readonly dataset: {readonly name: string; readonly scale: number; readonly file?: string};
  /** One fault of the lab, by name, with its fields. */
  readonly fault?: {readonly name: string; readonly fields: {readonly [name: string]: ValueType}};
  readonly inputs: {readonly [name: string]: ValueType};
  readonly answers: {readonly [step: string]: ValueType};
  readonly accept: readonly Probe[];
  readonly keepsNewerWrites: boolean;
};

/** Another drill of the same runbook, with every field that it does not replace. */
export type DrillVariant = Drill & {readonly name: string; readonly title?: string};

/** The drill of a runbook, and its variants in the order of the document. */
export type DrillBlock = Drill & {readonly variants: readonly DrillVariant[]};

export type Runbook = {
  readonly id: string;
  readonly version: string;
  readonly title: string;
  readonly scenario: Scenario;
  readonly criticality?: 'critical' | 'non_critical';
  readonly summary: string;
  readonly owner: string;
  readonly review?: {readonly last: string; readonly everyMs: number};
  readonly symptoms: readonly {readonly text: string; readonly check?: Probe}[];
  /** What this document says itself; what it leaves out comes from the plan's class. */
  readonly objectives: {
    readonly rtoMs?: number | null;
    readonly rpoMs?: number | null;
    readonly mtpdMs?: number | null;
  };
  readonly clock: {readonly start: EventName; readonly stop: EventName};
  readonly roles: {readonly [role: string]: {readonly contact: string}};
  readonly inputs: {readonly [name: string]: InputDeclaration};
  readonly defaults: {readonly role?: string};
  readonly deadlines: readonly Deadline[];
  readonly reminders: readonly Reminder[];
  /** The runbook that is proposed when this one ends. */
  readonly next?: string;
  readonly steps: readonly Step[];
  /** What a runbook that includes this one may read. */
  readonly outputs: {readonly [name: string]: Expression};
  readonly drill?: DrillBlock;
  readonly see: readonly {readonly title: string; readonly url: string}[];
};
