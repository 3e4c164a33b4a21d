/** What became of an attempt whose keeper cannot be asked: from its record, the process table and the session's lock. */
import {uptime} from 'node:os';
import {setTimeout as pause} from 'node:timers/promises';
import type {Ended, Refused} from './keeper-protocol.ts';
import type {ProcessMark} from './process-table.ts';
import {bootId, isAlive, isSessionAlive, isStandardError} from './process-table.ts';
import type {Trace} from './record.ts';
import {readTrace} from './record.ts';
import {endProgram, type Survivor, type Traces} from './survivors.ts';

export type Sought = {
  /** The attempt's name in the record. */
  readonly attempt: string;
  readonly recordPath: string;
  /** Whether anybody holds the lock of that session; not asked of the present one, which holds its own and saw its keeper die. */
  readonly isLocked?: () => boolean;
  /** As the journal has it: the record may lack it after a full disk. */
  readonly child: ProcessMark | undefined;
  /** Whether it is to be stopped; its keeper, if it has one, takes no orders from here. */
  readonly isStopped?: () => boolean;
  /** What it prints to. */
  readonly files: Traces['files'];
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

/** Looks once; the order of questions is that of the resume table. `sinceMs` is when it was first looked, on the monotonic clock. */
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
    isHeld && child === undefined && (performance.now() - sinceMs < patienceMs || isStandardError(sought.recordPath));
  return isChildAlive || isKept || isArriving
    ? {sight: 'running', pid: child?.pid ?? trace.spawned?.pid ?? null, trace, isKept}
    : {sight: 'gone', isLocked: isHeld, isThisBoot, trace};
};

/** Who may still write how it ended: the keeper that started it, or before that any. */
const keepersOf = ({keepers, spawnedBy}: Trace): readonly ProcessMark[] => (spawnedBy ? [spawnedBy] : keepers);

/** What was seen in the end, and what of it could not be ended where it was to be. */
export type Over = Exclude<Sight, {readonly sight: 'running'}> & {readonly left: readonly Survivor[]};

/** Waits until nothing of the attempt runs any more; in the place of a dead keeper it also ends what is over its time. */
export const waitForEnd = async (sought: Sought): Promise<Over> => {
  const sinceMs = performance.now();
  let ending: Promise<readonly Survivor[]> | undefined;
  let isOver = false;
  for (;;) {
    const seen = lookFor(sought, sinceMs);
    if (seen.sight !== 'running') {
      isOver = true;
      return {...seen, left: (await ending) ?? []};
    }
    const child = sought.child ?? seen.trace.spawned;
    if (ending === undefined && child && isToEnd(sought, seen) && isSessionAlive(child)) {
      ending = endProgram(
        {child, mark: seen.trace.spawned?.mark, files: sought.files},
        {graceMs, isOver: () => isOver},
      );
    }
    await pause(lookEveryMs);
  }
};

/** A person had it stopped, or its time is up and nobody else sees to that. */
const isToEnd = ({isStopped}: Sought, {isKept, trace}: Extract<Sight, {readonly sight: 'running'}>): boolean =>
  isStopped?.() === true || (!isKept && trace.spawned !== undefined && uptime() > trace.spawned.deadlineUptimeS);
