/** Why a target is not in the WAL that was read, in a sentence with a way out. */
import {formatLsn} from '../base-backup.ts';
import {describeTarget, type RecoveryTarget} from '../recovery-target.ts';
import type {Passage} from './passage.ts';

export const whyNotReached = (
  target: RecoveryTarget,
  {reach, lastKept, savepointOf, restorePoints}: Passage,
): string => {
  if (reach.broken !== null) {
    return `${reach.broken}; WAL can be replayed up to ${formatLsn(reach.endLsn)}${ago(lastKept)}, and ${describeTarget(target)} was not met by then; bring that segment from pg_wal of the server or of a standby`;
  }
  const readTo = `WAL was read from ${reach.firstSegment} to ${formatLsn(reach.endLsn)}`;
  if ('beforeXid' in target) {
    return savepointOf === null
      ? `no transaction ${target.beforeXid} ended there (${readTo}); it may be older than the backups, not archived yet, or still open`
      : `${target.beforeXid} is the number of a savepoint; name its transaction, ${savepointOf}`;
  }
  if ('restorePoint' in target) {
    const names = [...new Set(restorePoints)];
    return `there is no restore point ${target.restorePoint} (${readTo}); there ${names.length === 0 ? 'is none' : `are ${names.slice(0, namesMax).join(', ')}`}`;
  }
  return `the archived WAL ends before ${describeTarget(target)}: at ${formatLsn(reach.endLsn)}${ago(lastKept)}; make the server archive its current WAL (lifeboat backup archive-wal), or name an earlier moment`;
};

const namesMax = 8;

const ago = (last: Passage['lastKept']): string => (last === null ? '' : ` (its last commit: ${last.at})`);
