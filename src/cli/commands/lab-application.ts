/** `lifeboat lab application RUN`: what `lab up` starts and `lab down` ends; nobody types it. */
import {existsSync} from 'node:fs';
import {startApplication} from '../../lab/application.ts';
import {openKnown} from '../../lab/open-standing.ts';
import {exitCodes} from '../exit-code.ts';
import {printRefusal, refuse} from '../refusal.ts';
import {openState, type StateOption} from '../state-place.ts';

/** Slower than in a drill: it may go on for days, and what it writes stays. */
const pauseMs = 200;
const lookEveryMs = 1_000;

/** Reads and writes until it is told to end, or until its lab is gone. */
export const labApplicationCommand = async (run: string, options: StateOption): Promise<number> => {
  const state = openState(options);
  if (!state.ok) {
    return printRefusal(state.reason);
  }
  const estate = await openKnown(state.value, run);
  if (!estate.ok) {
    return printRefusal(refuse('usage', estate.reason).reason);
  }
  const application = startApplication(estate.value, {pauseMs, isShort: false});
  const end = (): void => void application.stop();
  process.on('SIGTERM', end).on('SIGINT', end);
  const looking = setInterval(() => {
    if (!existsSync(estate.value.directory)) {
      end();
    }
  }, lookEveryMs);
  await application.ended;
  clearInterval(looking);
  const trouble = application.trouble();
  return trouble === null ? exitCodes.done.code : printRefusal(refuse('failed', trouble).reason);
};
