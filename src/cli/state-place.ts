/** The state directory of this invocation: from `--state`, else from the environment; made when something is written. */

import {randomBytes} from 'node:crypto';
import {type Result, succeed} from '../base/result.ts';
import {createRun, findRun, type RunDirectory} from '../journal/run-directory.ts';
import {makeRunId} from '../journal/run-id.ts';
import {openStateDirectory, stateDirectory} from '../journal/state-directory.ts';
import {type Refusal, refuse} from './refusal.ts';

export type StateOption = {readonly state?: string | undefined; readonly logLevel?: string | undefined};

/** Where it is, without making it. */
export const statePath = ({state}: StateOption): Result<string, Refusal> => {
  const path = stateDirectory(state === undefined ? process.env : {...process.env, LIFEBOAT_STATE: state});
  return path.ok ? path : refuse('usage', path.reason);
};

/** Makes it, mode 0700, and refuses one that others can write. */
export const openState = (option: StateOption): Result<string, Refusal> => {
  const path = statePath(option);
  if (!path.ok) {
    return path;
  }
  const opened = openStateDirectory(path.value);
  return opened.ok ? opened : refuse('unsafe', opened.reason);
};

/** A new run's name: when, what, and six characters that are nobody else's. */
export const newRunId = (slug: string): string => makeRunId({atMs: Date.now(), slug, random: randomLetters()});

/** The directory of a new run. */
export const makeRun = (state: string, id: string): Result<RunDirectory, Refusal> => {
  const made = createRun(state, id);
  return made.ok ? made : refuse('usage', made.reason);
};

/** A run by its id, a unique beginning, or its last six letters. */
export const findRunHere = (option: StateOption, wanted: string): Result<RunDirectory, Refusal> => {
  const path = statePath(option);
  if (!path.ok) {
    return path;
  }
  const found = findRun(path.value, wanted);
  return found.ok ? succeed(found.value) : refuse('usage', found.reason);
};

const letters = 'abcdefghijklmnopqrstuvwxyz234567';

const randomLetters = (): string => [...randomBytes(6)].map(byte => letters[byte % letters.length]).join('');
