/** What the comparison is of, and what its screen remembers: the line looked at, the order, the moment, the page. */

import type {Comparison} from '../../run/compare/compare.ts';
import {byDifference, type ComparedStep} from '../../run/compare/compared-step.ts';
import type {Path} from '../../run/path.ts';

export type OutputOf = (path: Path, attempt: number) => readonly string[];

/** A record beside another one, or beside what it would have been by another text. */
export type CompareSubject = {
  readonly comparison: Comparison;
  readonly outputA: OutputOf;
  readonly outputB: OutputOf;
  /** All that is to be said of them, in sentences. */
  readonly sentences: readonly string[];
  /** The one or two of them that stand above the list. */
  readonly headlines: readonly string[];
  /** The step at which they part, by either of them. */
  readonly parting: Path | null;
  /** Of a what-if: where the time of each step of B comes from, in a word. */
  readonly sources?: ReadonlyMap<Path, string>;
  /** Of a what-if: what is to be said of a step of B beside its times. */
  readonly notes?: ReadonlyMap<Path, readonly string[]>;
};

export type CompareView = {
  readonly page: 'list' | 'step' | 'sentences' | 'help';
  readonly order: 'page' | 'difference';
  /** The line looked at, by its place in the order. */
  readonly at: number;
  /** Lines that were scrolled over on the other pages. */
  readonly scroll: number;
  /** Both runs as they stood so long after the clock began, milliseconds; null shows them as they ended. */
  readonly momentMs: number | null;
};

export const freshCompareView: CompareView = {page: 'list', order: 'page', at: 0, scroll: 0, momentMs: null};

/** The lines of the list in the order that was asked for. */
export const rowsOf = ({comparison}: CompareSubject, {order}: CompareView): readonly ComparedStep[] =>
  order === 'page' ? comparison.steps : byDifference(comparison.steps);

/** The moments at which something began or was over in one of them, milliseconds since the start of each clock. */
export const momentsOf = ({comparison}: CompareSubject): readonly number[] => {
  const moments = comparison.steps.flatMap(({a, b}) =>
    [a, b].flatMap(step =>
      step === null || step.sinceMs === null ? [] : [step.sinceMs, step.sinceMs + (step.elapsedMs ?? 0)],
    ),
  );
  return [...new Set(moments)].toSorted((one, other) => one - other);
};
