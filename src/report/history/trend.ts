/** Which way a measure goes over several runs, in words: the middle of the later half against that of the earlier. */
import {formatDurationMs} from '../../base/duration.ts';

export type Trend = {
  readonly goes: 'unknown' | 'steady' | 'longer' | 'shorter';
  /** The middle of the earlier and of the later half, milliseconds; null where there are too few. */
  readonly fromMs: number | null;
  readonly toMs: number | null;
  readonly runs: number;
};

/** Fewer tell nothing. */
export const trendRunsMin = 3;

/** Below a tenth, and below a second, two runs of the same thing differ anyway. */
const steadyPart = 0.1;
const steadyMs = 1_000;

/** Of durations in the order in which they were measured, milliseconds. With an odd number the one in the middle counts to both halves. */
export const trendOf = (durationsMs: readonly number[]): Trend => {
  const runs = durationsMs.length;
  if (runs < trendRunsMin) {
    return {goes: 'unknown', fromMs: null, toMs: null, runs};
  }
  const half = Math.ceil(runs / 2);
  const fromMs = middleOf(durationsMs.slice(0, half));
  const toMs = middleOf(durationsMs.slice(-half));
  const byMs = toMs - fromMs;
  const isSteady = Math.abs(byMs) < steadyMs || Math.abs(byMs) < fromMs * steadyPart;
  return {goes: isSteady ? 'steady' : byMs > 0 ? 'longer' : 'shorter', fromMs, toMs, runs};
};

/** `RTA grows longer: 4 min 00 s, later 6 min 00 s, over 7 runs`. */
export const trendWords = (measure: string, {goes, fromMs, toMs, runs}: Trend): string => {
  if (goes === 'unknown' || fromMs === null || toMs === null) {
    return `${measure}: too few runs to tell which way it goes (${runs} of ${trendRunsMin})`;
  }
  return goes === 'steady'
    ? `${measure} is steady, around ${formatDurationMs(toMs)}, over ${runs} runs`
    : `${measure} grows ${goes}: ${formatDurationMs(fromMs)}, later ${formatDurationMs(toMs)}, over ${runs} runs`;
};

/** The lower of two in the middle. */
const middleOf = (durationsMs: readonly number[]): number =>
  durationsMs.toSorted((a, b) => a - b)[Math.floor((durationsMs.length - 1) / 2)] ?? 0;
