/** The screen, opened before anything else is loaded: whoever called for help sees at once that something answers. */
import {showForeignText} from '../base/foreign-text.ts';
import type {Mode} from '../run/event.ts';
import type {Screen} from '../tui/open.tsx';
import {exitCodes} from './exit-code.ts';
import {asTyped} from './own-command.ts';
import {printRefusal, type Refusal} from './refusal.ts';
import {chooseFace, type FaceOptions, respectNoColor} from './terminal.ts';

export type Opening = {
  /** Left out where only the record says it. */
  readonly mode?: Mode;
  readonly title: string;
  readonly phase: string;
  /** Nobody sits here, whatever the streams are. */
  readonly unattended: boolean;
};

/** Opens it where there is a terminal for people; elsewhere there is no screen. */
export const openingScreen = async (options: FaceOptions, opening: Opening): Promise<Screen | undefined> => {
  if (opening.unattended || chooseFace(options) !== 'screen') {
    return undefined;
  }
  respectNoColor();
  const {openAtOnce} = await import('../tui/open-at-once.ts');
  const {mode, title, phase} = opening;
  return openAtOnce({
    ...(mode !== undefined && {mode}),
    title,
    phases: [{name: phase, state: 'running', ms: null}],
    note: 'Nothing has been started yet.',
    leaving: 'leaves; nothing has been started',
  });
};

/** Gives the terminal back first, so that the sentence stays on it. */
export const refuseOnScreen = async (screen: Screen | undefined, refusal: Refusal): Promise<number> => {
  screen?.close();
  await screen?.untilExit;
  return printRefusal(refusal);
};

/** A sentence that ends the command in good order. */
export const sayOnScreen = async (screen: Screen | undefined, sentence: string): Promise<number> => {
  screen?.close();
  await screen?.untilExit;
  process.stdout.write(`${asTyped(showForeignText(sentence))}\n`);
  return exitCodes.done.code;
};
