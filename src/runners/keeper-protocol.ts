/** What the engine and its keeper say to each other, one JSON a line; the keeper's own record has the same lines. */
import type {Survivor} from './survivors.ts';

/** Engine to keeper: start this program. The environment is complete; it may hold secrets and travels by the pipe only. */
export type Order = {
  /** Unique within a keeper. */
  readonly id: number;
  /** The attempt's name in file names; what a later session looks for. */
  readonly attempt: string;
  readonly argv: readonly string[];
  readonly env: {readonly [name: string]: string};
  /** Absolute: the keeper's own is `/`, so that it never holds a file system that is to be unmounted. */
  readonly cwd: string;
  readonly stdin?: string;
  /** Files that the keeper makes, 0600, for the program's standard output and standard error. */
  readonly out: string;
  readonly err: string;
  readonly timeoutMs: number;
  /** Between asking the program's group to end and ending it. */
  readonly graceMs: number;
  /** Files that are removed once the program has ended: a password file, a script. */
  readonly remove: readonly string[];
};

/** Engine to keeper: end that attempt's program before its time. */
export type StopOrder = {readonly type: 'stop'; readonly attempt: string};

/** The program runs. */
export type Spawned = {
  readonly type: 'spawned';
  readonly id: number;
  readonly attempt: string;
  readonly pid: number;
  readonly startTicks: string;
  /** By which all that it starts is known. */
  readonly mark: string;
  readonly out: string;
  readonly err: string;
  /** When its time is up, seconds since the host was started: whoever looks after the keeper's death has that clock too. */
  readonly deadlineUptimeS: number;
};

/** The program was never started. */
export type Refused = {
  readonly type: 'refused';
  readonly id: number;
  readonly attempt: string;
  /** As the system names it: ENOENT, EACCES, E2BIG, ENOSPC, … */
  readonly code: string;
  readonly cause: 'program' | 'cwd' | 'spool';
  readonly atMs: number;
};

/** The program has ended. */
export type Ended = {
  readonly type: 'ended';
  readonly id: number;
  readonly attempt: string;
  /** Exit code, or null when a signal ended it. */
  readonly exit: number | null;
  readonly signal: string | null;
  readonly timedOut: boolean;
  /** A person had it ended. */
  readonly stopped?: true;
  readonly atMs: number;
  /** Seconds since the host started, as in /proc/uptime. */
  readonly uptimeS: number;
  readonly outBytes: number;
  readonly errBytes: number;
  /** Of what it had started, what could not be ended with it. */
  readonly left?: readonly Survivor[];
  /** What may be of it, and was therefore not ended. */
  readonly perhaps?: readonly Survivor[];
};

/** The first line of a keeper in its record. */
export type Kept = {
  readonly type: 'keeper';
  readonly pid: number;
  readonly startTicks: string;
  /** Of the kernel: after a restart of the host every number is somebody else's. */
  readonly bootId: string;
};

export type Reply = Spawned | Refused | Ended;
export type RecordLine = Kept | Reply;
