/** `lifeboat replay RUN`: the recorded run in the very screen of the live one; `--at` prints one moment and ends. */

import {apply, notStarted} from '../../run/fold.ts';
import {momentOf} from '../../run/moment.ts';
import {playback} from '../../run/playback.ts';
import {exitCodes} from '../exit-code.ts';
import {printFacts} from '../faces/json.ts';
import {factLines} from '../faces/plain.ts';
import {ghostOfRecord} from '../last-run.ts';
import {printLines} from '../print-lines.ts';
import {type RecordedRun, readRun} from '../recorded-run.ts';
import {printRefusal, refuse} from '../refusal.ts';
import {findRunHere, type StateOption} from '../state-place.ts';
import {chooseFace, type FaceOptions, respectNoColor} from '../terminal.ts';

export type ReplayOptions = StateOption & FaceOptions & {readonly at?: string};

export const replayCommand = async (wanted: string, options: ReplayOptions): Promise<number> => {
  const directory = findRunHere(options, wanted);
  if (!directory.ok) {
    return printRefusal(directory.reason);
  }
  const run = readRun(directory.value);
  if (!run.ok) {
    return printRefusal(run.reason);
  }
  respectNoColor();
  if (options.at !== undefined) {
    return printMoment(run.value, options.at);
  }
  switch (chooseFace(options)) {
    case 'json':
      printFacts(run.value.facts);
      return exitCodes.done.code;
    case 'plain':
      printAll(run.value);
      return exitCodes.done.code;
    case 'screen': {
      const {openScreen} = await import('../../tui/open.tsx');
      const screen = openScreen();
      screen.showRun({...playback(run.value, 0), ghost: ghostOfRecord(run.value)});
      await screen.untilExit;
      return exitCodes.done.code;
    }
  }
};

const printMoment = async (run: RecordedRun, at: string): Promise<number> => {
  const moment = momentOf(run.facts, pathOf(run, at));
  if (!moment.ok) {
    return printRefusal(
      refuse('usage', moment.reason, 'Give a step, a time of day in UTC, or the number of a fact.').reason,
    );
  }
  const {renderMoment} = await import('../../tui/screens/at-moment.tsx');
  const columns = process.stdout.columns ?? 80;
  const rows = process.stdout.rows ?? 24;
  // Whoever names a step wants to look at it, not at the one that the run went on to.
  const path = pathOf(run, at);
  const selected = run.state.steps.has(path) ? path : null;
  process.stdout.write(
    `${renderMoment({...playback(run, moment.value), ghost: ghostOfRecord(run)}, {columns, rows}, selected)}\n`,
  );
  return exitCodes.done.code;
};

/** People call a step inside a branch by its id too; what is no step stays as it is. */
const pathOf = ({state}: RecordedRun, wanted: string): string =>
  state.steps.has(wanted)
    ? wanted
    : ([...state.steps.values()].find(({outline}) => outline.id === wanted)?.path ?? wanted);

const printAll = (run: RecordedRun): void => {
  const state = notStarted(run.outline);
  for (const fact of run.facts) {
    apply(state, fact);
    printLines(factLines(fact, state, run.output));
  }
};
