/** One way through the steps that are left, as a chain that several branches can share the tail of. */
import type {EstimateMs} from './outline.ts';
import type {Path} from './path.ts';

export type Way = {
  readonly p50Ms: number;
  /** The summed squares of (p90 − p50), square milliseconds. */
  readonly spread: number;
  readonly first?: {readonly path: Path; readonly p50Ms: number; readonly spread: number; readonly then: Way};
};

/** Nothing is left. */
export const wayEnd: Way = {p50Ms: 0, spread: 0};

/** The way that begins with this step; a step that takes no time is not on it. */
export const addStep = (path: Path, {p50Ms, p90Ms}: EstimateMs, then: Way): Way => {
  const spread = (p90Ms - p50Ms) ** 2;
  return p50Ms === 0 && spread === 0
    ? then
    : {p50Ms: then.p50Ms + p50Ms, spread: then.spread + spread, first: {path, p50Ms, spread, then}};
};

/** The longer of two ways, by p90. */
export const longer = (one: Way, other: Way): Way => (p90Of(other) > p90Of(one) ? other : one);

/** How long a way takes, and the first step on it by whose end the p90 is later than the limit. */
export const wayTotals = (way: Way, limitMs: number | undefined): EstimateMs & {readonly breaksAt?: Path} => {
  const breaksAt = limitMs === undefined ? undefined : firstBeyond(way, limitMs);
  return {p50Ms: way.p50Ms, p90Ms: p90Of(way), ...(breaksAt !== undefined && {breaksAt})};
};

const firstBeyond = (way: Way, limitMs: number): Path | undefined => {
  let p50Ms = 0;
  let spread = 0;
  for (let at = way.first; at !== undefined; at = at.then.first) {
    p50Ms += at.p50Ms;
    spread += at.spread;
    if (p50Ms + Math.sqrt(spread) > limitMs) {
      return at.path;
    }
  }
  return undefined;
};

const p90Of = ({p50Ms, spread}: Way): number => p50Ms + Math.sqrt(spread);
