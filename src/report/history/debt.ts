/** Drill debt: which parts of a runbook were never gone through by anybody, and which have changed since they were. */
import type {RunBrief} from '../../run/brief.ts';
import {type PartNow, type TextDigests, type Use, usesOf} from './used-parts.ts';

export type OwedPart = Pick<PartNow, 'name' | 'kind' | 'path' | 'title' | 'drill'> & {
  /** A run told it, and nothing was done. */
  readonly wasSimulated: boolean;
};

export type ExercisedPart = Pick<PartNow, 'name' | 'kind' | 'path' | 'title'> & {
  /** The last time, and in how many runs. */
  readonly last: Use;
  readonly runs: number;
};

/** A drill of the runbook: its drill block, or a variant of it. */
export type OwedVariant = {
  /** Null is the drill block itself. */
  readonly variant: string | null;
  readonly last: Pick<RunBrief, 'run' | 'endedAtMs' | 'drill'> | null;
  readonly runs: number;
};

export type Debt = {
  /** How many parts there are. */
  readonly parts: number;
  readonly never: readonly OwedPart[];
  /** They did something else when they were gone through last. */
  readonly changed: readonly ExercisedPart[];
  /** Of what they did then nothing is known any more. */
  readonly unknown: readonly ExercisedPart[];
  readonly exercised: readonly ExercisedPart[];
  readonly variants: readonly OwedVariant[];
};

/** Of a runbook as it is now. Runs are over, the latest first; what stands in the middle of several counts in the order of the page. */
export const debtOf = (
  parts: readonly PartNow[],
  {
    runs,
    digests,
    variants,
  }: {
    readonly runs: readonly RunBrief[];
    readonly digests: TextDigests;
    /** The names of its drills, in the order of the text. */
    readonly variants: readonly (string | null)[];
  },
): Debt => {
  const simulated = new Set(runs.flatMap(({exercise}) => exercise?.simulated ?? []));
  const never: OwedPart[] = [];
  const changed: ExercisedPart[] = [];
  const unknown: ExercisedPart[] = [];
  const exercised: ExercisedPart[] = [];
  for (const part of parts) {
    const {name, kind, path, title, drill} = part;
    const uses = usesOf(part, runs, digests);
    // What it does now counts, also where it did something else in between.
    const last = uses.find(({isSame}) => isSame === true) ?? uses.find(({isSame}) => isSame === null) ?? uses[0];
    if (last === undefined) {
      never.push({name, kind, path, title, drill, wasSimulated: kind === 'step' && simulated.has(path)});
    } else {
      const list = last.isSame === null ? unknown : last.isSame ? exercised : changed;
      list.push({name, kind, path, title, last, runs: uses.length});
    }
  }
  return {
    parts: parts.length,
    never,
    changed,
    unknown,
    exercised,
    variants: variants.map(name => variantOf(name, runs)),
  };
};

/** Whether nothing is owed: every part was gone through as it is, and every drill too. */
export const isPaid = ({never, changed, variants}: Debt): boolean =>
  never.length === 0 && changed.length === 0 && variants.every(({last}) => last !== null);

const variantOf = (variant: string | null, runs: readonly RunBrief[]): OwedVariant => {
  const own = runs.filter(run => run.mode === 'drill' && run.variant === variant);
  const [last] = own;
  return {
    variant,
    last: last === undefined ? null : {run: last.run, endedAtMs: last.endedAtMs, drill: last.drill},
    runs: own.length,
  };
};
