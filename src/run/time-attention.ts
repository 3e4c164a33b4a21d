/** What time alone makes worth saying before it is a fact: deadlines that come near, and steps that run longer than their target. */
import {isAtWork} from './at-work.ts';
import {hasPassed, type OpenDeadline, openDeadlines} from './open-deadlines.ts';
import type {Path} from './path.ts';
import type {RunState} from './state.ts';

export type LateStep = {
  readonly step: Path;
  readonly attempt: number;
  readonly elapsedMs: number;
  readonly targetMs: number;
};

/** So long before it a deadline is said. */
const nearMs = 15 * 60_000;

/** Those that nobody has dealt with and that have not passed: one that has is a fact. */
export const comingDeadlines = (state: RunState, nowMs: number): readonly OpenDeadline[] =>
  openDeadlines(state).filter(deadline => !hasPassed(deadline, nowMs));

export const nearDeadlines = (state: RunState, nowMs: number): readonly OpenDeadline[] =>
  comingDeadlines(state, nowMs).filter(({atMs}) => atMs - nowMs <= nearMs);

/** Of those at work, and only where the author set a target: an estimate promises nothing. */
export const lateSteps = (state: RunState, nowMs: number): readonly LateStep[] =>
  [...state.steps.values()].flatMap(step => {
    const {path, attempt, status, startedAtMs, outline} = step;
    const {targetMs} = outline;
    const elapsedMs = startedAtMs === undefined ? 0 : nowMs - startedAtMs;
    // The target is that of the step, and its start too: how long an undo takes is held against neither.
    const isTimed = isAtWork(step) && status !== 'undoing';
    return targetMs === undefined || !isTimed || elapsedMs <= targetMs
      ? []
      : [{step: path, attempt, elapsedMs, targetMs}];
  });
