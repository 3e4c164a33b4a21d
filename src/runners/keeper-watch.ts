/** What became of an attempt whose keeper cannot be asked: from its record, the process table and the session's lock. */
import {setTimeout as pause} from 'node:timers/promises';
import type {Ended, Refused} from './keeper-protocol.ts';
import type {ProcessMark} from './process-table.ts';
import {bootId, isAlive, isSessionAlive, isStandardError} from './process-table.ts';
import type {Trace} from './record.ts';
import {readTrace} from './record.ts';

export type Sought = {
  /** The attempt's name in the record. */
  readonly attempt: string;
  readonly recordPath: string;
  /** Whether anybody holds the lock of that session; not asked of the present one, which holds its own and saw its keeper die. */
  readonly isLocked?: () => boolean;
  /** As the journal has it: the record may lack it after a full disk. */
  readonly child: ProcessMark | undefined;
  /** Since when it is to be stopped, wall time; its keeper, if it has one, takes no orders from here. */
  readonly stopAtMs?: () => number | undefined;
};

export type Sight =
  | {readonly sight: 'over'; readonly outcome: Ended | Refused; readonly trace: Trace}
  | {readonly sight: 'running'; readonly pid: number | null; readonly trace: Trace; readonly isKept: boolean}
  | {readonly sight: 'gone'; readonly isLocked: boolean; readonly isThisBoot: boolean; readonly trace: Trace};

const lookEveryMs = 200;
/** A keeper that is just being started holds the lock and has not got its files yet, or there is no /proc to see it in. */
const patienceMs = 5_000;
/** As for programs that have a keeper. */
export const graceMs = 5_000;

/** Looks once; the order of questions is that of the resume table. */
export const lookFor = (sought: Sought, sinceMs: number): Sight => {
  const before = readTrace(sought.recordPath, sought.attempt);
  const child = sought.child ?? before.spawned;
  const isThisBoot = before.keepers.every(keeper => keeper.bootId === bootId());
  const isChildAlive = isThisBoot && child !== undefined && isSessionAlive(child);
  const isKept = isThisBoot && sought.isLocked !== undefined && keepersOf(before).some(isAlive);
  const isHeld = !isChildAlive && !isKept && sought.isLocked?.() === true;
  // Read again after looking: who was alive then has written by now, or still is alive.
  const trace = readTrace(sought.recordPath, sought.attempt);
  if (trace.outcome) {
    return {sight: 'over', outcome: trace.outcome, trace};
  }
  // A keeper writes its record through its standard error from its first moment on, however long it takes to say hello:
  // on a busy machine it may take the order of a dead engine a minute later, and then must not have been given up.
  const isArriving =
    isHeld && child === undefined && (Date.now() - sinceMs < patienceMs || isStandardError(sought.recordPath));
  return isChildAlive || isKept || isArriving
    ? {sight: 'running', pid: child?.pid ?? trace.spawned?.pid ?? null, trace, isKept}
    : {sight: 'gone', isLocked: isHeld, isThisBoot, trace};
};

/** Who may still write how it ended: the keeper that started it, or before that any. */
const keepersOf = ({keepers, spawnedBy}: Trace): readonly ProcessMark[] => (spawnedBy ? [spawnedBy] : keepers);

/** Waits until nothing of the attempt runs any more; in the place of a dead keeper it also ends what is over its time. */
export const waitForEnd = async (sought: Sought): Promise<Exclude<Sight, {readonly sight: 'running'}>> => {
  const sinceMs = Date.now();
  for (;;) {
    const seen = lookFor(sought, sinceMs);
    if (seen.sight !== 'running') {
      return seen;
    }
    const stopAtMs = sought.stopAtMs?.();
    if (stopAtMs !== undefined) {
      endSince(sought.child ?? seen.trace.spawned, stopAtMs);
    } else if (!seen.isKept) {
      endSince(seen.trace.spawned, seen.trace.spawned?.deadlineAtMs ?? Number.POSITIVE_INFINITY);
    }
    await pause(lookEveryMs);
  }
};

const endSince = (program: ProcessMark | undefined, sinceMs: number): void => {
  if (program === undefined || Date.now() < sinceMs || !isSessionAlive(program)) {
    return;
  }
  try {
    process.kill(-program.pid, Date.now() < sinceMs + graceMs ? 'SIGTERM' : 'SIGKILL');
  } catch {
    // What is left of it is in a group of its own.
  }
};
