/** Up to where WAL is replayed on a side instance; the target itself is never included, but for the record of a restore point. */
import {fail, type Result, succeed} from '../base/result.ts';

export type RecoveryTarget =
  /** Just before the commit of this transaction: the most precise, it keeps what committed meanwhile. */
  | {readonly beforeXid: string}
  /** RFC 3339 with an offset; transactions that committed at or after it are left out. */
  | {readonly untilTime: string}
  /** As in 0/BAC8E5E0. */
  | {readonly untilLsn: string}
  /** A name that somebody gave a moment with pg_create_restore_point. */
  | {readonly restorePoint: string};

/** The target as settings of postgresql.conf. */
export const recoverySettings = (target: RecoveryTarget): Result<Readonly<Record<string, string>>> => {
  const setting = targetSetting(target);
  return setting.ok
    ? succeed({
        ...setting.value,
        recovery_target_inclusive: 'off',
        recovery_target_action: 'pause',
        recovery_target_timeline: 'latest',
      })
    : setting;
};

const targetSetting = (target: RecoveryTarget): Result<Readonly<Record<string, string>>> => {
  if ('restorePoint' in target) {
    // Longer ones cannot be made (MAXFNAMELEN of xlogdefs.h), and the server then refuses to start.
    return target.restorePoint !== '' && Buffer.byteLength(target.restorePoint) < 64
      ? succeed({recovery_target_name: target.restorePoint})
      : fail(`"${target.restorePoint}" is not the name of a restore point, which has 1 to 63 bytes`);
  }
  if ('beforeXid' in target) {
    return /^\d{1,20}$/.test(target.beforeXid)
      ? succeed({recovery_target_xid: target.beforeXid})
      : fail(`"${target.beforeXid}" is not a transaction number, such as 1267`);
  }
  if ('untilLsn' in target) {
    return /^[0-9A-Fa-f]{1,8}\/[0-9A-Fa-f]{1,8}$/.test(target.untilLsn)
      ? succeed({recovery_target_lsn: target.untilLsn})
      : fail(`"${target.untilLsn}" is not a WAL position, such as 0/BAC8E5E0`);
  }
  // Without an offset the server would take its own zone, and hours would be lost without a word.
  return /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d(:?\d\d)?)$/.test(target.untilTime)
    ? succeed({recovery_target_time: asServerTime(target.untilTime)})
    : fail(`"${target.untilTime}" is not a time with an offset, such as 2026-11-24T03:12:00Z`);
};

export const describeTarget = (target: RecoveryTarget): string => {
  if ('beforeXid' in target) {
    return `just before transaction ${target.beforeXid} committed`;
  }
  if ('restorePoint' in target) {
    return `the restore point ${target.restorePoint}`;
  }
  return 'untilLsn' in target ? `WAL position ${target.untilLsn}` : target.untilTime;
};

// When the server reads its configuration it knows no names of time zones yet, not even Z.
const asServerTime = (time: string): string => time.replace('T', ' ').replace('Z', '+00');
