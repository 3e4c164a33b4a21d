/** Whether a moment can be reached, looked at before anything starts: which backup leads there, and every record of WAL up to it. */
import {fail, type Result, succeed} from '../../base/result.ts';
import {formatLsn} from '../base-backup.ts';
import type {KnownBackup} from '../drivers/driver.ts';
import {describeTarget, type RecoveryTarget, recoverySettings} from '../recovery-target.ts';
import type {WalArchive} from '../wal/wal-archive.ts';
import {type Passage, readPassage} from './passage.ts';
import {inMicroseconds} from './passed-by.ts';
import {type UsableBackup, usableBackups} from './usable-backups.ts';
import {whyNotReached} from './why-not-reached.ts';

export type TargetRequest = {
  readonly target: RecoveryTarget;
  /** Oldest first. */
  readonly backups: readonly KnownBackup[];
  /** Only this one. */
  readonly label?: string | undefined;
  /** WAL that a restore of the backup would have. */
  readonly walOf: (backup: KnownBackup) => WalArchive;
  readonly nowMs: number;
};

type Ended = {readonly xid: string; readonly at: string};

export type CheckedTarget = {
  readonly target: string;
  /** The backup to begin with: the newest that was complete before the moment. */
  readonly label: string;
  readonly backup: string | null;
  readonly backupStartedAt: string | null;
  readonly backupStoppedAt: string | null;
  /** Where recovery stops. */
  readonly lsn: string;
  /** When that was: the time that was asked for, else of the restore point or of the first transaction that is left out. */
  readonly moment: string | null;
  /** When the last transaction ended before it, also one that was rolled back: what a restored server says of itself. */
  readonly lastEndedAt: string | null;
  /** The last transaction that is kept, and the first that is not; null where the WAL has none. */
  readonly lastKept: Ended | null;
  readonly firstLeftOut: (Ended & {readonly isCommit: boolean}) | null;
  readonly timeline: number;
  readonly firstSegment: string;
  readonly lastSegment: string;
  readonly segments: number;
  /** Directories that replay would make tablespaces in: a side instance on the host of production would write into production's. */
  readonly newTablespaces: readonly string[];
  /** What a person should know besides, in sentences. */
  readonly notes: readonly string[];
};

/** Changes nothing. Fails with what is in the way, and a way out. */
export const checkTarget = async (request: TargetRequest): Promise<Result<CheckedTarget>> => {
  const {target, walOf, nowMs} = request;
  const settings = recoverySettings(target);
  if (!settings.ok) {
    return settings;
  }
  if ('untilTime' in target && Date.parse(target.untilTime) > nowMs) {
    return fail(`${target.untilTime} lies in the future; name a moment that has passed`);
  }
  const backups = withLabel(request);
  if (!backups.ok) {
    return backups;
  }
  const {usable, others} = await usableBackups(backups.value, target, walOf);
  if (usable.length === 0) {
    return fail(
      `no backup was complete before ${describeTarget(target)}: ${others.join('; ')}; name a later moment, or bring an older backup there`,
    );
  }
  return search(request, usable);
};

const withLabel = ({backups, label}: TargetRequest): Result<readonly KnownBackup[]> => {
  const chosen = label === undefined ? backups : backups.filter(one => one.label === label);
  if (chosen.length > 0) {
    return succeed(chosen);
  }
  return fail(
    label === undefined
      ? 'there is no backup to begin with'
      : `there is no backup ${label}; there are ${backups.map(one => one.label).join(', ') || 'none'}`,
  );
};

/** From the newest on. What was read with a newer backup is not read again, until the moment is found to lie inside of one. */
const search = async (request: TargetRequest, usable: readonly UsableBackup[]): Promise<Result<CheckedTarget>> => {
  const {target, walOf} = request;
  const reasons: string[] = [];
  let missed: Passage | null = null;
  let untilLsn: bigint | undefined;
  for (const one of usable) {
    const passage = await readPassage({target, ...one, archive: walOf(one.backup), untilLsn});
    if (!passage.ok) {
      reasons.push(`${one.backup.label}: ${passage.reason}`);
      continue;
    }
    const {found, again} = passage.value;
    if (found === null) {
      missed = together(passage.value, missed);
      if (isKnownByNow(target, passage.value)) {
        break;
      }
      untilLsn = one.startLsn;
    } else if (again !== null) {
      return fail(ambiguous(target, [found, again]));
    } else if (one.stopLsn !== null && found.lsn < one.stopLsn) {
      reasons.push(`the backup ${one.backup.label} was still being taken then`);
      untilLsn = undefined;
    } else {
      return succeed(describe(target, one, {...passage.value, found}));
    }
  }
  return fail([...reasons, ...(missed === null ? [] : [whyNotReached(target, missed)])].join('; '));
};

/** An older backup leads through the same WAL; a time and a position are not in what is older. */
const isKnownByNow = (target: RecoveryTarget, {reach}: Passage): boolean =>
  reach.broken !== null || 'untilTime' in target || 'untilLsn' in target;

/** What was read with an older backup, and behind it with newer ones. */
const together = (older: Passage, newer: Passage | null): Passage =>
  newer === null || older.reach.broken !== null
    ? older
    : {
        ...older,
        savepointOf: older.savepointOf ?? newer.savepointOf,
        restorePoints: [...older.restorePoints, ...newer.restorePoints],
        reach: {...older.reach, endLsn: newer.reach.endLsn},
      };

const ambiguous = (
  target: RecoveryTarget,
  places: readonly {readonly lsn: bigint; readonly at: string | null}[],
): string =>
  `the WAL has ${describeTarget(target)} more than once (${places.map(({lsn, at}) => `${formatLsn(lsn)} at ${at}`).join(', ')}); say which one by its position, with --before-lsn`;

const describe = (
  target: RecoveryTarget,
  {backup, stopLsn}: UsableBackup,
  {
    found,
    lastKept,
    lastEndedAt,
    firstLeftOut,
    tablespaces,
    reach,
  }: Passage & {readonly found: NonNullable<Passage['found']>},
): CheckedTarget => ({
  target: describeTarget(target),
  label: backup.label,
  backup: backup.path,
  backupStartedAt: backup.startedAt,
  backupStoppedAt: backup.stoppedAt,
  lsn: formatLsn(found.lsn),
  moment: 'untilTime' in target ? inMicroseconds(target.untilTime) : (found.at ?? firstLeftOut?.at ?? lastEndedAt),
  lastEndedAt,
  lastKept,
  firstLeftOut,
  timeline: reach.timeline,
  firstSegment: reach.firstSegment,
  lastSegment: reach.lastSegment,
  segments: reach.segments,
  newTablespaces: tablespaces,
  notes: [
    ...(stopLsn === null
      ? ['Where the backup ends is not known, so replay decides whether the moment lies behind it.']
      : []),
    ...(lastKept === null ? ['No transaction ended between the backup and this moment.'] : []),
    ...(firstLeftOut?.isCommit === false && 'beforeXid' in target
      ? [`Transaction ${firstLeftOut.xid} was rolled back, so nothing of it was ever there.`]
      : []),
    ...(reach.otherTimelines.length > 0
      ? [
          `The archive has timeline ${reach.otherTimelines.join(' and ')} too, which was left when a server was restored or promoted; this moment is one of timeline ${reach.timeline}.`,
        ]
      : []),
  ],
});
