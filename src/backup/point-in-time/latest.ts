/** Everything that backups and archived WAL have, as a target: the place of the last record that can be read. */
import {fail, type Result, succeed} from '../../base/result.ts';
import {formatLsn} from '../base-backup.ts';
import type {KnownBackup} from '../drivers/driver.ts';
import type {RecoveryTarget} from '../recovery-target.ts';
import {readMarks} from '../wal/read-marks.ts';
import type {WalArchive} from '../wal/wal-archive.ts';
import {usableBackups} from './usable-backups.ts';

/**
 * A segment that was ended before it was full closes with a record that says so, and that one alone is then left out. WAL that
 * breaks off though there is more behind is a reason: whoever wants all of it does not want half.
 */
export const latestTarget = async (
  backups: readonly KnownBackup[],
  walOf: (backup: KnownBackup) => WalArchive,
): Promise<Result<RecoveryTarget>> => {
  const {usable, others} = await usableBackups(backups, {restorePoint: 'any'}, walOf);
  const [newest] = usable;
  if (newest === undefined) {
    return fail(others.length === 0 ? 'there is no backup to begin with' : `no backup is whole: ${others.join('; ')}`);
  }
  const read = await readMarks({archive: walOf(newest.backup), ...newest}, () => true);
  if (!read.ok) {
    return read;
  }
  const {broken, lastLsn} = read.value;
  return broken === null ? succeed({untilLsn: formatLsn(lastLsn)}) : fail(broken);
};
