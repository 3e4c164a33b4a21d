/** One program alone may restore a directory: the file beside it that only one of several can make. */
import {linkSync, readFileSync, renameSync, rmSync, writeFileSync} from 'node:fs';
import {type Result, succeed} from '../../base/result.ts';
import {isAlive, type ProcessIdentity} from '../../postgres/process-identity.ts';
import {type Hindrance, unsafe} from './hindrance.ts';
import {thisProcess} from './record.ts';

/** To be let go when the work is over, whatever came of it. */
type Claim = {readonly release: () => void};

/**
 * The record is read long before it is written, so it cannot keep two apart that begin at once. A link is made whole or not at
 * all; what a killed program left is taken over. Throws what the file system throws.
 */
export const claimDirectory = (directory: string): Result<Claim, Hindrance> => {
  const lock = `${directory}.restore.lock`;
  const own = `${lock}.${process.pid}`;
  rmSync(own, {force: true});
  writeFileSync(own, JSON.stringify(thisProcess()), {mode: 0o600, flag: 'wx'});
  try {
    const holder = readHolder(lock);
    if (holder !== null && !isAlive(holder)) {
      renameSync(lock, `${own}.stale`);
      rmSync(`${own}.stale`);
    }
    linkSync(own, lock);
  } catch {
    return unsafe(
      `Another program (process ${readHolder(lock)?.pid ?? 'unknown'}) restores ${directory} right now.`,
      `Wait for it, or stop it first. Where none runs, look at ${lock} and remove it.`,
    );
  } finally {
    rmSync(own, {force: true});
  }
  return succeed({release: () => rmSync(lock, {force: true})});
};

/** Null where there is none, or nothing that says who. */
const readHolder = (lock: string): ProcessIdentity | null => {
  try {
    const {pid, startTicks} = JSON.parse(readFileSync(lock, 'utf8'));
    return typeof pid === 'number' && typeof startTicks === 'string' ? {pid, startTicks} : null;
  } catch {
    return null;
  }
};
