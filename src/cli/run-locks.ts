/** The two kernel locks of a run: who drives it, and whether anything of a session still lives. */
import {join} from 'node:path';
import {type Result, succeed} from '../base/result.ts';
import {type Holder, type Lock, type LockRefusal, takeLock} from '../journal/lock.ts';
import type {RunDirectory} from '../journal/run-directory.ts';
import {thisHost} from './host.ts';
import {type Refusal, refuse} from './refusal.ts';

export type RunLocks = {
  /** Held by this process alone: the only one that may append. */
  readonly driver: Lock;
  /** Handed on to the keeper and to every program: free means that nothing of this session runs. */
  readonly session: Lock;
  readonly release: () => void;
};

export const sessionLockPath = (directory: RunDirectory, session: number): string =>
  join(directory.path, `session-${session}.lock`);

/** Takes the driver's lock, or names who holds it. */
export const takeDriverLock = async (directory: RunDirectory): Promise<Result<Lock, Refusal>> => {
  const driver = await takeLock(directory.lock, holder());
  if (driver.ok) {
    return driver;
  }
  return driver.reason.kind === 'held'
    ? refuse(
        'busy',
        driver.reason.message,
        'Only one program can drive a run; leave it there, or end it, and try again.',
      )
    : refuse('usage', driver.reason.message);
};

/** Takes the session's lock beside the driver's. */
export const takeSessionLock = async (
  directory: RunDirectory,
  driver: Lock,
  session: number,
): Promise<Result<RunLocks, Refusal>> => joined(driver, await takeLock(sessionLockPath(directory, session), holder()));

/**
 * Both locks of a new run, asked for at once: nobody else can have them yet. `opened` hears of the open file of the
 * session's lock before anything else is started, for a keeper to inherit.
 */
export const takeRunLocks = (
  directory: RunDirectory,
  session: number,
  opened: (sessionFd: number) => void,
): Promise<Result<RunLocks, Refusal>> => {
  const own = takeLock(sessionLockPath(directory, session), holder(), opened);
  return bothOf(takeDriverLock(directory), own);
};

const bothOf = async (
  asked: Promise<Result<Lock, Refusal>>,
  askedOwn: Promise<Result<Lock, LockRefusal>>,
): Promise<Result<RunLocks, Refusal>> => {
  const driver = await asked;
  const own = await askedOwn;
  if (driver.ok) {
    return joined(driver.value, own);
  }
  if (own.ok) {
    own.value.release();
  }
  return driver;
};

const holder = (): Holder => {
  const {user, host} = thisHost();
  return {user, host, pid: process.pid, since: new Date().toISOString()};
};

const joined = (driver: Lock, session: Result<Lock, LockRefusal>): Result<RunLocks, Refusal> =>
  session.ok
    ? succeed({
        driver,
        session: session.value,
        release: () => {
          session.value.release();
          driver.release();
        },
      })
    : refuse('usage', session.reason.message);
