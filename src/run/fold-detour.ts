/** What facts of going back change: attempts are undone one after another, and then the run stands somewhere else. */
import {blocksInside, stepsOf} from './blocks.ts';
import {deviate} from './deviations.ts';
import {isWithin, scopeOf} from './effects.ts';
import type {DetourFact, Fact} from './event.ts';
import {makePending, passBy} from './leaving.ts';
import {blockOf, ownerOf, type Path} from './path.ts';
import type {RunState, StepState} from './state.ts';
import {answered, finish, wait} from './step-times.ts';
import {recount} from './time-split.ts';

type DetourFactAt = Extract<Fact, DetourFact>;

export const applyDetour = (state: RunState, step: StepState, fact: DetourFactAt): void => {
  const atMs = Date.parse(fact.at);
  switch (fact.type) {
    case 'undo-listed':
      // Nothing is undone before the list is whole.
      return;
    case 'undo-started':
      state.undoing = {to: fact.step, count: (fact.listed ?? 0) + fact.attempts.length, done: 0, stays: 0};
      return;
    case 'undo-began':
      beginUndo(step, fact);
      return;
    case 'undone':
    case 'undo-skipped':
      answered(step, fact.actor, atMs);
      endUndo(state, step, fact);
      return;
    case 'undo-failed':
      answered(step, fact.actor, atMs);
      step.status = 'held';
      step.reason = fact.reason;
      step.undoingOf = fact.of;
      return;
    case 'undo-retried':
      step.status = 'undoing';
      return;
    case 'undo-ended': {
      const {done = 0, stays = 0} = state.undoing ?? {};
      delete state.undoing;
      standBefore(state, fact.thenTo ?? fact.step, atMs);
      if (fact.thenTo === undefined) {
        step.status = 'held';
        // What was shown last was the undo, and of a failure before it nothing is left.
        delete step.shown;
        delete step.failure;
        step.reason = `the run went back to before this step: ${undoneWords(done - stays, stays)}`;
        step.wentBack = done > 0 ? 'undone' : 'nothing';
      }
      return;
    }
    case 'jumped':
      standBefore(state, fact.step, atMs);
      deviate(state, fact, {kind: 'jumped', reason: fact.reason});
      return;
  }
};

const undoneWords = (undone: number, stays: number): string =>
  undone + stays === 0
    ? 'nothing had to be undone'
    : [
        ...(undone === 0 ? [] : [`${undone} ${undone === 1 ? 'attempt is' : 'attempts are'} undone`]),
        ...(stays === 0 ? [] : [`${stays} ${stays === 1 ? 'stays' : 'stay'} in place, as somebody said`]),
      ].join(', ');

const beginUndo = (step: StepState, fact: Extract<DetourFactAt, {type: 'undo-began'}>): void => {
  step.began = {session: fact.session, atMs: Date.parse(fact.at)};
  step.undoingOf = fact.of;
  delete step.child;
  if (fact.shown) {
    step.shown = fact.shown;
  }
  if (!fact.prompt) {
    step.status = 'undoing';
    return;
  }
  step.prompt = fact.prompt;
  step.ticked = new Set();
  step.status = 'awaiting';
  wait(step, Date.parse(fact.at));
};

const endUndo = (
  state: RunState,
  step: StepState,
  fact: Extract<DetourFactAt, {type: 'undone' | 'undo-skipped'}>,
): void => {
  const at = state.effects.findIndex(({step: path, attempt}) => path === fact.step && attempt === fact.of);
  const effect = state.effects[at];
  if (effect) {
    state.effects[at] = {...effect, undone: true};
  }
  if (fact.type === 'undone' && step.status === 'held') {
    deviate(state, fact, {kind: 'undo-overridden', reason: fact.reason ?? ''});
  }
  delete step.undoingOf;
  step.status = 'undone';
  if (fact.type === 'undone') {
    step.wasUndone = true;
  } else {
    step.undoStays = true;
  }
  step.finishedAtMs = Date.parse(fact.at);
  // What an earlier attempt gave is what its undo reads.
  const earlier = state.effects.findLast(({step: path, undone}) => path === fact.step && !undone);
  if (earlier?.outputs) {
    step.outputs = earlier.outputs;
  }
  if (state.undoing) {
    state.undoing.done += 1;
    state.undoing.stays += fact.type === 'undone' ? 0 : 1;
  }
  if (fact.type === 'undo-skipped') {
    deviate(state, fact, {kind: 'undo-skipped', reason: fact.reason});
  }
};

/** The run stands before a step without having come there: what follows is to be done, what was passed by is not reached. */
const standBefore = (state: RunState, path: Path, atMs: number): void => {
  const scope = scopeOf(state, path);
  for (const step of state.steps.values()) {
    if (isWithin(step.path, scope) && isOpen(step) && !isAround(step, path)) {
      finish(step, 'left', atMs);
      delete step.lacks;
      recount(state, step);
    }
  }
  let inner = path;
  for (let block = blockOf(path); isWithin(block, scope) || block === scope; block = blockOf(inner)) {
    standInBlock(state, block, inner);
    inner = ownerOf(block);
    // A step that was picked is a part of the run by itself, and may be a group around the one that is stood at.
    if (block === '' || (scope !== '' && !isWithin(inner, scope))) {
      break;
    }
    enter(state, inner, {block, atMs});
  }
  const target = state.steps.get(path);
  if (target) {
    makePending(state, target);
  }
};

const standInBlock = (state: RunState, block: string, at: Path): void => {
  let isBefore = true;
  for (const step of stepsOf(state, block)) {
    if (step.path === at) {
      isBefore = false;
    } else if (isBefore) {
      passBy(state, step);
    } else {
      makePending(state, step);
    }
  }
};

/** A group around the step goes on, in that branch. */
const enter = (state: RunState, path: Path, {block, atMs}: {readonly block: string; readonly atMs: number}): void => {
  const owner = state.steps.get(path);
  if (!owner) {
    return;
  }
  owner.status = 'running';
  owner.startedAtMs ??= atMs;
  delete owner.finishedAtMs;
  if (owner.outline.opens === undefined) {
    owner.choice = block.slice(path.length + 1);
    for (const other of blocksInside(owner).filter(name => name !== block)) {
      for (const step of stepsOf(state, other)) {
        passBy(state, step);
      }
    }
  }
};

const isAround = ({path}: StepState, target: Path): boolean =>
  path === target || [':', '[', '/'].some(sign => target.startsWith(`${path}${sign}`));

const isOpen = ({status}: StepState): boolean => {
  switch (status) {
    case 'ready':
    case 'awaiting':
    case 'running':
    case 'verifying':
    case 'held':
    case 'unknown':
    case 'undoing':
      return true;
    case 'pending':
    case 'succeeded':
    case 'rejected':
    case 'failed':
    case 'skipped':
    case 'overridden':
    case 'not-applicable':
    case 'left':
    case 'undone':
    case 'not-reached':
      return false;
  }
};
