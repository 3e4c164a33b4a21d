/** An incident on a disk that is nearly full: a person says that it begins all the same; where nobody can, it is said and begun. */
import {type Result, succeed} from '../base/result.ts';
import type {Screen} from '../tui/open.tsx';
import {type Refusal, refuse} from './refusal.ts';
import type {StateRoom} from './state-room.ts';
import {terminalConversation} from './terminal-conversation.ts';

export type LowRoom = NonNullable<StateRoom['lowRoom']> & {
  readonly mayAsk: boolean;
  readonly screen: Screen | undefined;
  readonly reopen?: (() => Promise<Screen | undefined>) | undefined;
};

/** The words that begin it: long enough not to be typed by a finger that rests on Enter. */
const confirmation = 'begin';

/** Gives the screen as it stands afterwards. */
export const confirmLowRoom = async ({
  clause,
  room,
  mayAsk,
  screen,
  reopen,
}: LowRoom): Promise<Result<Screen | undefined, Refusal>> => {
  if (!mayAsk) {
    // One that is nearly full is told of by the run itself, for as long as it is.
    if (room === 'low') {
      process.stderr.write(`lifeboat: ${clause}; free space while the run goes on.\n`);
    }
    return succeed(screen);
  }
  screen?.close();
  await screen?.untilExit;
  const conversation = terminalConversation();
  conversation.say(`${clause}. The record and what programs print may not fit. Nothing has been started yet.`);
  const typed = await conversation.ask(`Type "${confirmation}" to go on, anything else to stop: `, {isHidden: false});
  const interrupted = conversation.wasInterrupted();
  conversation.close();
  return typed?.trim() === confirmation
    ? succeed(await reopen?.())
    : refuse(
        interrupted ? 'interrupted' : 'aborted',
        'The incident was not begun.',
        'Free space, or give a directory on another disk with --state DIR.',
      );
};
