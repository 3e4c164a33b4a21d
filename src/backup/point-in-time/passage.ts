/** The way through the WAL from a backup to a target: what is kept, what is left out, and whether every record is there. */
import {type Result, succeed} from '../../base/result.ts';
import {bytesOf} from '../base-backup.ts';
import type {RecoveryTarget} from '../recovery-target.ts';
import type {WalMark} from '../wal/marks.ts';
import {type MarksRequest, readMarks, type WalReach} from '../wal/read-marks.ts';
import {isSameXid, stopsAt} from './passed-by.ts';

export type PassageRequest = MarksRequest & {readonly target: RecoveryTarget};

type Place = {readonly lsn: bigint; readonly at: string | null};
type Ended = {readonly xid: string; readonly at: string; readonly isCommit: boolean};

export type Passage = {
  /** Where recovery stops; null where it never does. */
  readonly found: Place | null;
  /** A second restore point of the same name behind the same backup, which recovery by name does not reach. */
  readonly again: Place | null;
  readonly lastKept: Ended | null;
  /** When the last one ended, committed or rolled back. */
  readonly lastEndedAt: string | null;
  readonly firstLeftOut: Ended | null;
  /** Where the transaction that was asked for is a savepoint of another one: the other one. */
  readonly savepointOf: string | null;
  /** Directories that tablespaces were made in on the way. */
  readonly tablespaces: readonly string[];
  /** Names of all restore points on the way. */
  readonly restorePoints: readonly string[];
  readonly reach: WalReach;
};

/** Reads until it is known where recovery stops; for a name to the end, because the same may come again. */
export const readPassage = async (request: PassageRequest): Promise<Result<Passage>> => {
  const {target} = request;
  let found: Place | null = null;
  let again: Place | null = null;
  let lastKept: Ended | null = null;
  let lastEndedAt: string | null = null;
  let firstLeftOut: Ended | null = null;
  let savepointOf: string | null = null;
  const tablespaces: string[] = [];
  const restorePoints: string[] = [];

  const pass = (mark: WalMark): void => {
    switch (mark.kind) {
      case 'end':
        lastKept = mark.isCommit ? ended(mark) : lastKept;
        lastEndedAt = mark.at;
        savepointOf = 'beforeXid' in target && hasSavepoint(mark, target.beforeXid) ? mark.xid : savepointOf;
        break;
      case 'restore-point':
        restorePoints.push(mark.name);
        break;
      case 'tablespace':
        tablespaces.push(mark.path);
    }
  };

  const read = await readMarks(request, mark => {
    const isTarget = stopsAt(mark, target);
    if (found === null && !isTarget) {
      pass(mark);
      return true;
    }
    if (isTarget && mark.kind === 'restore-point' && 'restorePoint' in target) {
      again = found === null ? null : {lsn: mark.lsn, at: mark.at};
      found ??= {lsn: mark.lsn, at: mark.at};
      return again === null;
    }
    found ??= {lsn: 'untilLsn' in target ? bytesOf(target.untilLsn) : mark.lsn, at: null};
    firstLeftOut ??= mark.kind === 'end' ? ended(mark) : null;
    return 'restorePoint' in target || firstLeftOut === null;
  });
  if (!read.ok) {
    return read;
  }
  // Any record there ends recovery, also one that is no mark.
  const isPassed = found === null && 'untilLsn' in target && read.value.lastLsn >= bytesOf(target.untilLsn);
  const place = isPassed ? {lsn: bytesOf(target.untilLsn), at: null} : found;
  return succeed({
    found: place,
    again,
    lastKept,
    lastEndedAt,
    firstLeftOut,
    savepointOf,
    tablespaces,
    restorePoints,
    reach: read.value,
  });
};

const ended = ({xid, at, isCommit}: WalMark & {readonly kind: 'end'}): Ended => ({xid, at, isCommit});

const hasSavepoint = ({savepoints}: WalMark & {readonly kind: 'end'}, wanted: string): boolean =>
  savepoints.some(one => isSameXid(one, wanted));
