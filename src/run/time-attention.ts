/** What time alone makes worth saying before it is a fact: deadlines that come near, and steps that run longer than their target. */
import type {Path} from './path.ts';
import type {RunState} from './state.ts';
import {instantOf} from './timing.ts';

export type NearDeadline = {
  readonly id: string;
  readonly text: string;
  readonly role?: string;
  readonly atMs: number;
};

export type LateStep = {
  readonly step: Path;
  readonly attempt: number;
  readonly elapsedMs: number;
  readonly targetMs: number;
};

/** So long before it a deadline is said. */
const nearMs = 15 * 60_000;

/** Those that nobody has dealt with and that have not passed: one that has is a fact. */
export const openDeadlines = (state: RunState, nowMs: number): readonly NearDeadline[] =>
  (state.outline.deadlines ?? []).flatMap(({id, withinMs, after, text, role}) => {
    const fromMs = instantOf(state, after);
    const atMs = (fromMs ?? 0) + withinMs;
    return fromMs === null || state.dealtWith.has(id) || state.overdue.has(id) || atMs < nowMs
      ? []
      : [{id, text, atMs, ...(role !== undefined && {role})}];
  });

export const nearDeadlines = (state: RunState, nowMs: number): readonly NearDeadline[] =>
  openDeadlines(state, nowMs).filter(({atMs}) => atMs - nowMs <= nearMs);

/** Of those at work, and only where the author set a target: an estimate promises nothing. */
export const lateSteps = (state: RunState, nowMs: number): readonly LateStep[] =>
  [...state.steps.values()].flatMap(({path, attempt, status, startedAtMs, outline}) => {
    const {targetMs} = outline;
    const elapsedMs = startedAtMs === undefined ? 0 : nowMs - startedAtMs;
    const isAtWork = status === 'running' || status === 'verifying';
    return targetMs === undefined || !isAtWork || elapsedMs <= targetMs
      ? []
      : [{step: path, attempt, elapsedMs, targetMs}];
  });
