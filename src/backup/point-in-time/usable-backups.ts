/** Backups that a recovery to a target could begin with, as far as can be told before any WAL is read. */
import {bytesOf} from '../base-backup.ts';
import type {KnownBackup} from '../drivers/driver.ts';
import type {RecoveryTarget} from '../recovery-target.ts';
import type {WalArchive} from '../wal/wal-archive.ts';
import {segmentAt} from '../wal-segment.ts';

export type UsableBackup = {
  readonly backup: KnownBackup;
  readonly startLsn: bigint;
  /** Where it was complete; null where neither it nor the archive says so. */
  readonly stopLsn: bigint | null;
  readonly timeline: number;
  readonly major: number;
  readonly identifier: string | null;
};

export type Usable = {
  /** The newest first. */
  readonly usable: readonly UsableBackup[];
  /** Why others are not, each in a sentence. */
  readonly others: readonly string[];
};

/** A time or a position tells at once which were complete by then; a transaction or a name does so when it is found. */
export const usableBackups = async (
  backups: readonly KnownBackup[],
  target: RecoveryTarget,
  walOf: (backup: KnownBackup) => WalArchive,
): Promise<Usable> => {
  const usable: UsableBackup[] = [];
  const others: string[] = [];
  for (const backup of backups.toReversed()) {
    const found = await placesOf(backup, walOf(backup));
    const why = found === null ? 'does not say where its WAL begins' : whyNot(found, target);
    if (found !== null && why === null) {
      usable.push(found);
    } else {
      others.push(`${backup.label} ${why}`);
    }
  }
  return {usable, others};
};

const placesOf = async (backup: KnownBackup, archive: WalArchive): Promise<UsableBackup | null> => {
  const {startLsn, stopLsn, timeline, major, identifier} = backup;
  if (startLsn === null || timeline === null || major === null) {
    return null;
  }
  const stop = stopLsn === null ? await endInArchive(archive, startLsn) : bytesOf(stopLsn);
  return {backup, startLsn: bytesOf(startLsn), stopLsn: stop, timeline, major, identifier};
};

const whyNot = ({backup, stopLsn}: UsableBackup, target: RecoveryTarget): string | null => {
  const {problems, stoppedAt, startedAt} = backup;
  if (problems.length > 0) {
    return `is not whole: ${problems[0]}`;
  }
  if ('untilTime' in target) {
    // What cannot be read as a time is decided by its WAL.
    const isLate = Date.parse(stoppedAt ?? startedAt ?? '') > Date.parse(target.untilTime);
    return isLate ? `ended at ${stoppedAt ?? startedAt}, which is later` : null;
  }
  const isBehind = 'untilLsn' in target && stopLsn !== null && stopLsn > bytesOf(target.untilLsn);
  return isBehind ? `ends at ${backup.stopLsn ?? 'a later place'}, which is behind it` : null;
};

/** `SEGMENT.OFFSET.backup`, which the server archives when a backup ends (PostgreSQL manual, "Making a Base Backup"). */
const endInArchive = async (archive: WalArchive, startLsn: string): Promise<bigint | null> => {
  const names = [...(archive.names ?? [])].filter(name => /^[0-9A-F]{24}\.[0-9A-F]{8}\.backup$/.test(name));
  const begins = bytesOf(startLsn);
  for (const name of names.filter(one => isOf(one, begins))) {
    const text = (await archive.read(name))?.toString('utf8') ?? '';
    const [, start] = /^START WAL LOCATION: (\S+)/m.exec(text) ?? [];
    const [, stop] = /^STOP WAL LOCATION: (\S+)/m.exec(text) ?? [];
    if (start !== undefined && stop !== undefined && bytesOf(start) === begins) {
      return bytesOf(stop);
    }
  }
  return null;
};

/** By the offset in its name, which says enough to read only a few of thousands. */
const isOf = (name: string, startLsn: bigint): boolean => {
  const offset = BigInt(`0x${name.slice(25, 33)}`);
  for (let segmentBytes = 1n << 20n; segmentBytes <= 1n << 30n; segmentBytes *= 2n) {
    const segment = segmentAt(startLsn, {timeline: name.slice(0, 8), segmentBytes});
    if (startLsn % segmentBytes === offset && segment === name.slice(0, 24)) {
      return true;
    }
  }
  return false;
};
