/** The end of a server without a word: all of its processes are killed, as when its machine loses its power. */
import {setTimeout as delay} from 'node:timers/promises';
import {fail, type Result, succeed} from '../../../base/result.ts';
import {isAlive, type ProcessIdentity, serversIn} from '../../../postgres/process-identity.ts';
import {runningServer} from '../../../postgres/server.ts';

const goneWithinMs = 10_000;
const pollEveryMs = 10;

/** The server itself first: with it alive, the death of a child is answered by a recovery at once. */
export const killServer = async (dataDirectory: string): Promise<Result<void>> => {
  const server = runningServer(dataDirectory);
  if (server === null) {
    return fail('the primary of the lab does not run, so it cannot be killed');
  }
  kill(server);
  for (const deadlineMs = performance.now() + goneWithinMs; performance.now() < deadlineMs; await delay(pollEveryMs)) {
    const left = [...(isAlive(server) ? [server] : []), ...(serversIn(dataDirectory) ?? [])];
    if (left.length === 0) {
      return succeed(undefined);
    }
    for (const one of left) {
      kill(one);
    }
  }
  return fail(`processes of the primary are still there after ${goneWithinMs / 1000} s`);
};

const kill = ({pid}: ProcessIdentity): void => {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It ended in between.
  }
};
