/** Whether the second place of the record, which somebody has named, could take it: found out before it is needed. */
import {accessSync, constants, mkdirSync, statSync} from 'node:fs';
import {resolve} from 'node:path';
import {env, getuid} from 'node:process';
import {errorCode} from '../disk-failure.ts';

/** Why `$LIFEBOAT_FALLBACK` is of no use, as a clause; nothing where it is not named, or can be used. Makes the directory. */
export const fallbackProblem = (named: string | undefined = env.LIFEBOAT_FALLBACK): string | undefined => {
  if (!named) {
    return undefined;
  }
  const path = resolve(named);
  try {
    mkdirSync(path, {recursive: true, mode: 0o700});
    accessSync(path, constants.W_OK | constants.X_OK);
    const {uid, mode} = statSync(path);
    // In one like /tmp nobody can take away what is ours.
    if ((mode & sticky) !== 0) {
      return undefined;
    }
    if (uid !== getuid?.()) {
      return `${path} belongs to another user`;
    }
    return (mode & 0o022) === 0 ? undefined : `other users may write to ${path}`;
  } catch (error) {
    return `${path} takes no files (${errorCode(error) || String(error)})`;
  }
};

const sticky = 0o1000;
