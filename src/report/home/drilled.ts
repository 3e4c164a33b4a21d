/** How often a runbook was drilled, when last and how that ended, and what its drills took against the objective. */
import type {RunBrief} from '../../run/brief.ts';

export type Drilled = {
  readonly drills: number;
  readonly incidents: number;
  /** The latest that is over. */
  readonly last: RunBrief;
  /** Of the same variant the one that passed in the shortest time; null where none passed, or none was measured. */
  readonly best: RunBrief | null;
};

/** Of runs that are over, the latest first; nothing where none of them was a drill. */
export const drilledIn = (runs: readonly RunBrief[]): Drilled | undefined => {
  const drills = runs.filter(({mode}) => mode === 'drill');
  const [last] = drills;
  const [best = null] = drills
    .filter(({drill, rtaMs, variant}) => drill?.passed === true && rtaMs !== null && variant === last?.variant)
    .sort((a, b) => (a.rtaMs ?? 0) - (b.rtaMs ?? 0));
  return last && {drills: drills.length, incidents: incidentsIn(runs), last, best};
};

export const incidentsIn = (runs: readonly RunBrief[]): number => runs.filter(({mode}) => mode === 'incident').length;
