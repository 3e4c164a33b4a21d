/** What has to be said beside the facts, where no screen shows it. */
import type {RunSession} from '../run/session.ts';
import {headOf} from './watch-room.ts';

/** On standard error, once when there is something new to say: a screen has it in its frame. */
export const tellWarnings = ({warning = () => '', subscribe}: RunSession): void => {
  let told = '';
  const tell = (): void => {
    const now = warning();
    if (now !== '' && headOf(now) !== headOf(told)) {
      process.stderr.write(`lifeboat: ${now}\n`);
    }
    told = now;
  };
  subscribe(tell);
  tell();
};
