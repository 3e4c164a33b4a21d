/** Where Lifeboat keeps what it must remember, and whether that place is safe to write to. */
import {lstatSync, mkdirSync, realpathSync} from 'node:fs';
import {dirname, join, resolve} from 'node:path';
import {getuid} from 'node:process';
import type {Result} from '../base/result.ts';
import {fail, succeed} from '../base/result.ts';
import {nodeDisk} from './disk.ts';
import {diskFailure, errorCode} from './disk-failure.ts';

type Environment = {readonly [name: string]: string | undefined};

/** Finds the state directory: `$LIFEBOAT_STATE`, else `$XDG_STATE_HOME/lifeboat`, else `~/.local/state/lifeboat`. Looks at no disk. */
export const stateDirectory = (env: Environment): Result<string> => {
  const {LIFEBOAT_STATE: own, XDG_STATE_HOME: base, HOME: home} = env;
  if (own) {
    return succeed(resolve(own));
  }
  // The XDG specification says that a path that is not absolute must be ignored.
  if (base?.startsWith('/')) {
    return succeed(join(base, 'lifeboat'));
  }
  return home?.startsWith('/')
    ? succeed(join(home, '.local', 'state', 'lifeboat'))
    : fail('There is no home directory to keep records in ($HOME is not set); set LIFEBOAT_STATE or give --state DIR.');
};

/** Makes the state directory if it is missing, and refuses one that somebody else owns or may write to. Returns its real path. */
export const openStateDirectory = (path: string): Result<string> => {
  const made = makeDirectory(path);
  if (!made.ok) {
    return made;
  }
  try {
    const real = realpathSync(path);
    const {uid, mode} = lstatSync(real);
    if (uid !== getuid?.()) {
      return fail(
        `The state directory ${real} belongs to another user (uid ${uid}); give one of your own with --state DIR.`,
      );
    }
    return (mode & 0o022) === 0
      ? succeed(real)
      : fail(
          `Other users may write to the state directory ${real}; run \`chmod go-w ${real}\` or give another with --state DIR.`,
        );
  } catch (error) {
    return fail(diskFailure(error, {path, then: 'try again'}));
  }
};

/** Makes a directory and those above it, for its owner alone, each name durable. One that is there is left as it is. */
export const makeDirectory = (path: string): Result<void> => {
  try {
    const first = mkdirSync(path, {recursive: true, mode: 0o700});
    for (let made = path; first !== undefined && made.length >= first.length; made = dirname(made)) {
      nodeDisk.syncDirectory(dirname(made));
    }
    return succeed(undefined);
  } catch (error) {
    const code = errorCode(error);
    return fail(
      code === 'EEXIST' || code === 'ENOTDIR'
        ? `${path} cannot be a directory: a file stands in its place; give another with --state DIR.`
        : diskFailure(error, {path, then: 'try again'}),
    );
  }
};
