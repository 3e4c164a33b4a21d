/** Who still holds the lock of a session although nothing ties them to a program: processes that wiped what they had inherited. */
import {markVariable} from './environment.ts';
import {isEarlier, listProcesses, type ProcessMark} from './process-table.ts';
import {fileKey, hasOpen, processName, variableOf} from './process-traces.ts';
import type {Survivor} from './survivors.ts';

/**
 * Processes that hold the lock, began after the program and bear no mark of another. They may be of it, or of a server that an
 * earlier step left running and that starts helpers of its own: so they are named, and not ended. `lockFd` is this
 * process's own; `others` are the sessions of programs that run beside.
 */
export const unknownHolders = (
  lockFd: number,
  child: ProcessMark,
  others: ReadonlySet<number>,
): readonly Survivor[] => {
  const lock = fileKey(`/proc/self/fd/${lockFd}`);
  if (lock === undefined) {
    return [];
  }
  return listProcesses()
    .filter(
      one =>
        one.pid !== process.pid &&
        !others.has(one.sessionId) &&
        !isEarlier(one, child) &&
        hasOpen(one.pid, new Set([lock]), {forWriting: false}) &&
        variableOf(one.pid, markVariable) === undefined,
    )
    .map(({pid, startTicks}) => ({pid, startTicks, name: processName(pid)}));
};
