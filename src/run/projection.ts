/** When a run will be done: now plus the longest way that is left, from the estimates of its steps. */
import {addBlock, blocksInside, stepsInOrder} from './blocks.ts';
import {type OpenBlocks, openBlocks, openInside} from './open-blocks.ts';
import type {OutlineBranch, OutlineStep} from './outline.ts';
import {type Path, stepPath} from './path.ts';
import {addStep, longer, type Way, wayEnd, wayTotals} from './remaining-way.ts';
import type {RunState, StepState} from './state.ts';
import {instantOf} from './timing.ts';

export type Finish = {
  readonly p50AtMs: number;
  readonly p90AtMs: number;
  /** The first step by whose end the p90 is past the RTO. */
  readonly breaksAt?: Path;
};

/**
 * Projects the finish that the RTO is about: up to the step that stops the clock, and to the end of the run once it has stopped.
 * p50 is the sum of p50s, p90 that plus the root of the summed squares of (p90 − p50) (language.md, "Facts and time").
 */
export const projectedFinish = (state: RunState, nowMs: number): Finish =>
  finishOf(state, nowMs, remaining(state, nowMs).way);

/** For an open decision: the finish of each branch, by the branch's name. */
export const branchProjections = (state: RunState, path: Path, nowMs: number): ReadonlyMap<string, Finish> => {
  const open = remaining(state, nowMs).decisions.get(path);
  return new Map([...(open ?? [])].map(([name, way]) => [name, finishOf(state, nowMs, way)]));
};

/** The same if a step were left out, or counted as done. */
export const finishWithout = (state: RunState, path: Path, nowMs: number): Finish =>
  finishOf(state, nowMs, remaining(state, nowMs, path).way);

/** Whether an instant is later than the RTO allows; never where there is none, or where nobody has said when it began. */
export const isPastRto = (state: RunState, atMs: number): boolean => {
  const startMs = instantOf(state, state.clock.start);
  const {rtoMs} = state.objectives;
  return startMs !== null && rtoMs !== null && !hasStopped(state) && atMs > startMs + rtoMs;
};

const finishOf = (state: RunState, nowMs: number, way: Way): Finish => {
  const atMs = state.endedAtMs ?? nowMs;
  const startMs = instantOf(state, state.clock.start);
  const {rtoMs} = state.objectives;
  const deadlineMs = startMs === null || rtoMs === null || hasStopped(state) ? undefined : startMs + rtoMs;
  const {p50Ms, p90Ms, breaksAt} = wayTotals(way, deadlineMs === undefined ? undefined : deadlineMs - atMs);
  return {p50AtMs: atMs + p50Ms, p90AtMs: atMs + p90Ms, ...(breaksAt !== undefined && {breaksAt})};
};

const hasStopped = (state: RunState): boolean => instantOf(state, state.clock.stop) !== null;

type Ways = ReadonlyMap<string, Way>;

type Scope = {
  readonly state: RunState;
  readonly nowMs: number;
  readonly decisions: Map<Path, Ways>;
  /** The step that counts as over although it is not. */
  readonly without: Path | undefined;
  readonly open: OpenBlocks;
};

/** Where a goto may lead: the steps further down of this block and of those around it. */
type Targets = {readonly byId: Map<string, Way>; readonly around: Targets | undefined};

const remaining = (
  state: RunState,
  nowMs: number,
  without?: Path,
): {readonly way: Way; readonly decisions: ReadonlyMap<Path, Ways>} => {
  const decisions = new Map<Path, Ways>();
  if (state.status === 'ended') {
    return {way: wayEnd, decisions};
  }
  const open = openBlocks(stepsInOrder(state), step => isOver({without}, step));
  const scope: Scope = {state, nowMs, decisions, without, open};
  const way = blockWay(scope, {block: '', steps: state.outline.steps, after: wayEnd, around: undefined});
  return {way, decisions};
};

type Block = {
  readonly block: string;
  readonly steps: readonly OutlineStep[];
  readonly after: Way;
  readonly around: Targets | undefined;
};

/** From the last step to the first, so that what follows a step is known when it is looked at, and once only. */
const blockWay = (scope: Scope, {block, steps, after, around}: Block): Way => {
  const targets: Targets = {byId: new Map(), around};
  let way = after;
  for (const outline of steps.toReversed()) {
    const step = scope.state.steps.get(stepPath(block, outline.id));
    way = step ? stepWay(scope, {step, after: way, targets}) : way;
    targets.byId.set(outline.id, way);
  }
  return way;
};

type Place = {readonly step: StepState; readonly after: Way; readonly targets: Targets};

const stepWay = (scope: Scope, {step, after, targets}: Place): Way => {
  const {outline, path} = step;
  if (isOver(scope, step)) {
    return after;
  }
  if (outline.kind === 'end' || stopsClock(scope.state, outline)) {
    return wayEnd;
  }
  const own = ownEstimate(step, scope.nowMs);
  if (outline.opens !== undefined) {
    return addStep(
      path,
      outline.opens === 'items' && !outline.steps ? own : noTime,
      insideWay(scope, {step, after, targets}),
    );
  }
  if (outline.branches === undefined) {
    return addStep(path, own, after);
  }
  const chosen = outline.branches.filter(({name}) => step.choice === undefined || step.choice === name);
  const ways = chosen.map(branch => [branch.name, branchWay(scope, {step, after, targets}, branch)] as const);
  scope.decisions.set(path, new Map(ways));
  return addStep(path, own, ways.map(([, way]) => way).reduce(longer, ways[0]?.[1] ?? after));
};

const noTime = {p50Ms: 0, p90Ms: 0};

/** What goes on side by side takes as long as its longest way; items and rounds that are not known yet count as one. */
const insideWay = (scope: Scope, {step, after, targets}: Place): Way => {
  const {outline, path} = step;
  if (outline.opens === 'branches') {
    return (outline.branches ?? [])
      .map(branch => branchWay(scope, {step, after, targets}, branch))
      .reduce(longer, after);
  }
  if (!outline.steps) {
    return after;
  }
  const blocks = blocksInside(step);
  const steps = outline.steps;
  const open = openInside(scope.open, step, steps);
  if (blocks.length === 0 && isLoop(outline)) {
    return blockWay(planned(scope, step, steps), {block: `${path}[0]`, steps, after, around: targets});
  }
  return (open.length > 0 ? open : blocks.length > 0 ? [] : [path])
    .map(block => blockWay(scope, {block, steps, after, around: targets}))
    .reduce(longer, after);
};

const isLoop = ({opens}: OutlineStep): boolean => opens === 'items' || opens === 'rounds';

/** The run as if the first item or round were open: until a loop is come to the run keeps none of its steps. */
const planned = (scope: Scope, {path, depth}: StepState, steps: readonly OutlineStep[]): Scope => {
  const state = {...scope.state, steps: new Map<Path, StepState>(), blocks: new Map()};
  addBlock(state, `${path}[0]`, {steps, depth: depth + 1});
  return {...scope, state, open: openBlocks(state.steps.values(), ended => isOver(scope, ended))};
};

const branchWay = (scope: Scope, {step, after, targets}: Place, branch: OutlineBranch): Way => {
  if (branch.end !== undefined) {
    return wayEnd;
  }
  if (branch.goto !== undefined) {
    return find(targets, branch.goto) ?? after;
  }
  return blockWay(scope, {block: `${step.path}:${branch.name}`, steps: branch.steps, after, around: targets});
};

const stopsClock = (state: RunState, {milestone}: OutlineStep): boolean =>
  milestone === state.clock.stop && !hasStopped(state);

const find = (targets: Targets | undefined, id: string): Way | undefined =>
  targets && (targets.byId.get(id) ?? find(targets.around, id));

const isOver = ({without}: Pick<Scope, 'without'>, {path, status}: StepState): boolean =>
  path === without || isSettled(status);

const isSettled = (status: StepState['status']): boolean => {
  switch (status) {
    case 'succeeded':
    case 'rejected':
    case 'failed':
    case 'skipped':
    case 'overridden':
    case 'not-applicable':
    case 'left':
    case 'not-reached':
      return true;
    case 'undoing':
    case 'undone':
    case 'pending':
    case 'ready':
    case 'awaiting':
    case 'running':
    case 'verifying':
    case 'held':
    case 'unknown':
      return false;
  }
};

/** What is left of a step's own estimate; one that is held or unknown may have to be done all over. */
const ownEstimate = (step: StepState, nowMs: number): {readonly p50Ms: number; readonly p90Ms: number} => {
  const {p50Ms, p90Ms} = step.outline.estimate;
  // A decision that was answered has only its branch before it.
  if (step.choice !== undefined) {
    return {p50Ms: 0, p90Ms: 0};
  }
  const isUnderWay = step.status !== 'pending' && step.status !== 'held' && step.status !== 'unknown';
  const usedMs = isUnderWay && step.startedAtMs !== undefined ? Math.max(0, nowMs - step.startedAtMs) : 0;
  return {p50Ms: Math.max(0, p50Ms - usedMs), p90Ms: Math.max(0, p90Ms - usedMs)};
};
