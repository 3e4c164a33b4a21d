/** `lifeboat` without a command: what waits, what is owed, what can be run; on a terminal as a screen. */
import {homeLines} from '../../report/home/home-lines.ts';
import {exitCodes} from '../exit-code.ts';
import {homeJson} from '../home/home-json.ts';
import {readHome} from '../home/read-home.ts';
import {asTyped} from '../own-command.ts';
import {printRefusal} from '../refusal.ts';
import {type StateOption, statePath} from '../state-place.ts';
import {chooseFace, type FaceOptions} from '../terminal.ts';

export type HomeOptions = StateOption & FaceOptions;

/** Looks, and makes nothing: where nothing was ever run there is no state directory afterwards either. */
export const homeCommand = async (options: HomeOptions): Promise<number> => {
  const state = statePath(options);
  if (!state.ok) {
    return printRefusal(state.reason);
  }
  switch (chooseFace(options)) {
    case 'json':
      process.stdout.write(`${JSON.stringify(homeJson(await readHome(state.value)))}\n`);
      return exitCodes.done.code;
    case 'plain':
      process.stdout.write(`${asTyped(homeLines(await readHome(state.value)).join('\n'))}\n`);
      return exitCodes.done.code;
    case 'screen':
      return (await import('../home/home-on-screen.ts')).homeOnScreen(state.value, options);
  }
};
