/** The way back from where a run stands: how long it takes to undo what was done, what cannot be undone, and from when on there is none. */
import {showForeignLine} from '../base/foreign-text.ts';
import {attemptsBackTo, standingBefore} from '../run/effects.ts';
import type {Path} from '../run/path.ts';
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
  /** How many of all these perhaps did nothing: nobody knows how they ended. */
  readonly unknown: number;
};

/** Of all that was done so far and still stands. */
const wayBack = (state: RunState): WayBack => {
  // Each is looked up once: a long run has as many effects as steps, and this stands on every frame.
  const standing = state.effects.flatMap(effect => standingStep(state, effect) ?? []);
  const passed = standing.find(({outline}) => outline.pointOfNoReturn);
  if (passed) {
    return {way: 'forward', step: passed, sinceMs: passed.began?.atMs ?? passed.startedAtMs};
  }
  return standing.length === 0 ? {way: 'nothing'} : timeOf(standing);
};

/**
 * How long it takes to undo these. The language has no estimate for an undo: what a program undoes counts as long as the
 * step itself, what a person does five minutes, like every question (docs/decisions/0073).
 */
export const undoTime = (state: RunState, effects: readonly Effect[]): UndoTime =>
  timeOf(effects.flatMap(effect => stepIn(state)(effect) ?? []));

/** A step counts as often as it was done. */
const timeOf = (steps: readonly StepState[]): UndoTime => {
  const undone = steps.filter(({outline}) => outline.hasUndo);
  return {
    way: 'back',
    undoMs: undone.reduce((sum, {outline}) => sum + (outline.undoMs ?? outline.estimate.p50Ms), 0),
    undos: undone.length,
    without: [...new Set(steps.filter(({outline}) => !outline.hasUndo))],
    unknown: new Set(steps.filter(({status, failure}) => status === 'unknown' || failure?.isUncertain)).size,
  };
};

/** The step of an effect that was not undone, and that PostgreSQL has not taken back itself. */
const standingStep = (state: RunState, effect: Effect): StepState | undefined => {
  const step = effect.undone ? undefined : stepIn(state)(effect);
  return step?.attempt === effect.attempt && keepsNothing(step) ? undefined : step;
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

/**
 * `6 min (3 undos); 1 step has none and is taken back by hand: "Load the index"`. What cannot be misread stands first and
 * the title last: a title is an order by itself ("Send the payments again"), and where there is no room the end is cut.
 */
export const undoWords = (time: UndoTime, spell: Spell = undoLength): string => {
  const {undoMs, undos, without} = time;
  const gone = without.filter(({outline}) => outline.effects === 'destructive');
  return [
    ...(undos === 0 ? [] : [`${spell(undoMs)} (${undos} ${undos === 1 ? 'undo' : 'undos'})`]),
    ...(gone.length === 0 ? [] : [`no way back from ${named(gone)}`]),
    ...byHandWords(
      without.filter(step => !gone.includes(step)),
      undos,
    ),
    ...unknownWords(time),
  ].join('; ');
};

const byHandWords = (steps: readonly StepState[], undos: number): readonly string[] => {
  const one = steps.length === 1;
  if (steps.length === 0) {
    return [];
  }
  const title = one ? `: ${named(steps)}` : '';
  const count = `${steps.length} ${one ? 'step has' : 'steps have'}`;
  return undos === 0
    ? [`by hand (${count} no undo)${title}`]
    : [`${count} none and ${one ? 'is' : 'are'} taken back by hand${title}`];
};

/** What going back to a step undoes, by title, before anybody says so; undefined where the name names no step. */
export const undoneBackTo = (state: RunState, name: string): string | undefined => {
  const effects = attemptsBackTo(state, name);
  const titles = titlesOf(state, effects ?? []);
  return (
    effects && (titles.length === 0 ? 'Nothing has to be undone.' : `This undoes, in this order: ${inFew(titles)}.`)
  );
};

/** What could be undone from a step on back, by title and id; empty where nothing stands. */
export const standingWords = (state: RunState, path: Path): string =>
  inFew(titlesOf(state, standingBefore(state, path)));

const titlesOf = (state: RunState, effects: readonly Effect[]): readonly string[] =>
  [...new Set(effects.flatMap(effect => stepIn(state)(effect) ?? []))].map(({outline: {id, title, hasUndo}}) => {
    const named = `"${showForeignLine(title)}" (${id})`;
    return hasUndo ? named : `${named}, by hand, as it has no undo`;
  });

/** So many are named; whoever undoes more has to look at the list of steps. */
const titlesMax = 6;

const inFew = (titles: readonly string[]): string =>
  [
    ...titles.slice(0, titlesMax),
    ...(titles.length > titlesMax ? [`and ${titles.length - titlesMax} more steps`] : []),
  ].join('; ');

/** They count as done, for they may be. */
const unknownWords = ({undos, without, unknown}: UndoTime): readonly string[] =>
  unknown === 0 ? [] : [`whether ${undos + without.length === 1 ? 'it' : `${unknown} of these`} was done is unknown`];

/** An estimate in whole seconds at the least. */
export const undoLength = (undoMs: number): string =>
  undoMs < 60_000 ? `${Math.max(1, Math.round(undoMs / 1_000))} s` : roundDuration(undoMs);

const named = (steps: readonly StepState[]): string =>
  steps.length === 1 ? `"${showForeignLine(steps[0]?.outline.title ?? '')}"` : `${steps.length} steps`;
