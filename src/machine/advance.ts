/** A fact moves the position, or is refused: the one rule by which live runs, resumes, replays and verify agree. */
import {isAboutStep, isDetour} from '../run/about-step.ts';
import type {Fact, FactBody, RunFact, StepFact} from '../run/event.ts';
import {parsePath} from '../run/path.ts';
import type {Forest} from './compile.ts';
import {advanceDetour} from './detour.ts';
import {moveBlock} from './move-block.ts';
import {enterBlock} from './open-blocks.ts';
import type {Position} from './position.ts';
import {mayEnd} from './wanted.ts';

/**
 * The position after a fact. The very same object comes back when the machine does not allow the fact: then it must
 * not be recorded. Pure: nothing acts, nothing is evaluated, no clock is read.
 */
export const advance = (forest: Forest, position: Position, fact: FactBody | Fact): Position => {
  const next = isAboutStep(fact) ? advanceStep(forest, position, fact) : advanceRun(forest, position, fact);
  return next === undefined ? position : {...next, taken: position.taken + 1};
};

const advanceRun = (forest: Forest, position: Position, fact: RunFact): Position | undefined => {
  const {status} = position;
  if (fact.type === 'run-started') {
    return status === 'not-started' ? {...position, status: 'running', root: enterBlock(forest, '')} : undefined;
  }
  if (status === 'not-started' || status === 'sealed') {
    return undefined;
  }
  return mayHappen(position, fact) ? {...position, ...changeOf(position, fact)} : undefined;
};

type LaterFact = Exclude<RunFact, {type: 'run-started'}>;

const mayHappen = (position: Position, fact: LaterFact): boolean => {
  const isRunning = position.status === 'running';
  switch (fact.type) {
    case 'paused':
      return isRunning && !position.paused;
    case 'continued':
      return isRunning && position.paused;
    case 'handed-over':
    case 'escalated':
    case 'approval-proven':
    case 'given-again':
    case 'lacking':
    case 'due':
    case 'inputs-changed':
    case 'acknowledged':
    case 'amended':
    case 'injects-sealed':
      return isRunning;
    case 'run-ended':
      return isRunning && mayEnd(position, fact);
    case 'lab-examined':
    case 'drill-judged':
    case 'injects-opened':
      return !isRunning;
    case 'session-opened':
    case 'session-closed':
    case 'clock-jumped':
    case 'tail-removed':
    case 'degraded':
    case 'restored':
    case 'event-marked':
    case 'noted':
    case 'evidence-attached':
    case 'sealed':
      return true;
  }
};

const changeOf = ({status}: Position, {type}: LaterFact): Partial<Position> => {
  if (type === 'sealed' && status === 'ended') {
    return {status: 'sealed'};
  }
  if (type === 'paused' || type === 'continued') {
    return {paused: type === 'paused'};
  }
  return type === 'run-ended' ? {status: 'ended'} : {};
};

const advanceStep = (forest: Forest, position: Position, fact: StepFact): Position | undefined => {
  const segments = parsePath(fact.step);
  if (position.status !== 'running' || !position.root || !segments) {
    return undefined;
  }
  if (isDetour(fact)) {
    return advanceDetour(forest, position, fact);
  }
  // Undoing is a detour of the whole run: nothing else moves meanwhile.
  if (position.undoing) {
    return undefined;
  }
  const moved = moveBlock(forest, position.root, {segments, fact});
  // A goto that no block on the way up knows leads nowhere: the runbook was not validated, so the fact is refused.
  return moved === undefined || moved.leaving !== undefined ? undefined : {...position, root: moved.block};
};
