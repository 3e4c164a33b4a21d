/** Fences an old primary on its own host: stopped, and marked so that whatever starts it again gets a server without writes. */
import {type Result, succeed} from '../../base/result.ts';
import {readControlFile} from '../../postgres/control-file.ts';
import {findServer} from '../../postgres/found-server.ts';
import {serversIn, walSendersIn} from '../../postgres/process-identity.ts';
import {stopServer} from '../../postgres/server.ts';
import {findOwner} from '../../postgres/server-user.ts';
import {type Hindrance, impossible, unsafe} from '../in-place/hindrance.ts';
import type {Surroundings} from '../in-place/place.ts';
import {removeFenceMark, setFenceMark} from './fence-mark.ts';
import {lookAtOldSide, type OldSide} from './old-side.ts';
import {remainsStandby} from './remains-standby.ts';

export type Fencing = {
  readonly dataDirectory: string;
  readonly surroundings: Surroundings;
  /** Of the cluster that is fenced; another one is refused. */
  readonly identifier: string | undefined;
  /** How long a stop in good order may take; then it is ended as by a crash, which loses nothing that was committed. */
  readonly withinMs: number;
};

export type Fenced = OldSide & {
  /** True where nothing of it runs, or only as a standby by our mark, and nothing can start it so that it takes writes. */
  readonly fenced: boolean;
  readonly wasRunning: boolean;
  /** In a sentence: what shows it. */
  readonly proof: string;
};

/** Looks only. */
export const lookAtFence = (fencing: Fencing): Result<Fenced, Hindrance> => {
  const seen = lookAtOldSide(fencing.dataDirectory, fencing.surroundings, fencing.identifier);
  return seen.ok ? succeed(described(seen.value, false)) : seen;
};

/**
 * May be done again. The mark is set before the stop too: a service manager that starts the server at once must not get a
 * primary. A directory that is not here is refused, because a path of another host looks the same.
 */
export const fence = async (fencing: Fencing): Promise<Result<Fenced, Hindrance>> => {
  const seen = lookAtOldSide(fencing.dataDirectory, fencing.surroundings, fencing.identifier);
  if (!seen.ok) {
    return seen;
  }
  const {directory, state} = seen.value;
  if (state === 'gone') {
    return unsafe(
      `${directory} holds no cluster here, so it cannot be told whether its server is stopped.`,
      'Run this on the host of the old primary; where that is lost, see to it that it cannot come back, and say so when you promote.',
    );
  }
  const left = existsOnly(directory) ? findOwner(directory) : null;
  if (left?.ok === false) {
    return impossible(`${left.reason}.`, 'Fence it by hand: stop it, and keep everybody from starting it.');
  }
  try {
    if (left?.ok === true) {
      setFenceMark(directory, left.value);
    }
    const stopped = await stop(directory, fencing.withinMs);
    if (!stopped.ok) {
      return impossible(
        `${stopped.reason}.`,
        'Switch its host, its network or its disk off, and say so when you promote.',
      );
    }
  } catch (thrown) {
    return impossible(
      `The old primary cannot be fenced: ${thrown instanceof Error ? thrown.message : String(thrown)}.`,
      'Switch its host, its network or its disk off, and say so when you promote.',
    );
  }
  const after = lookAtOldSide(fencing.dataDirectory, fencing.surroundings, fencing.identifier);
  return after.ok ? succeed(described(after.value, state === 'running')) : after;
};

/**
 * Takes the mark away again, so that a start gives a primary; it starts nothing. Where its standby is named, only while that is one
 * and nobody has told it to promote.
 */
export const releaseFence = async (
  fencing: Fencing,
  standby?: string,
): Promise<Result<Fenced & {readonly released: boolean}, Hindrance>> => {
  const remains = standby === undefined ? succeed(undefined) : await remainsStandby(standby);
  if (!remains.ok) {
    return remains;
  }
  const seen = lookAtOldSide(fencing.dataDirectory, fencing.surroundings, fencing.identifier);
  if (!seen.ok) {
    return seen;
  }
  try {
    const released = removeFenceMark(seen.value.directory);
    const after = lookAtOldSide(fencing.dataDirectory, fencing.surroundings, fencing.identifier);
    return after.ok ? succeed({...described(after.value, false), released}) : after;
  } catch (thrown) {
    return impossible(
      `The mark cannot be taken away: ${thrown instanceof Error ? thrown.message : String(thrown)}.`,
      'Remove standby.signal from the directory by hand.',
    );
  }
};

const existsOnly = (directory: string): boolean => readControlFile(directory) !== null;

const stop = async (directory: string, withinMs: number): Promise<Result<void>> => {
  const letting = letSendersGo(directory);
  const fast = await stopServer(directory, 'fast', withinMs).finally(() => clearInterval(letting));
  return fast.ok ? fast : stopServer(directory, 'immediate');
};

const lookEveryMs = 100;
/** For a standby that listens: it has the last record long before. */
const senderGraceMs = 1_000;

/**
 * Its last checkpoint is written, and what is left is to tell the standbys: to one that is cut off silently it would talk for
 * a minute (wal_sender_timeout), while nobody serves anybody.
 */
const letSendersGo = (directory: string): NodeJS.Timeout => {
  let sinceMs: number | null = null;
  return setInterval(() => {
    if (readControlFile(directory)?.isShutDown !== true) {
      return;
    }
    sinceMs ??= performance.now();
    if (performance.now() - sinceMs > senderGraceMs) {
      for (const {pid} of walSendersIn(directory)) {
        endSender(pid);
      }
    }
  }, lookEveryMs);
};

const endSender = (pid: number): void => {
  try {
    process.kill(pid, 'SIGTERM');
  } catch {
    // It has ended by itself.
  }
};

const described = (side: OldSide, wasRunning: boolean): Fenced => {
  const isHarmless = side.state === 'running' && readControlFile(side.directory)?.isInArchiveRecovery === true;
  const fenced = side.isFenced && (isHarmless || (!side.mayBeHidden && isQuiet(side)));
  return {...side, fenced, wasRunning, proof: proofOf(side, fenced)};
};

const isQuiet = ({state, directory}: OldSide): boolean =>
  state === 'stopped' && findServer(directory).process === null && (serversIn(directory) ?? []).length === 0;

const proofOf = (side: OldSide, fenced: boolean): string => {
  if (fenced) {
    return side.state === 'running'
      ? `the server in ${side.directory} runs as a standby by the mark of the fence`
      : `no process works in ${side.directory}, and a server that is started there stays a standby`;
  }
  if (side.mayBeHidden) {
    return `a PostgreSQL server runs here that may work in ${side.directory}; only root sees where it does`;
  }
  return side.state === 'running'
    ? `a server runs in ${side.directory}`
    : side.state === 'gone'
      ? `${side.directory} holds no cluster here, which proves nothing`
      : `nothing runs in ${side.directory}, and whatever starts it gets a server that takes writes`;
};
