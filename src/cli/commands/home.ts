/** `lifeboat` without a command: what waits, what is owed, what can be run; on a terminal as a screen. */
import {printedJson} from '../../base/printed-json.ts';
import type {Home} from '../../report/home/home.ts';
import {exitCodes} from '../exit-code.ts';
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
    case 'json': {
      const {homeJson} = await import('../home/home-json.ts');
      process.stdout.write(`${printedJson(homeJson(await homeOf(state.value)))}\n`);
      return exitCodes.done.code;
    }
    case 'plain': {
      const {homeLines} = await import('../../report/home/home-lines.ts');
      process.stdout.write(`${asTyped(homeLines(await homeOf(state.value)).join('\n'))}\n`);
      return exitCodes.done.code;
    }
    case 'screen':
      return (await import('../home/home-on-screen.ts')).homeOnScreen(state.value, options);
  }
};

/** What reads runbooks takes longer to load than the first frame of the screen may take. */
const homeOf = async (state: string): Promise<Home> => (await import('../home/read-home.ts')).readHome(state);
