/** A file or a directory that is ours: whoever else could have written it could have written what a recovery goes by. */
import {lstatSync} from 'node:fs';
import {fail, type Result, succeed} from '../base/result.ts';

/**
 * Files of the recovery have names that anybody can read in the runbook. An intruder with a shell on this host writes one
 * beforehand: passwords of their own choice, or the pg_hba.conf that comes back. So a foreign one is refused. Throws where
 * it cannot be looked at.
 */
export const isOurs = (path: string): Result<void> => {
  const {mode, uid} = lstatSync(path);
  if (uid !== (process.getuid?.() ?? uid)) {
    return fail(`${path} belongs to another account of this host; look at what it is, and name a new one`);
  }
  return (mode & 0o022) === 0
    ? succeed(undefined)
    : fail(`${path} can be written by others; look at what it is, and name a new one`);
};
