/** What a program has started outside its own group: found by what it inherited, so that ending the program ends that too. */
import {setTimeout as pause} from 'node:timers/promises';
import {markVariable} from './environment.ts';
import {
  isAlive,
  isEarlier,
  isTakenOver,
  type Listed,
  listProcesses,
  type ProcessMark,
  signalProcess,
} from './process-table.ts';
import {fileKey, hasOpen, processName, variableOf} from './process-traces.ts';

/** By what the processes of one program are known. */
export type Traces = {
  readonly child: ProcessMark;
  /** What the variable `markVariable` holds, in what it starts and nowhere else; nothing where that is not known any more. */
  readonly mark: string | undefined;
  /** Files that nobody else writes to: its standard output and standard error. */
  readonly files: readonly string[];
};

/** A process that still runs although it should not; its name is made harmless. */
export type Survivor = ProcessMark & {readonly name: string};

/**
 * All processes of the program but those of its own group, which are signalled together. Double forks and sessions of their own hide nothing:
 * a process is known by its environment, by a file that it writes to, by its session, or by the parent that it still has.
 */
export const survivorsOf = (traces: Traces, {isGroupOver}: {readonly isGroupOver: boolean}): readonly Survivor[] => {
  const {child, mark} = traces;
  const files = new Set(traces.files.flatMap(path => fileKey(path) ?? []));
  const all = listProcesses().filter(
    ({pid, startTicks}) => pid !== process.pid && !isEarlier({pid, startTicks}, child),
  );
  // A number that was given anew is of no session, group or parent of ours any more.
  const isOurs = !isTakenOver(child);
  const own = new Set(isOurs ? [child.pid] : []);
  for (const {pid, sessionId} of all) {
    if (
      (isOurs && sessionId === child.pid) ||
      (mark !== undefined && variableOf(pid, markVariable) === mark) ||
      hasOpen(pid, files, {forWriting: true})
    ) {
      own.add(pid);
    }
  }
  // Children have higher numbers than their parents as a rule, but numbers begin anew: until nothing is added.
  for (let size = 0; size !== own.size; ) {
    size = own.size;
    for (const {pid, parentId} of all) {
      if (own.has(parentId)) {
        own.add(pid);
      }
    }
  }
  const counts = ({pid, groupId}: Listed): boolean =>
    own.has(pid) && (groupId !== child.pid || (isGroupOver && pid !== child.pid));
  return all.filter(counts).map(({pid, startTicks}) => ({pid, startTicks, name: processName(pid)}));
};

/** Between two looks; each reads the whole process table. */
const lookEveryMs = 100;
/** A process that is ended is gone in a moment, unless the kernel waits for a device in it. */
const killMsMax = 2_000;

export type Ending = {
  /** Between asking and ending. */
  readonly graceMs: number;
  /** The program itself has ended. */
  readonly isOver: () => boolean;
};

/**
 * Asks the program and all that it has started to end, ends them after the grace time, and says what is still there then: another
 * user's, as a rule. Resolves once the program itself has ended.
 */
export const endProgram = async (traces: Traces, {graceMs, isOver}: Ending): Promise<readonly Survivor[]> => {
  const {child} = traces;
  const asked = new Set<number>();
  const fromMs = performance.now();
  let overSinceMs: number | undefined;
  signalGroup(child, 'SIGTERM');
  for (;;) {
    const nowMs = performance.now();
    const isLate = nowMs - fromMs >= graceMs;
    const wasOver = overSinceMs !== undefined;
    overSinceMs ??= isOver() ? nowMs : undefined;
    // Once the program has ended its group's number may be given to another: from then on they are ended one by one.
    if (!wasOver && (isLate || overSinceMs !== undefined)) {
      signalGroup(child, 'SIGKILL');
    }
    const left = survivorsOf(traces, {isGroupOver: overSinceMs !== undefined});
    if (
      overSinceMs !== undefined &&
      (left.length === 0 || nowMs - Math.max(overSinceMs, fromMs + graceMs) > killMsMax)
    ) {
      return left;
    }
    signalEach(left, isLate ? 'SIGKILL' : 'SIGTERM', asked);
    await pause(lookEveryMs);
  }
};

/** Asks each only once: a second request to end is to some programs the order to do it at once. */
const signalEach = (left: readonly Survivor[], signal: 'SIGTERM' | 'SIGKILL', asked: Set<number>): void => {
  for (const one of left.filter(({pid}) => signal === 'SIGKILL' || !asked.has(pid))) {
    asked.add(one.pid);
    // Looking at all of them takes its time, in which one may have ended and its number been given to another.
    if (isAlive(one)) {
      signalProcess(one.pid, signal);
    }
  }
};

/** A program is started as the leader of its group; the group of whoever has its number after it is left alone. */
const signalGroup = (child: ProcessMark, signal: NodeJS.Signals): void => {
  if (!isTakenOver(child)) {
    signalProcess(-child.pid, signal);
  }
};

/** What is left of a program, behind the sentence that says how it ended; nothing where nothing is. */
export const leftWords = (left: readonly Survivor[] = [], perhaps: readonly Survivor[] = []): string =>
  phrase('what it had started could not all be ended', left) + phrase('this still runs and may be of it', perhaps);

const phrase = (words: string, some: readonly Survivor[]): string =>
  some.length === 0 ? '' : `; ${words}: ${namesOf(some)}`;

const namedMax = 5;

const namesOf = (some: readonly Survivor[]): string => {
  const names = some.slice(0, namedMax).map(({pid, name}) => `${name} (process ${pid})`);
  return `${names.join(', ')}${some.length > namedMax ? ` and ${some.length - namedMax} more` : ''}`;
};
