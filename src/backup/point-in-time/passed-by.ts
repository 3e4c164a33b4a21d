/** Whether a recovery to a target would stop at a mark of the WAL: the same rules as the server has. */
import {bytesOf} from '../base-backup.ts';
import type {RecoveryTarget} from '../recovery-target.ts';
import type {WalMark} from '../wal/marks.ts';

/**
 * Before the end of a transaction, behind the record of a restore point (xlogrecovery.c, recoveryStopsBefore and
 * recoveryStopsAfter). A time is compared with the ends of all transactions, rolled back or not.
 */
export const stopsAt = (mark: WalMark, target: RecoveryTarget): boolean => {
  if ('untilLsn' in target) {
    return mark.lsn >= bytesOf(target.untilLsn);
  }
  if ('restorePoint' in target) {
    return mark.kind === 'restore-point' && mark.name === target.restorePoint;
  }
  if (mark.kind !== 'end') {
    return false;
  }
  return 'beforeXid' in target ? isSameXid(mark.xid, target.beforeXid) : mark.at >= inMicroseconds(target.untilTime);
};

/** A number may be given with its epoch, which records of the WAL do not have. */
export const isSameXid = (own: string, wanted: string): boolean => BigInt(own) === BigInt(wanted) % 4_294_967_296n;

/** RFC 3339 in UTC with six digits, so that times compare as texts; a Date has only three. */
export const inMicroseconds = (time: string): string => {
  const [, whole = '', fraction = '', zone = ''] = /^(.{19})(?:\.(\d+))?(Z|[+-]\d\d(?::?\d\d)?)$/.exec(time) ?? [];
  const [, sign = '+', hours = '00', minutes = '00'] = /^([+-])(\d\d):?(\d\d)?$/.exec(zone) ?? [];
  const seconds = new Date(`${whole.replace(' ', 'T')}${sign}${hours}:${minutes}`).toISOString().slice(0, 19);
  return `${seconds}.${fraction.slice(0, 6).padEnd(6, '0')}Z`;
};
