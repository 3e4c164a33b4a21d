/** The way back from where a run stands: how long it takes to undo what was done, what cannot be undone, and from when on there is none. */
import {showForeignLine} from '../base/foreign-text.ts';
import type {Effect, RunState, StepState} from '../run/state.ts';
import {keepsNothing} from './aftermath.ts';
import {minuteOfDay, roundDuration} from './words.ts';

type WayBack =
  /** Nothing was done that would have to be taken back. */
  | {readonly way: 'nothing'}
  | UndoTime
  /** A point of no return was passed. */
  | {readonly way: 'forward'; readonly step: StepState; readonly sinceMs: number | undefined};

export type UndoTime = {
  readonly way: 'back';
  /** Milliseconds, of those that can be undone. */
  readonly undoMs: number;
  readonly undos: number;
  /** The steps that the runbook has no undo for. */
  readonly without: readonly StepState[];
};

/** Of all that was done so far and still stands. */
const wayBack = (state: RunState): WayBack => {
  const standing = state.effects.filter(effect => stands(state, effect));
  const passed = standing.map(stepIn(state)).find(step => step?.outline.pointOfNoReturn);
  if (passed) {
    return {way: 'forward', step: passed, sinceMs: passed.began?.atMs ?? passed.startedAtMs};
  }
  return standing.length === 0 ? {way: 'nothing'} : undoTime(state, standing);
};

/**
 * How long it takes to undo these. The language has no estimate for an undo: what a program undoes counts as long as the
 * step itself, what a person does five minutes, like every question (docs/decisions/0073).
 */
export const undoTime = (state: RunState, effects: readonly Effect[]): UndoTime => {
  const steps = effects.flatMap(effect => stepIn(state)(effect) ?? []);
  const undone = steps.filter(({outline}) => outline.hasUndo);
  return {
    way: 'back',
    undoMs: undone.reduce((sum, {outline}) => sum + (outline.undoMs ?? outline.estimate.p50Ms), 0),
    undos: undone.length,
    without: [...new Set(steps.filter(({outline}) => !outline.hasUndo))],
  };
};

/** It was not undone, and PostgreSQL has not taken it back itself. */
const stands = ({steps}: RunState, {undone, step: path, attempt}: Effect): boolean => {
  const step = steps.get(path);
  return !undone && !(step?.attempt === attempt && keepsNothing(step));
};

const stepIn =
  ({steps}: RunState) =>
  ({step}: Effect): StepState | undefined =>
    steps.get(step);

/** How durations are written; short, where nothing else is said. */
type Spell = (durationMs: number) => string;

/** One clause for a place that is always seen, without a full stop; empty before the run began and after its end. */
export const wayBackWords = (state: RunState, spell: Spell = undoLength): string => {
  if (state.status !== 'running') {
    return '';
  }
  if (state.undoing) {
    const {done, count} = state.undoing;
    return `Going back: ${done} of ${count} undone`;
  }
  const back = wayBack(state);
  switch (back.way) {
    case 'nothing':
      return 'Way back: nothing to undo';
    case 'forward':
      return `Forward only${back.sinceMs === undefined ? '' : ` since ${minuteOfDay(back.sinceMs)}`}: "${showForeignLine(back.step.outline.title)}"`;
    case 'back':
      return `Way back: ${undoWords(back, spell)}`;
  }
};

/** `6 min (3 undos)`, and what is left then: a person takes back by hand what has no undo, where that can be taken back at all. */
export const undoWords = ({undoMs, undos, without}: UndoTime, spell: Spell = undoLength): string => {
  const gone = without.filter(({outline}) => outline.effects === 'destructive');
  const time = undos === 0 ? [] : [`${spell(undoMs)} (${undos} ${undos === 1 ? 'undo' : 'undos'})`];
  return [
    ...time,
    ...(gone.length === 0 ? [] : [`no way back from ${named(gone)}`]),
    ...(without.length === gone.length ? [] : [`by hand ${named(without.filter(step => !gone.includes(step)))}`]),
  ].join('; ');
};

/** An estimate in whole seconds at the least. */
export const undoLength = (undoMs: number): string =>
  undoMs < 60_000 ? `${Math.max(1, Math.round(undoMs / 1_000))} s` : roundDuration(undoMs);

const named = (steps: readonly StepState[]): string =>
  steps.length === 1 ? `"${showForeignLine(steps[0]?.outline.title ?? '')}"` : `${steps.length} steps`;
