/** What the programs share that deal with servers of their own: what must stay apart from them, what was given, and how they end. */
import {existsSync, realpathSync} from 'node:fs';
import {dirname} from 'node:path';
import type {Hindrance} from '../../backup/in-place/hindrance.ts';
import type {Surroundings} from '../../backup/in-place/place.ts';
import {assert} from '../../base/assert.ts';
import {parseDurationMs} from '../../base/duration.ts';
import {printedJson} from '../../base/printed-json.ts';
import {type Result, succeed} from '../../base/result.ts';
import {exitCodes} from '../exit-code.ts';
import {printRefusal, type Refusal, refuse} from '../refusal.ts';
import {type StateOption, statePath} from '../state-place.ts';

/** The state directory is the record of what is done here; in a drill only its lab may be touched. */
export const surroundingsOf = (options: StateOption): Result<Surroundings, Refusal> => {
  const state = statePath(options);
  return state.ok
    ? succeed({
        apart: existsSync(state.value) ? [{what: 'The state directory', path: state.value}] : [],
        within: process.env.LIFEBOAT_DRILL,
      })
    : state;
};

/** A connection of the environment that may be left out; an empty one is none. */
export const given = (name: string): string | undefined => {
  const value = process.env[name];
  return value === undefined || value === '' ? undefined : value;
};

/** JSON on standard output, or the sentence and the way out; what would be a danger is exit 9. */
export const printOrHinder = (result: Result<object, Hindrance>): number => {
  if (result.ok) {
    process.stdout.write(`${printedJson(result.value)}\n`);
    return exitCodes.done.code;
  }
  const {kind, sentence, wayOut} = result.reason;
  return printRefusal(refuse(kind === 'unsafe' ? 'unsafe' : 'failed', sentence, wayOut).reason);
};

export const durationOf = (option: string, text: string): Result<number, Refusal> => {
  const ms = parseDurationMs(text);
  return ms.ok ? succeed(ms.value) : refuse('usage', `${option}: ${ms.reason}.`);
};

/** `192.0.2.11:5432`, `db.example.org:5432`, `[2001:db8::11]:5432`. */
export const placeOf = (
  option: string,
  text: string,
): Result<{readonly host: string; readonly port: number}, Refusal> => {
  const [, bracketed, plain, digits] = /^(?:\[([0-9a-fA-F:.]+)\]|([^\s:[\]]+)):(\d{1,5})$/.exec(text) ?? [];
  const [host, port] = [bracketed ?? plain, Number(digits)];
  return host === undefined || port < 1 || port > 65_535
    ? refuse('usage', `${option} takes a host and a port like 192.0.2.11:5432, not "${text}".`)
    : succeed({host, port});
};

/** In a drill no file outside of its lab is changed or used as a key. */
export const ownFile = (path: string): Result<void, Refusal> => {
  const lab = process.env.LIFEBOAT_DRILL;
  if (lab === undefined) {
    return succeed(undefined);
  }
  try {
    if (realpathSync(path).startsWith(`${realpathSync(lab)}/`)) {
      return succeed(undefined);
    }
  } catch {
    // What is not there is not the lab's.
  }
  return refuse(
    'unsafe',
    `This is a drill, and ${path} is not in its lab, so nothing was done.`,
    'Give the names of the lab in the drill block.',
  );
};

/** The same of what may not be there yet: then the directory that it would be made in counts, which may be the lab's own. */
export const ownPlace = (path: string): Result<void, Refusal> => {
  const lab = process.env.LIFEBOAT_DRILL;
  if (lab === undefined || existsSync(path) || dirname(path) === path) {
    return ownFile(path);
  }
  const above = dirname(path);
  return existsSync(above) && existsSync(lab) && realpathSync(above) === realpathSync(lab)
    ? succeed(undefined)
    : ownPlace(above);
};

/** Of several values the first that is none; one of them has to be. */
export const firstRefusal = (...results: readonly Result<unknown, Refusal>[]): Refusal => {
  const [first] = results.flatMap(result => (result.ok ? [] : [result.reason]));
  assert(first !== undefined, 'nothing was refused');
  return first;
};
