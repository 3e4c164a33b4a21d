/** What the parts of the engine share: one run, its machine, its values and its ways out. */
import {assert} from '../base/assert.ts';
import type {Result} from '../base/result.ts';
import {blockAt, type Forest} from '../machine/compile.ts';
import type {Policy} from '../machine/policy.ts';
import type {Position} from '../machine/position.ts';
import type {Wanted} from '../machine/wanted.ts';
import type {Actor, FactBody} from '../run/event.ts';
import {blockOf, type Path, parsePath} from '../run/path.ts';
import type {RunState, StepState} from '../run/state.ts';
import type {Action} from '../runbook/action.ts';
import type {Step} from '../runbook/runbook.ts';
import type {ResolvedAction, Runners} from './actions/runner.ts';
import type {RunClock} from './run-clock.ts';
import type {Values} from './values/values.ts';

/** Refuses an action whose target is not what it must be: in a drill everything must be the lab's. */
export type Safeguard = (touched: readonly string[], action: ResolvedAction) => Promise<Result<void>>;

/** A file that was copied into the record. */
export type Attached = {readonly file: string; readonly name: string; readonly bytes: number; readonly sha256: string};

/** Copies a file into the record, or says in a sentence why not; `isSecret` is asked about what it holds. */
export type Attach = (path: string, isSecret: (text: string) => boolean) => Result<Attached>;

/** A signature on one line, the message that it must be of, and the public key that it must be made with. */
export type Signed = {readonly message: string; readonly signature: string; readonly key: string};

/** Whether a signature is good; fails in a sentence where that cannot be found out. */
export type CheckSignature = (signed: Signed) => Result<boolean>;

export type Roles = {readonly [role: string]: {readonly contact: string; readonly name: string}};

export type Context = {
  readonly forest: Forest;
  readonly state: RunState;
  readonly values: Values;
  readonly runners: Runners;
  readonly clock: Pick<RunClock, 'nowMs' | 'wallMs' | 'monoUs'>;
  readonly roles: Roles;
  readonly safeguard: Safeguard;
  readonly attach: Attach;
  readonly checkSignature: CheckSignature;
  /** Fingerprints of the keys that whoever sits here can sign with. */
  readonly ownKeys?: (() => readonly string[]) | undefined;
  /** The hash of the last fact that was recorded. */
  readonly head: () => string;
  /** The host has not been restarted since the former session: a process id of then still means the same process. */
  readonly sameBoot: boolean;
  readonly position: () => Position;
  /**
   * Records what came of something wanted. False when it came too late: it is not wanted any more. A fact that the
   * machine refuses although it wants it is a fault of ours, and better found than tried for ever.
   */
  readonly record: (item: Wanted, body: FactBody) => boolean;
  /** Records what somebody asked for: all facts or none. */
  readonly recordFor: (actor: Actor, bodies: readonly FactBody[]) => Result<void>;
  readonly isWanted: (item: Wanted) => boolean;
  /** Does something that takes time, once everything recorded so far is durable; afterwards it is looked at what is wanted. */
  readonly work: (item: Wanted, work: () => Promise<void>) => void;
  /** Does something short once everything recorded so far is durable. */
  readonly onceDurable: (act: () => void) => void;
  /** Calls back later, while the engine runs. */
  readonly after: (delayMs: number, then: () => void) => () => void;
  /** Something was recorded in the middle of some work: make it durable, look again at what is wanted. */
  readonly wake: () => void;
};

/** The model and the policy of a step by its path. */
export const stepAt = (forest: Forest, path: Path): {readonly step: Step; readonly policy: Policy} => {
  const id = parsePath(path)?.at(-1)?.id ?? '';
  const found = blockAt(forest, blockOf(path)).steps.get(id);
  assert(found, `no step ${path} was compiled`);
  return found;
};

/** The values as the step that is wanted sees them. */
export const valuesAt = ({values}: Context, {path}: Wanted): Values => values.at(path);

/** The state of a step that is known to be in the outline. */
export const stateAt = (state: RunState, path: Path): StepState => {
  const found = state.steps.get(path);
  assert(found, `no step ${path} is in the outline`);
  return found;
};

/** No place takes the record, and a person has said that the run goes on by hand. */
export const isUnwritten = ({degraded}: RunState): boolean => degraded?.where === 'unwritten';

/** Whether a drill only assumes this step: nothing of it runs, no action and no check. */
export const isSimulated = ({state}: Context, {drill}: Step): boolean =>
  state.mode === 'drill' && (drill.do === 'simulate' || drill.do === 'skip');

/** What is done here and now: in a drill perhaps something else. */
export const actionHere = ({state}: Context, {drill}: Step, own: Action): Action =>
  state.mode === 'drill' && drill.do === 'instead' ? drill.action : own;

export const isoAt = (atMs: number): string => new Date(atMs).toISOString();
