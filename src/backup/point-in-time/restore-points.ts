/** The moments that somebody gave a name, and the whole span that can be reached, as backups and archived WAL have them. */
import {fail, type Result, succeed} from '../../base/result.ts';
import {formatLsn} from '../base-backup.ts';
import type {KnownBackup} from '../drivers/driver.ts';
import {readMarks} from '../wal/read-marks.ts';
import type {WalArchive} from '../wal/wal-archive.ts';
import {type UsableBackup, usableBackups} from './usable-backups.ts';

export type RestorePoint = {
  readonly name: string;
  readonly at: string;
  readonly lsn: string;
  /** The backup that leads there; null for one that lies inside of the first backup. */
  readonly label: string | null;
};

export type RestorePoints = {
  /** Oldest first. */
  readonly restorePoints: readonly RestorePoint[];
  /** The earliest moment that can be reached, and the last transaction that is in the archive. */
  readonly from: {readonly label: string; readonly lsn: string | null; readonly at: string | null};
  readonly to: {readonly lsn: string; readonly lastCommittedAt: string | null};
  /** In a sentence, where WAL breaks off; null where it does not. */
  readonly broken: string | null;
};

type Points = {readonly name: string; readonly at: string; readonly lsn: bigint};

/** Reads all WAL from the oldest backup on. */
export const listRestorePoints = async (
  backups: readonly KnownBackup[],
  walOf: (backup: KnownBackup) => WalArchive,
): Promise<Result<RestorePoints>> => {
  const {usable, others} = await usableBackups(backups, {restorePoint: 'any'}, walOf);
  const oldest = usable.at(-1);
  if (oldest === undefined) {
    return fail(others.length === 0 ? 'there is no backup to begin with' : `no backup is whole: ${others.join('; ')}`);
  }
  const points: Points[] = [];
  let lastCommittedAt: string | null = null;
  const read = await readMarks({archive: walOf(oldest.backup), ...oldest}, mark => {
    if (mark.kind === 'restore-point') {
      points.push(mark);
    }
    lastCommittedAt = mark.kind === 'end' && mark.isCommit ? mark.at : lastCommittedAt;
    return true;
  });
  return read.ok
    ? succeed({
        restorePoints: points.map(({name, at, lsn}) => ({
          name,
          at,
          lsn: formatLsn(lsn),
          label: leadingTo(lsn, usable)?.backup.label ?? null,
        })),
        from: {label: oldest.backup.label, lsn: oldest.backup.stopLsn, at: oldest.backup.stoppedAt},
        to: {lsn: formatLsn(read.value.endLsn), lastCommittedAt},
        broken: read.value.broken,
      })
    : read;
};

/** The newest that was complete by then. */
const leadingTo = (lsn: bigint, usable: readonly UsableBackup[]): UsableBackup | undefined =>
  usable.find(({startLsn, stopLsn}) => (stopLsn ?? startLsn) <= lsn);
