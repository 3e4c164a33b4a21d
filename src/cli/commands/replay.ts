/** `lifeboat replay RUN`: the recorded run in the very screen of the live one; `--at` prints one moment and ends. */

import type {RunDirectory} from '../../journal/run-directory.ts';
import {playback} from '../../run/playback.ts';
import {exitCodes} from '../exit-code.ts';
import {printFacts} from '../faces/json.ts';
import {ghostOfRecord} from '../last-run.ts';
import {harmless, openLogger} from '../logger.ts';
import {openingScreen, refuseOnScreen} from '../opening-screen.ts';
import {printMoment} from '../print-moment.ts';
import {printRecord} from '../print-record.ts';
import {type RecordedRun, readRun} from '../recorded-run.ts';
import {printRefusal} from '../refusal.ts';
import {findRunHere, type StateOption} from '../state-place.ts';
import {chooseFace, type FaceOptions, respectNoColor} from '../terminal.ts';

export type ReplayOptions = StateOption &
  FaceOptions & {readonly at?: string; readonly against?: string; readonly with?: string};

export const replayCommand = async (wanted: string, options: ReplayOptions): Promise<number> => {
  const directory = findRunHere(options, wanted);
  if (!directory.ok) {
    return printRefusal(directory.reason);
  }
  const {at, against, with: other} = options;
  if (against !== undefined) {
    return onRecord(directory.value, async run =>
      (await import('../comparison/against.ts')).compareWithRun(run, against, options),
    );
  }
  if (other !== undefined) {
    return onRecord(directory.value, async run =>
      (await import('../comparison/with-runbook.ts')).replayWith(run, other, options),
    );
  }
  if (at !== undefined) {
    return onRecord(directory.value, run => printMoment(run, at, options));
  }
  switch (chooseFace(options)) {
    case 'json':
      return onRecord(directory.value, ({facts}) => {
        printFacts(facts);
        return exitCodes.done.code;
      });
    case 'plain':
      return onRecord(directory.value, run => {
        printRecord(run);
        return exitCodes.done.code;
      });
    case 'screen':
      return replayOnScreen(directory.value, options);
  }
};

/** What is printed and ends; a record that cannot be read is a refusal. */
const onRecord = (
  directory: RunDirectory,
  use: (run: RecordedRun) => number | Promise<number>,
): number | Promise<number> => {
  const run = readRun(directory);
  respectNoColor();
  return run.ok ? use(run.value) : printRefusal(run.reason);
};

/** A long record takes seconds to read: meanwhile something stands there. */
const replayOnScreen = async (directory: RunDirectory, options: StateOption & FaceOptions): Promise<number> => {
  const screen = await openingScreen(options, {title: directory.id, phase: 'Read the record', unattended: false});
  const run = readRun(directory);
  if (!run.ok) {
    return refuseOnScreen(screen, run.reason);
  }
  screen?.showRun({
    ...playback(run.value, 0),
    ghost: ghostOfRecord(run.value, harmless(openLogger(options), 'no ghost of a former run')),
  });
  await screen?.untilExit;
  return exitCodes.done.code;
};
