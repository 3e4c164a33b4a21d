/** The end of a server without a word: all of its processes are killed, as when its machine loses its power. */
import {setTimeout as delay} from 'node:timers/promises';
import {fail, type Result, succeed} from '../../../base/result.ts';
import {isAlive, type ProcessIdentity, serversIn} from '../../../postgres/process-identity.ts';
import {runningServer} from '../../../postgres/server.ts';

const goneWithinMs = 10_000;
const pollEveryMs = 10;

/**
 * Stopped first, and killed last: alive and able it would answer the death of a child by a recovery, and once it is gone its
 * sessions end one by one, give up their locks, and let another one acknowledge a write that nobody else has.
 */
export const killServer = async (dataDirectory: string): Promise<Result<void>> => {
  const server = runningServer(dataDirectory);
  if (server === null) {
    return fail('the primary of the lab does not run, so it cannot be killed');
  }
  signal(server, 'SIGSTOP');
  for (const one of serversIn(dataDirectory) ?? []) {
    if (one.pid !== server.pid) {
      signal(one, 'SIGKILL');
    }
  }
  for (const deadlineMs = performance.now() + goneWithinMs; performance.now() < deadlineMs; await delay(pollEveryMs)) {
    const left = [...(isAlive(server) ? [server] : []), ...(serversIn(dataDirectory) ?? [])];
    if (left.length === 0) {
      return succeed(undefined);
    }
    for (const one of left) {
      signal(one, 'SIGKILL');
    }
  }
  return fail(`processes of the primary are still there after ${goneWithinMs / 1000} s`);
};

const signal = ({pid}: ProcessIdentity, what: NodeJS.Signals): void => {
  try {
    process.kill(pid, what);
  } catch {
    // It ended in between.
  }
};
