/** The table of lives: one machine per shape, shared by all steps of that shape. */
import type {AnyActorScope, SnapshotFrom} from 'xstate';
import type {StepFact} from '../run/event.ts';
import type {Shape} from '../run/outline.ts';
import {inertScope} from './inert-scope.ts';
import {actionLife} from './lives/action.ts';
import {groupLife} from './lives/group.ts';
import {instantLife} from './lives/instant.ts';
import type {LifeContext, LifeEvent} from './lives/life.ts';
import {probeLife} from './lives/probe.ts';
import {promptLife} from './lives/prompt.ts';
import type {Policy} from './policy.ts';
import {rememberAgain} from './remember-again.ts';

const lives = {
  action: actionLife,
  prompt: promptLife,
  probe: probeLife,
  group: groupLife,
  instant: instantLife,
} as const;

/** Where a step's life stands. */
export type Stage =
  | 'entered'
  | 'confirming'
  | 'awaiting'
  | 'armed'
  | 'running'
  | 'verifying'
  | 'informed'
  | 'unknown'
  | 'held'
  | 'inside'
  | 'judging'
  | 'closing'
  | 'ending'
  | 'aborting'
  | 'over';

export type Life = {
  readonly shape: Shape;
  readonly snapshot: SnapshotFrom<typeof actionLife>;
};

type LifeMachine = typeof actionLife;

/** The machines differ only in their states; what they are asked is the same. */
const machineOf = (shape: Shape): LifeMachine => lives[shape] as unknown as LifeMachine;

// A loop brings the same step through the same facts thousands of times; a journal of loops is replayed in a third of the time.
const beginnings = rememberAgain<Policy, Life>();
const moves = rememberAgain<Life['snapshot'], Life>();

const scopes = new Map<Shape, AnyActorScope>();

const scopeOf = (shape: Shape): AnyActorScope => {
  const scope = scopes.get(shape) ?? inertScope(machineOf(shape));
  scopes.set(shape, scope);
  return scope;
};

/** A life at its beginning. */
export const beginLife = (policy: Policy): Life =>
  beginnings(policy, 'begin', () => ({
    shape: policy.shape,
    snapshot: machineOf(policy.shape).getInitialSnapshot(scopeOf(policy.shape), policy),
  }));

/**
 * Whether a fact is about the attempt that is going on, or at the beginning about a new one. What comes too late, from
 * a check or a person that still had an older attempt in mind, must not decide about the present one.
 */
export const isTimely = (life: Life, fact: StepFact): boolean => {
  if (!('attempt' in fact)) {
    return true;
  }
  const {attempt} = contextOf(life);
  return stageOf(life) === 'entered' ? fact.attempt > attempt : fact.attempt === attempt;
};

/** The life after the event; the very same object when the event is refused. */
export const moveLife = (life: Life, event: LifeEvent): Life => {
  if (!isPlain(event)) {
    return workOut(life, event);
  }
  const moved = moves(life.snapshot, `${event.type} ${event.attempt}`, () => workOut(life, event));
  // A refusal gives back the very object that was asked.
  return moved.snapshot === life.snapshot ? life : moved;
};

const workOut = (life: Life, event: LifeEvent): Life => {
  const snapshot = machineOf(life.shape).transition(life.snapshot, event, scopeOf(life.shape));
  return snapshot === life.snapshot ? life : {shape: life.shape, snapshot};
};

type PlainEvent = Extract<StepFact, {readonly type: (typeof plainTypes)[number]}>;

/** Facts of which a life takes in no more than their type and their attempt. */
const plainTypes = [
  'asked',
  'confirmed',
  'began',
  'spawned',
  'stop-requested',
  'performed',
  'probed',
  'succeeded',
] as const;

const plain: ReadonlySet<string> = new Set(plainTypes);

const isPlain = (event: LifeEvent): event is PlainEvent => plain.has(event.type);

/** A life that stands somewhere without having come there; of a group that has one block, that one is open. */
export const standingLife = (
  policy: Policy,
  {
    stage,
    attempt,
    branch = '',
  }: {readonly stage: 'entered' | 'held' | 'inside'; readonly attempt: number; readonly branch?: string},
): Life => {
  const {snapshot} = beginLife(policy);
  const context = {...snapshot.context, attempt, branch, width: 1};
  return {shape: policy.shape, snapshot: machineOf(policy.shape).resolveState({value: stage as 'held', context})};
};

export const stageOf = (life: Life): Stage => life.snapshot.value as Stage;

export const contextOf = (life: Life): LifeContext => life.snapshot.context;
