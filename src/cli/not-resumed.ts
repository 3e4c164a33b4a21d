/** A run that is not gone on with: said in good order, or refused, by the reason. */
import type {JournalRefusal} from '../journal/open-journal.ts';
import {type RunDirectory, removeRun} from '../journal/run-directory.ts';
import type {Screen} from '../tui/open.tsx';
import {mendHeadNote} from './mend-head-note.ts';
import {refuseOnScreen, sayOnScreen} from './opening-screen.ts';
import {refuse} from './refusal.ts';
import {strayLabs} from './stray-labs.ts';

export type NotResumed = {
  readonly directory: RunDirectory;
  readonly state: string;
  readonly screen: Screen | undefined;
};

/** Tells it and gives the exit code. What never started is removed, and what is sealed is mended. */
export const sayWhyNotResumed = (
  {directory, state, screen}: NotResumed,
  {kind, message}: JournalRefusal,
): Promise<number> => {
  switch (kind) {
    case 'finished':
      return sayOnScreen(screen, `${message}${mendHeadNote(directory)}`);
    case 'never-started': {
      const removed = removeRun(directory);
      return sayOnScreen(
        screen,
        `${message} ${removed.ok ? 'Its directory was removed.' : removed.reason}${strayLabs(state)}`,
      );
    }
    case 'damaged':
    case 'newer':
      return refuseOnScreen(screen, refuse('unverified', message, `lifeboat verify ${directory.id} says more.`).reason);
    case 'unusable':
      return refuseOnScreen(screen, refuse('usage', message).reason);
  }
};
