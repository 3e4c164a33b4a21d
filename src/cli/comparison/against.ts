/** `lifeboat replay RUN --against RUN`: two recorded runs side by side, in the face that was asked for. */
import {printedJson} from '../../base/printed-json.ts';
import {compareLines} from '../../report/compare-lines.ts';
import {compareRuns} from '../../run/compare/compare.ts';
import type {RunAt} from '../../run/compare/measure.ts';
import {runTimeAt} from '../../run/run-time.ts';
import {exitCodes} from '../exit-code.ts';
import {type RecordedRun, readRun} from '../recorded-run.ts';
import {printRefusal} from '../refusal.ts';
import {findRunHere, type StateOption} from '../state-place.ts';
import {chooseFace, type FaceOptions} from '../terminal.ts';
import {comparisonJson} from './comparison-json.ts';

/** The first run is read already; the other one is found like it, by its name or a part of it. */
export const compareWithRun = async (
  run: RecordedRun,
  wanted: string,
  options: StateOption & FaceOptions,
): Promise<number> => {
  const directory = findRunHere(options, wanted);
  if (!directory.ok) {
    return printRefusal(directory.reason);
  }
  const other = readRun(directory.value);
  if (!other.ok) {
    return printRefusal(other.reason);
  }
  const [a, b] = [momentNow(run), momentNow(other.value)];
  const comparison = compareRuns(a, b);
  switch (chooseFace(options)) {
    case 'json':
      process.stdout.write(`${printedJson(comparisonJson(comparison, {a, b}))}\n`);
      return exitCodes.done.code;
    case 'plain':
      process.stdout.write(`${compareLines(comparison).join('\n')}\n`);
      return exitCodes.done.code;
    case 'screen': {
      const {openComparison} = await import('../../tui/compare/open-comparison.tsx');
      const {runsSubject} = await import('../../tui/compare/runs-subject.ts');
      await openComparison(runsSubject(comparison, {outputA: run.output, outputB: other.value.output}));
      return exitCodes.done.code;
    }
  }
};

/** A run that is over is measured at its end, an open one now. */
export const momentNow = ({state}: RecordedRun): RunAt => ({
  state,
  nowMs: state.endedAtMs ?? runTimeAt(state, Date.now()),
});
