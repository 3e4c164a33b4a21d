/** Stops a cluster's own server, and starts it again as it was started before: to fence it, to work on its files, to bring it back. */
import {type Result, succeed} from '../../base/result.ts';
import {readControlFile} from '../../postgres/control-file.ts';
import {findServer} from '../../postgres/found-server.ts';
import {mayHideServers} from '../../postgres/process-identity.ts';
import {stopServer} from '../../postgres/server.ts';
import {isFenceMark} from '../failover/fence-mark.ts';
import {type Hindrance, impossible, unsafe} from './hindrance.ts';
import {type Confirmed, checkIdentity, checkServer} from './identity.ts';
import {checkPlace, type Surroundings} from './place.ts';
import {startAgain} from './recovered.ts';
import {toolsOf} from './undo-restore.ts';

export type OwnServer = {
  readonly dataDirectory: string;
  readonly confirmed: Confirmed;
  readonly surroundings: Surroundings;
};

export type SeenServer = {readonly directory: string; readonly identifier: string | null; readonly running: boolean};

/** Looks only. A file of a process that is gone, as one that was killed leaves it, is no server. */
export const lookAtOwnServer = (own: OwnServer): Result<SeenServer, Hindrance> => {
  const directory = ownCluster(own);
  if (!directory.ok) {
    return directory;
  }
  const server = findServer(directory.value);
  // A server that was started since, or whose file somebody removed, is none of which "stopped" could be said.
  const known = checkServer(directory.value, server, own.confirmed);
  return known.ok
    ? succeed({
        directory: directory.value,
        identifier: readControlFile(directory.value)?.identifier ?? null,
        running: server.process !== null,
      })
    : known;
};

/** The directory of the cluster that was confirmed. */
const ownCluster = ({dataDirectory, confirmed, surroundings}: OwnServer): Result<string, Hindrance> => {
  const directory = checkPlace(dataDirectory, surroundings);
  if (!directory.ok) {
    return directory;
  }
  const found = checkIdentity(directory.value, confirmed);
  if (!found.ok) {
    return found;
  }
  // On another host the same path leads to nothing, and whoever fences a primary would believe that it is stopped.
  return found.value.state === 'empty' ? noCluster(directory.value) : directory;
};

export type StoppedServer = {
  readonly directory: string;
  readonly identifier: string | null;
  /** False where none ran, which is what was wanted. */
  readonly wasRunning: boolean;
  /** Whether its last WAL was written out and, where it archives, handed to the archive. */
  readonly isShutDown: boolean;
  /** The file that it wrote to, to be named when it is started again. */
  readonly logFile: string | null;
};

/** Fast: sessions are ended, the last WAL is archived. Immediate: as a crash, for a server that does not stop otherwise. */
export const stopOwnServer = async (
  own: OwnServer,
  {isImmediate, withinMs}: {readonly isImmediate: boolean; readonly withinMs: number},
): Promise<Result<StoppedServer, Hindrance>> => {
  const directory = ownCluster(own);
  if (!directory.ok) {
    return directory;
  }
  const server = findServer(directory.value);
  const mayStop = checkServer(directory.value, server, own.confirmed);
  if (!mayStop.ok) {
    return mayStop;
  }
  const stopped = await stopServer(directory.value, isImmediate ? 'immediate' : 'fast', withinMs);
  if (!stopped.ok) {
    return impossible(`${stopped.reason}.`, 'With --immediate it is ended at once; no WAL is lost by that.');
  }
  const control = readControlFile(directory.value);
  return succeed({
    directory: directory.value,
    identifier: control?.identifier ?? null,
    wasRunning: server.process !== null,
    isShutDown: control?.isShutDown === true,
    logFile: server.logFile,
  });
};

export type RunningServer = {
  readonly directory: string;
  readonly identifier: string | null;
  readonly pid: number;
  readonly startedAt: string | null;
  /** False where it ran already. */
  readonly wasStarted: boolean;
  readonly logFile: string;
};

/** With the options of its last start, as `pg_ctl restart` does it. */
export const startOwnServer = async (
  {dataDirectory, confirmed, surroundings}: OwnServer,
  {logFile, timeoutMs}: {readonly logFile: string | null; readonly timeoutMs: number},
): Promise<Result<RunningServer, Hindrance>> => {
  const directory = checkPlace(dataDirectory, surroundings);
  if (!directory.ok) {
    return directory;
  }
  const found = checkIdentity(directory.value, confirmed);
  if (!found.ok) {
    return found;
  }
  if (found.value.state === 'empty') {
    return noCluster(directory.value);
  }
  if (isFenceMark(directory.value)) {
    return unsafe(
      `The server in ${directory.value} is fenced: started, it would be a standby that follows nobody.`,
      `Only if no other server took its place, release it: lifeboat backup fence --release --data ${directory.value}`,
    );
  }
  const server = findServer(directory.value);
  if (server.process === null && mayHideServers(directory.value)) {
    return unsafe(
      `A PostgreSQL server runs here that may work in ${directory.value}; only root sees where it does, and two on the same files destroy them.`,
      'Run this as root; or let the service manager start it that usually does.',
    );
  }
  const tools = await toolsOf(directory.value, server.words);
  if (!tools.ok) {
    return tools;
  }
  const started = await startAgain({
    directory: directory.value,
    tools: tools.value,
    words: server.words,
    logFile: logFile ?? server.logFile,
    socket: server.socket,
    timeoutMs,
  });
  return started.ok
    ? succeed({
        directory: directory.value,
        identifier: readControlFile(directory.value)?.identifier ?? null,
        wasStarted: server.process === null,
        ...started.value,
      })
    : started;
};

const noCluster = (directory: string): Result<never, Hindrance> =>
  unsafe(`${directory} holds no cluster.`, 'Name the data directory of the cluster, on the host of its server.');
