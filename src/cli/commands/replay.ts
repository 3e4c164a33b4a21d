/** `lifeboat replay RUN`: the recorded run in the very screen of the live one; `--at` prints one moment and ends. */

import {playback} from '../../run/playback.ts';
import {exitCodes} from '../exit-code.ts';
import {printFacts} from '../faces/json.ts';
import {printMoment} from '../print-moment.ts';
import {printRecord} from '../print-record.ts';
import {readRun} from '../recorded-run.ts';
import {printRefusal} from '../refusal.ts';
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
    return printMoment(run.value, options.at, options);
  }
  switch (chooseFace(options)) {
    case 'json':
      printFacts(run.value.facts);
      return exitCodes.done.code;
    case 'plain':
      printRecord(run.value);
      return exitCodes.done.code;
    case 'screen': {
      const {openScreen} = await import('../../tui/open.tsx');
      const screen = openScreen();
      screen.showRun(playback(run.value, 0));
      await screen.untilExit;
      return exitCodes.done.code;
    }
  }
};
