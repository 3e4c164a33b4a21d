/** One writer a run: an exclusive kernel lock that ends with the last process that holds its descriptor, be it killed or not. */
import {type StdioOptions, spawn, spawnSync} from 'node:child_process';
import {closeSync, constants, fstatSync, ftruncateSync, lstatSync, openSync, writeSync} from 'node:fs';
import {basename, dirname} from 'node:path';
import {env} from 'node:process';
import type {Result} from '../base/result.ts';
import {fail, succeed} from '../base/result.ts';
import {diskFailure, errorCode} from './disk-failure.ts';
import {readSafely} from './safe-file.ts';

/** What the holder wrote about itself: information for people, never proof. */
export type Holder = {readonly user: string; readonly host: string; readonly pid: number; readonly since: string};

export type Lock = {
  /** Closed in every child unless it is handed over in `stdio`: whoever has it holds the lock with us. */
  readonly fd: number;
  /** Gives our share back; the lock is free when nobody else has the descriptor. */
  readonly release: () => void;
};

export type LockRefusal = {
  readonly kind: 'held' | 'unusable';
  readonly message: string;
  readonly holder?: Holder;
};

const {O_RDWR, O_CREAT, O_NOFOLLOW, O_NONBLOCK} = constants;

/**
 * Takes the lock of a run, or says who has it. Costs the start of one small program, 4 to 14 ms; that starts before this
 * returns, and whoever has something else to do meanwhile need not wait. Never rejects. `opened` hears of the open file
 * before this returns, while the lock is still asked for.
 */
export const takeLock = async (
  path: string,
  holder: Holder,
  opened: (fd: number) => void = () => undefined,
): Promise<Result<Lock, LockRefusal>> => {
  let fd: number | undefined;
  try {
    fd = openSync(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK, 0o600);
    opened(fd);
    // Somebody who only looks holds a shared lock for a moment; asking again outlasts that.
    const first = await askForLock(fd);
    const refusal = refusalOf(first === 'held' ? await askForLock(fd) : first, {fd, path});
    if (refusal) {
      closeSync(fd);
      return fail(refusal);
    }
    sayWhoHolds(fd, holder);
    return succeed({fd, release: releaseOnce(fd)});
  } catch (error) {
    if (fd !== undefined) {
      closeSync(fd);
    }
    return fail(unusable(diskFailure(error, {path, then: 'try again'})));
  }
};

/** The lock is the kernel's: it is held also where a full disk takes no word about it. */
const sayWhoHolds = (fd: number, holder: Holder): void => {
  try {
    ftruncateSync(fd, 0);
    writeSync(fd, `${JSON.stringify(holder)}\n`, 0);
  } catch {
    // Then nobody is named to whoever is refused.
  }
};

/** Whether any process holds the lock. When that cannot be found out the answer is yes: nothing is started on a doubt. */
export const isLocked = (path: string): boolean => {
  let fd: number | undefined;
  try {
    fd = openSync(path, O_RDWR | O_NOFOLLOW | O_NONBLOCK);
    return askIfFree(fd) !== 'free';
  } catch (error) {
    return errorCode(error) !== 'ENOENT';
  } finally {
    if (fd !== undefined) {
      closeSync(fd);
    }
  }
};

/** What the holder of a lock wrote, or the last one did; nothing when there is none or it cannot be read. */
export const holderOf = (path: string): Holder | undefined => {
  const bytes = readSafely(path, 4_096);
  try {
    const {user, host, pid, since} = bytes.ok ? JSON.parse(bytes.value.toString('utf8')) : {};
    const isHolder = [user, host, since].every(text => typeof text === 'string') && Number.isSafeInteger(pid);
    return isHolder ? {user, host, pid, since} : undefined;
  } catch {
    return undefined;
  }
};

type Answer = 'free' | 'held' | 'no-tool';

/**
 * Node cannot lock, but a lock belongs to the open file and not to the process: a child that inherits our descriptor
 * locks it for us. flock(1) comes with Linux, perl with macOS; both say 1 when somebody else has the lock.
 */
const toolsFor = (mode: 'exclusive' | 'shared') => {
  const perl = `open(my $file, "+<&=", 3) or exit 2; exit(flock($file, ${mode === 'exclusive' ? 6 : 5}) ? 0 : $!{EWOULDBLOCK} ? 1 : 2)`;
  return [
    {program: 'flock', args: [mode === 'exclusive' ? '-x' : '-s', '-n', '3']},
    {program: 'perl', args: ['-MErrno', '-e', perl]},
  ];
};

const answers: {readonly [status: number]: Answer} = {0: 'free', 1: 'held'};

const optionsFor = (fd: number) => ({
  stdio: ['ignore', 'ignore', 'ignore', fd] satisfies StdioOptions,
  // The rest of the environment could load foreign code into perl.
  env: {PATH: env.PATH ?? '/usr/bin:/bin'},
  timeout: 10_000,
});

const askForLock = async (fd: number): Promise<Answer> => {
  for (const {program, args} of toolsFor('exclusive')) {
    const status = await new Promise<number | null>(resolve => {
      spawn(program, args, optionsFor(fd))
        .on('error', () => resolve(null))
        .on('exit', resolve);
    });
    const answer = status === null ? undefined : answers[status];
    if (answer) {
      return answer;
    }
  }
  return 'no-tool';
};

const askIfFree = (fd: number): Answer => {
  for (const {program, args} of toolsFor('shared')) {
    const {status} = spawnSync(program, args, optionsFor(fd));
    const answer = status === null ? undefined : answers[status];
    if (answer) {
      return answer;
    }
  }
  return 'no-tool';
};

const refusalOf = (
  answer: Answer,
  {fd, path}: {readonly fd: number; readonly path: string},
): LockRefusal | undefined => {
  switch (answer) {
    case 'held': {
      const holder = holderOf(path);
      const who = holder
        ? `${holder.user} on ${holder.host} (process ${holder.pid}, since ${holder.since})`
        : 'another process';
      const run = basename(dirname(path));
      const message = `${run} is in the hands of ${who}, or of a step that this process started; \`lifeboat show ${run}\` says how far it is.`;
      return {kind: 'held', message, ...(holder && {holder})};
    }
    case 'no-tool':
      return unusable(
        `${path} cannot be locked: neither flock(1) nor perl is there, or the file system knows no locks.`,
      );
    case 'free': {
      const [ours, there] = [fstatSync(fd), lstatSync(path)];
      const isSame = ours.isFile() && ours.nlink === 1 && ours.dev === there.dev && ours.ino === there.ino;
      return isSame
        ? undefined
        : unusable(`${path} was replaced or linked by another program; look at it and try again.`);
    }
  }
};

const unusable = (message: string): LockRefusal => ({kind: 'unusable', message});

const releaseOnce = (fd: number): (() => void) => {
  let isHeld = true;
  return () => {
    if (isHeld) {
      isHeld = false;
      closeSync(fd);
    }
  };
};
