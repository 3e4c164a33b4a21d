/** The records that a recovery can stop at, and those that make a directory: ends of transactions, restore points, new tablespaces. */
import {type RawRecord, recordHeaderBytes} from './read-records.ts';

export type WalMark =
  | {
      readonly kind: 'end';
      /** Of the transaction; a prepared one has the number that it was prepared under. */
      readonly xid: string;
      readonly isCommit: boolean;
      readonly at: string;
      readonly lsn: bigint;
      readonly savepoints: readonly string[];
    }
  | {readonly kind: 'restore-point'; readonly name: string; readonly at: string; readonly lsn: bigint}
  | {readonly kind: 'tablespace'; readonly path: string; readonly lsn: bigint};

/** Null for all other records. Numbers and layouts as in rmgrlist.h, xact.h, pg_control.h, xlog_internal.h and tablespace.h, versions 9.5 to 18. */
export const markOf = ({lsn, bytes}: RawRecord, major: number): WalMark | null => {
  const manager = bytes[17];
  const info = bytes[16] ?? 0;
  if (manager === managers.transaction) {
    return endOf({lsn, bytes}, info, major);
  }
  const isPoint = manager === managers.log && (info & 0xf0) === 0x70;
  const isSpace = manager === managers.tablespace && (info & 0xf0) === 0x00;
  const data = isPoint || isSpace ? mainData(bytes) : null;
  if (data === null) {
    return null;
  }
  return isPoint
    ? {kind: 'restore-point', name: textAt(data, 8), at: timeAt(data, 0), lsn}
    : {kind: 'tablespace', path: textAt(data, 4), lsn};
};

const managers = {log: 0, transaction: 1, tablespace: 5};

/** COMMIT, ABORT, and both of a prepared transaction, by the operation's bits. */
const ends: ReadonlyMap<number, {readonly isCommit: boolean; readonly isPrepared: boolean}> = new Map([
  [0x00, {isCommit: true, isPrepared: false}],
  [0x20, {isCommit: false, isPrepared: false}],
  [0x30, {isCommit: true, isPrepared: true}],
  [0x40, {isCommit: false, isPrepared: true}],
]);

const endOf = ({lsn, bytes}: RawRecord, info: number, major: number): WalMark | null => {
  const operation = ends.get(info & 0x70);
  const data = operation === undefined ? null : mainData(bytes);
  if (operation === undefined || data === null) {
    return null;
  }
  const {savepoints, prepared} = (info & 0x80) === 0 ? nothingMore : moreOf(data, major);
  const own = bytes.readUInt32LE(4);
  return {
    kind: 'end',
    xid: String(operation.isPrepared ? (prepared ?? own) : own),
    isCommit: operation.isCommit,
    at: timeAt(data, 0),
    lsn,
    savepoints,
  };
};

type More = {readonly savepoints: readonly string[]; readonly prepared: number | null};

const nothingMore: More = {savepoints: [], prepared: null};

/** What follows the time, each part only where a bit says so (xact.h, XACT_XINFO_…): lists with their lengths before them. */
const bits = {database: 1, savepoints: 2, files: 4, invalidations: 8, prepared: 16, statistics: 256};
const statisticBytes = (major: number): number => (major >= 18 ? 16 : 12);

const moreOf = (data: Buffer, major: number): More => {
  const said = data.readUInt32LE(8);
  const has = (bit: number): boolean => (said & bit) !== 0;
  let at = 12 + (has(bits.database) ? 8 : 0);
  const skipList = (bit: number, itemBytes: number): void => {
    at += has(bit) ? 4 + data.readInt32LE(at) * itemBytes : 0;
  };
  const savepoints: string[] = [];
  if (has(bits.savepoints)) {
    const count = data.readInt32LE(at);
    for (let index = 0; index < count; index += 1) {
      savepoints.push(String(data.readUInt32LE(at + 4 + index * 4)));
    }
  }
  skipList(bits.savepoints, 4);
  skipList(bits.files, 12);
  skipList(bits.statistics, statisticBytes(major));
  skipList(bits.invalidations, 16);
  return {savepoints, prepared: has(bits.prepared) ? data.readUInt32LE(at) : null};
};

/** What the record is about, behind its header and those small parts that may come first; null where it tells of blocks too. */
const mainData = (bytes: Buffer): Buffer | null => {
  for (let at = recordHeaderBytes; at < bytes.length; ) {
    switch (bytes[at]) {
      case 255:
        return bytes.subarray(at + 2);
      case 254:
        return bytes.subarray(at + 5);
      case 253:
        at += 3;
        break;
      case 252:
        at += 5;
        break;
      default:
        return null;
    }
  }
  return null;
};

const textAt = (data: Buffer, from: number): string => {
  const end = data.indexOf(0, from);
  return data.toString('utf8', from, end === -1 ? data.length : end);
};

/** Microseconds since the year 2000 began, as RFC 3339 with all six digits. */
const timeAt = (data: Buffer, from: number): string => {
  const micros = data.readBigInt64LE(from) + 946_684_800_000_000n;
  const seconds = new Date(Number(micros / 1_000_000n) * 1000).toISOString().slice(0, 19);
  return `${seconds}.${String(micros % 1_000_000n).padStart(6, '0')}Z`;
};
