/** A record that any moment can be looked at quickly: the state is kept at checkpoints, and the few facts behind one are folded again. */
import type {Fact} from '../event.ts';
import {apply, notStarted} from '../fold.ts';
import type {Outline, OutlineStep} from '../outline.ts';
import type {Effect, RunState, StepState} from '../state.ts';
import {type Kind, noVersions, VersionedMap, type Versions} from './versioned-map.ts';

export type Checkpoints = {
  /** The state after so many facts; what is at hand already goes on from there. Read only. */
  readonly stateAt: (position: number, at?: {readonly state: RunState; readonly position: number}) => RunState;
};

/**
 * How much is done again at the most to show a moment: each fact counts one, and each step that it touches. A few
 * milliseconds; some facts touch all steps, and behind such a one there is a checkpoint at once.
 */
const usualWorkMax = 512;

type Way = {
  /** What is known of the run before its first fact. */
  readonly before?: Partial<Pick<RunState, 'run' | 'mode' | 'objectives'>>;
  /** Looks at the run after each fact while the record is gone through once. */
  readonly witness?: (fact: Fact, state: RunState) => void;
  readonly workMax?: number;
};

type Checkpoint = {
  readonly position: number;
  readonly rest: RunState;
  readonly steps: {readonly checkpoint: number; readonly count: number};
  readonly blocks: {readonly checkpoint: number; readonly count: number};
  readonly effects: Chunks<Effect>;
};

type Record = {
  readonly facts: readonly Fact[];
  readonly steps: Versions<StepState>;
  readonly blocks: Versions<readonly OutlineStep[]>;
  readonly checkpoints: Checkpoint[];
};

/** Goes through the record once. */
export const makeCheckpoints = (
  {outline, facts}: {readonly outline: Outline; readonly facts: readonly Fact[]},
  {before = {}, witness = () => {}, workMax = usualWorkMax}: Way = {},
): Checkpoints => {
  const record: Record = {facts, steps: noVersions(), blocks: noVersions(), checkpoints: []};
  const empty = notStarted(outline);
  const steps = new VersionedMap(record.steps, stepKind, atStart);
  const blocks = new VersionedMap(record.blocks, blockKind, atStart);
  blocks.isRead = true;
  fill(steps, empty.steps);
  fill(blocks, empty.blocks);
  const state: RunState = {...empty, ...before, steps, blocks};
  keep(record, state, {steps, blocks, position: 0});
  let since = 0;
  for (const [index, fact] of facts.entries()) {
    apply(state, fact);
    // The witness reads, and nothing that it reads is copied for it.
    steps.isRead = true;
    witness(fact, state);
    steps.isRead = false;
    since += 1;
    if (since + steps.touched >= workMax || index === facts.length - 1) {
      keep(record, state, {steps, blocks, position: index + 1});
      since = 0;
    }
  }
  return {stateAt: (position, at) => stateAt(record, position, at)};
};

const atStart = {checkpoint: -1, count: 0} as const;

const fill = <Value>(to: Map<string, Value>, from: ReadonlyMap<string, Value>): void => {
  for (const [key, value] of from) {
    to.set(key, value);
  }
};

/** The sets and lists of a step that are changed in place; all its other members are replaced as a whole. */
const stepKind: Kind<StepState> = {
  copy: step => ({...step, ...stepCollectionsOf(step)}),
  isSame: (one, other) => {
    const names = Object.keys(other) as (keyof StepState)[];
    return (
      names.length === Object.keys(one).length &&
      isSameList([...one.ticked], [...other.ticked]) &&
      isSameList(one.approvals, other.approvals) &&
      names.every(name => name === 'ticked' || name === 'approvals' || one[name] === other[name])
    );
  },
};

const stepCollectionsOf = ({ticked, approvals}: StepState): Collections<StepState> => ({
  ticked: new Set(ticked),
  approvals: [...approvals],
});

const isSameList = <Item>(one: readonly Item[], other: readonly Item[]): boolean =>
  one.length === other.length && one.every((item, index) => item === other[index]);

const blockKind: Kind<readonly OutlineStep[]> = {copy: steps => steps, isSame: (one, other) => one === other};

type Kept = {
  readonly steps: VersionedMap<StepState>;
  readonly blocks: VersionedMap<readonly OutlineStep[]>;
  readonly position: number;
};

const keep = ({checkpoints}: Record, state: RunState, {steps, blocks, position}: Kept): void => {
  const number = checkpoints.length;
  checkpoints.push({
    position,
    // Steps, blocks and effects are put in their place when it is looked at.
    rest: {...ownOf(state), effects: [], steps: new Map(), blocks: new Map()},
    steps: steps.keep(number),
    blocks: blocks.keep(number),
    effects: chunksOf(state.effects, checkpoints.at(-1)?.effects ?? []),
  });
};

/** The state with sets, maps and lists of its own; what stands in them is never changed in place. */
const ownOf = (state: RunState): RunState => ({
  ...state,
  ...(state.undoing && {undoing: {...state.undoing}}),
  ...collectionsOf(state),
  spent: {...state.spent},
});

/** All members of a kind that can be changed in place: one that a checkpoint shared would show what came later. */
type Collections<State> = {
  readonly [Name in keyof State as NonNullable<State[Name]> extends Set<unknown> | Map<unknown, unknown> | unknown[]
    ? Name
    : never]-?: State[Name];
};

/** Steps, blocks and effects have versions. */
const collectionsOf = (state: RunState): Omit<Collections<RunState>, 'steps' | 'blocks' | 'effects'> => ({
  executors: new Set(state.executors),
  events: new Map(state.events),
  dealtWith: new Set(state.dealtWith),
  overdue: new Set(state.overdue),
  reminded: new Map(state.reminded),
  loopPoints: new Map(state.loopPoints),
  claims: new Map(state.claims),
  clockJumps: [...state.clockJumps],
  deviations: [...state.deviations],
  evidence: [...state.evidence],
  notes: [...state.notes],
  handovers: [...state.handovers],
});

const stateAt = (record: Record, wanted: number, at: Parameters<Checkpoints['stateAt']>[1]): RunState => {
  const position = Math.max(0, Math.min(record.facts.length, wanted));
  const checkpoint = lastUpTo(record.checkpoints, position);
  const isAhead = at !== undefined && at.position <= position && at.position >= checkpoint.position;
  const state = isAhead ? at.state : restored(record, checkpoint);
  reading(state, false);
  for (let index = isAhead ? at.position : checkpoint.position; index < position; index += 1) {
    apply(state, record.facts[index] as Fact);
  }
  reading(state, true);
  return state;
};

const reading = ({steps}: RunState, isRead: boolean): void => {
  if (steps instanceof VersionedMap) {
    steps.isRead = isRead;
  }
};

const lastUpTo = (checkpoints: readonly Checkpoint[], position: number): Checkpoint => {
  let from = 0;
  for (let to = checkpoints.length; from < to; ) {
    const middle = (from + to) >> 1;
    if ((checkpoints[middle] as Checkpoint).position <= position) {
      from = middle + 1;
    } else {
      to = middle;
    }
  }
  return checkpoints[from - 1] as Checkpoint;
};

const restored = (record: Record, {rest, steps, blocks, effects}: Checkpoint): RunState => ({
  ...ownOf(rest),
  effects: joined(effects),
  steps: new VersionedMap(record.steps, stepKind, steps),
  blocks: new VersionedMap(record.blocks, blockKind, blocks),
});

/** A long list in parts: those that have not changed are those of the checkpoint before. */
type Chunks<Item> = readonly (readonly Item[])[];

const chunkLength = 256;

const chunksOf = <Item>(items: readonly Item[], before: Chunks<Item>): Chunks<Item> =>
  Array.from({length: Math.ceil(items.length / chunkLength)}, (_, index) => {
    const from = index * chunkLength;
    const known = before[index] ?? [];
    const isSame =
      known.length === Math.min(chunkLength, items.length - from) &&
      known.every((item, offset) => item === items[from + offset]);
    return isSame ? known : items.slice(from, from + chunkLength);
  });

/** `flat` takes ten times as long. */
const joined = <Item>(chunks: Chunks<Item>): Item[] => {
  const items: Item[] = [];
  for (const chunk of chunks) {
    items.push(...chunk);
  }
  return items;
};
