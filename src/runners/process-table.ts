/** What the kernel says about processes: whether one still runs, since when, and what else runs in its session. */
import {readdirSync, readFileSync, statSync} from 'node:fs';

/** A process that cannot be confused with a later one of the same number. */
export type ProcessMark = {readonly pid: number; readonly startTicks: string};

type Entry = {
  readonly state: string;
  readonly parentId: number;
  readonly groupId: number;
  readonly sessionId: number;
  readonly startTicks: string;
};

/** A process that has not ended. */
export type Listed = Entry & {readonly pid: number};

/** All that run; none where there is no /proc. */
export const listProcesses = (): readonly Listed[] =>
  processIds().flatMap(pid => {
    const entry = read(pid);
    return entry === undefined || hasEnded(entry) ? [] : [{pid, ...entry}];
  });

/** Whether one process was started before another. */
export const isEarlier = (one: ProcessMark, other: ProcessMark): boolean =>
  Number(one.startTicks) < Number(other.startTicks);

/** Sends a signal to one process that may be gone, or another user's. */
export const signalProcess = (pid: number, signal: NodeJS.Signals): void => {
  try {
    process.kill(pid, signal);
  } catch {
    // Who looks next sees whether it is still there.
  }
};

/** The start time of a process in clock ticks since boot; `undefined` where there is no such process or no /proc. */
export const startTicksOf = (pid: number): string | undefined => read(pid)?.startTicks;

/** Whether another process has the number by now: then nothing that bears it, as its group, session or parent, is of the first. */
export const isTakenOver = ({pid, startTicks}: ProcessMark): boolean => {
  const now = startTicksOf(pid);
  return now !== undefined && startTicks !== '' && now !== startTicks;
};

/** Whether that very process still runs; one that has ended and was not collected does not. */
export const isAlive = ({pid, startTicks}: ProcessMark): boolean => {
  const entry = read(pid);
  return entry !== undefined && entry.startTicks === startTicks && !hasEnded(entry);
};

/**
 * Whether the process or anything that it started in its own session still runs.
 * A number is not given out again while a session bears it, so a process of that number with another start time
 * means that nothing is left. What went into a session of its own (a daemon) does not count.
 */
export const isSessionAlive = ({pid, startTicks}: ProcessMark): boolean => {
  const leader = read(pid);
  if (leader && leader.startTicks !== startTicks) {
    return false;
  }
  if (leader && !hasEnded(leader)) {
    return true;
  }
  return processIds().some(other => {
    const entry = read(other);
    return entry !== undefined && entry.sessionId === pid && !hasEnded(entry);
  });
};

/** Whether a process of ours has this very file as its standard error, by whatever name. */
export const isStandardError = (path: string): boolean => {
  const file = fileAt(path);
  return (
    file !== undefined &&
    processIds().some(pid => {
      const other = fileAt(`/proc/${pid}/fd/2`);
      return other?.ino === file.ino && other.dev === file.dev;
    })
  );
};

const fileAt = (path: string): {readonly dev: number; readonly ino: number} | undefined => {
  try {
    return statSync(path);
  } catch {
    // It is gone, or another user's.
    return undefined;
  }
};

/** The kernel's name for the time since the host was started; empty where it has none. */
export const bootId = (): string => {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim();
  } catch {
    return '';
  }
};

/** Fields of /proc/PID/stat, counted after the last `)`: a name may hold blanks and brackets of its own. */
export const parseStat = (stat: string): Entry | undefined => {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [state, parentId, groupId, sessionId] = fields;
  const startTicks = fields[19];
  return state === undefined || startTicks === undefined
    ? undefined
    : {state, parentId: Number(parentId), groupId: Number(groupId), sessionId: Number(sessionId), startTicks};
};

const read = (pid: number): Entry | undefined => {
  try {
    return parseStat(readFileSync(`/proc/${pid}/stat`, 'latin1'));
  } catch {
    return undefined;
  }
};

const hasEnded = ({state}: Entry): boolean => state === 'Z' || state === 'X';

const processIds = (): readonly number[] => {
  try {
    return readdirSync('/proc').map(Number).filter(Number.isInteger);
  } catch {
    return [];
  }
};
