/** Two recorded runs as what the comparison's screen shows. */
import {compareLines} from '../../report/compare-lines.ts';
import {compareNotes, partingSentence} from '../../report/compare-notes.ts';
import type {Comparison} from '../../run/compare/compare.ts';
import type {CompareSubject, OutputOf} from './compare-view.ts';

/** What to know first stands above the list: that the runs are not alike, then where they part. */
export const runsSubject = (
  comparison: Comparison,
  {outputA, outputB}: {readonly outputA: OutputOf; readonly outputB: OutputOf},
): CompareSubject => ({
  comparison,
  outputA,
  outputB,
  sentences: compareLines(comparison),
  parting: comparison.parts?.step ?? null,
  headlines: [...compareNotes(comparison).slice(0, 1), partingSentence(comparison)],
});
