/** What is left of the old primary on its own host: its directory, its processes, and where its WAL ends. */
import {existsSync} from 'node:fs';
import {join} from 'node:path';
import {type Result, succeed} from '../../base/result.ts';
import {readControlFile} from '../../postgres/control-file.ts';
import {findServer} from '../../postgres/found-server.ts';
import {mayHideServers, postmastersIn, serversIn} from '../../postgres/process-identity.ts';
import {formatLsn} from '../base-backup.ts';
import {type Hindrance, unsafe} from '../in-place/hindrance.ts';
import {checkIdentity} from '../in-place/identity.ts';
import {checkPlace, type Surroundings} from '../in-place/place.ts';
import {isFenceMark} from './fence-mark.ts';

export type OldSide = {
  /**
   * `running`: its server or processes of it are alive; `stopped`: its files are there and nothing runs on them; `gone`: no file
   * of it is here, which also a path of another host looks like.
   */
  readonly state: 'running' | 'stopped' | 'gone';
  readonly directory: string;
  readonly identifier: string | null;
  /** RFC 3339: since when its server runs, or when the last one was started; null where nothing says so. */
  readonly startedAt: string | null;
  /** Whether it was shut down in good order: then its WAL ends where its last checkpoint stands. */
  readonly isShutDown: boolean;
  /** Where its WAL ends, of one that was shut down; of another one nothing here says so. */
  readonly endLsn: string | null;
  /** Whether whatever starts it again gets a server that takes no writes. */
  readonly isFenced: boolean;
  /**
   * Nothing of it was seen to run, and a server runs here that may be it: the system does not tell us where that works, as with
   * one of another account, or in a container.
   */
  readonly mayBeHidden: boolean;
};

/** Looks only. A directory of another cluster, or of a standby, is refused: it would be taken for the primary that is gone. */
export const lookAtOldSide = (
  path: string,
  surroundings: Surroundings,
  identifier?: string,
): Result<OldSide, Hindrance> => {
  const place = checkPlace(path, surroundings);
  if (!place.ok) {
    return place;
  }
  const directory = place.value;
  const isThere = existsSync(join(directory, 'global/pg_control')) || existsSync(join(directory, 'PG_VERSION'));
  if (!isThere) {
    // Of a directory that was removed, what worked in it may live on.
    const left = serversIn(directory) ?? [];
    const mayBeHidden = left.length === 0 && mayHideServers(directory);
    return succeed({...nothing, directory, state: left.length > 0 ? 'running' : 'gone', mayBeHidden});
  }
  const known = checkIdentity(directory, {identifier});
  if (!known.ok) {
    return known;
  }
  if (existsSync(join(directory, 'standby.signal')) && !isFenceMark(directory)) {
    return unsafe(
      `${directory} is the directory of a standby, not of the primary.`,
      'Name the data directory of the primary.',
    );
  }
  return succeed(described(directory));
};

const described = (directory: string): OldSide => {
  const server = findServer(directory);
  const control = readControlFile(directory);
  const isRunning = server.process !== null || (postmastersIn(directory) ?? []).length > 0;
  const isShutDown = !isRunning && control?.isShutDown === true;
  return {
    state: isRunning ? 'running' : 'stopped',
    directory,
    identifier: control?.identifier ?? null,
    startedAt: server.startedAtMs === null ? null : new Date(server.startedAtMs).toISOString(),
    isShutDown,
    endLsn: isShutDown && control !== null ? formatLsn(endBefore(control.checkpointLsn)) : null,
    isFenced: isFenceMark(directory),
    mayBeHidden: !isRunning && mayHideServers(directory),
  };
};

const pageBytes = 8_192n;
/** The head of a page of WAL, longer at the beginning of a segment (xlog_internal.h, SizeOfXLogShortPHD and SizeOfXLogLongPHD). */
const pageHeads: readonly bigint[] = [24n, 40n];

/**
 * A stop ends the segment for the archive and writes its checkpoint into the next one, which nobody archives: all that was
 * committed ends where that one begins.
 */
const endBefore = (checkpoint: bigint): bigint => {
  const head = checkpoint % pageBytes;
  return pageHeads.includes(head) ? checkpoint - head : checkpoint;
};

const nothing: Omit<OldSide, 'directory' | 'state' | 'mayBeHidden'> = {
  identifier: null,
  startedAt: null,
  isShutDown: false,
  endLsn: null,
  isFenced: false,
};
