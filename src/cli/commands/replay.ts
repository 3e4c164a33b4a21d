/** `lifeboat replay RUN`: the recorded run in the very screen of the live one; `--at` prints one moment and ends. */

import type {RunDirectory} from '../../journal/run-directory.ts';
import {playback} from '../../run/playback.ts';
import {exitCodes} from '../exit-code.ts';
import {printFacts} from '../faces/json.ts';
import {ghostOfRecord} from '../last-run.ts';
import {openingScreen, refuseOnScreen} from '../opening-screen.ts';
import {printMoment} from '../print-moment.ts';
import {printRecord} from '../print-record.ts';
import {readRun} from '../recorded-run.ts';
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
  if (options.at !== undefined || options.against !== undefined || options.with !== undefined) {
    return look(directory.value, options);
  }
  const face = chooseFace(options);
  return face === 'screen' ? replayOnScreen(directory.value, options) : printWhole(directory.value, face);
};

/** One moment, two runs side by side, or what another version would have made of it. */
const look = async (directory: RunDirectory, options: ReplayOptions): Promise<number> => {
  const run = readRun(directory);
  if (!run.ok) {
    return printRefusal(run.reason);
  }
  respectNoColor();
  if (options.against !== undefined) {
    return (await import('../comparison/against.ts')).compareWithRun(run.value, options.against, options);
  }
  if (options.with !== undefined) {
    return (await import('../comparison/with-runbook.ts')).replayWith(run.value, options.with, options);
  }
  return printMoment(run.value, options.at ?? '', options);
};

const printWhole = (directory: RunDirectory, face: 'json' | 'plain'): number => {
  const run = readRun(directory);
  if (!run.ok) {
    return printRefusal(run.reason);
  }
  if (face === 'json') {
    printFacts(run.value.facts);
  } else {
    printRecord(run.value);
  }
  return exitCodes.done.code;
};

/** A long record takes seconds to read: meanwhile something stands there. */
const replayOnScreen = async (directory: RunDirectory, options: FaceOptions): Promise<number> => {
  const screen = await openingScreen(options, {title: directory.id, phase: 'Read the record', unattended: false});
  const run = readRun(directory);
  if (!run.ok) {
    return refuseOnScreen(screen, run.reason);
  }
  screen?.showRun({...playback(run.value, 0), ghost: ghostOfRecord(run.value)});
  await screen?.untilExit;
  return exitCodes.done.code;
};
