/** How much of the old primary's WAL its standby lacks: a number where anything says where that WAL ends. */
import {readControlFile} from '../../postgres/control-file.ts';
import {bytesOf} from '../base-backup.ts';
import {endOfWal, majorOf} from './end-of-wal.ts';
import type {OldSide} from './old-side.ts';
import {lookAtStandby, type StandbyState} from './standby-state.ts';

/**
 * A clean stop writes it down; of a killed server the last record says it, and of one that runs as a standby by the mark of its
 * fence, which writes none of its own. Null where nobody can tell.
 */
export const endOfOldWal = async (standby: string, side: OldSide | null): Promise<string | null> => {
  if (side === null || !isAtRest(side) || side.endLsn !== null) {
    return side?.endLsn ?? null;
  }
  const state = await lookAtStandby(standby, {isBrief: true});
  const [timeline, major] = [readControlFile(side.directory)?.timeline, majorOf(side.directory)];
  if (!state.ok || state.value.replayedLsn === null || timeline === undefined || major === null) {
    return null;
  }
  const end = await endOfWal({directory: side.directory, timeline, major, fromLsn: state.value.replayedLsn});
  return end.ok ? end.value : null;
};

const isAtRest = ({state, isFenced, directory}: OldSide): boolean =>
  state === 'stopped' || (state === 'running' && isFenced && readControlFile(directory)?.isInArchiveRecovery === true);

/** What was received is replayed at promotion, also where replay is behind. */
export const lackingBytes = (end: string | null, {receivedLsn, replayedLsn}: StandbyState): number | null => {
  if (end === null) {
    return null;
  }
  const lacks = [receivedLsn, replayedLsn].map(lsn => Number(bytesOf(end) - bytesOf(lsn ?? '0/0')));
  return Math.max(0, Math.min(...lacks));
};
