/** WAL as records: segments in their order, page by page, each record with its checksum compared, as recovery itself would read them. */
import {crc32cNext} from '../drivers/crc32c.ts';
import {headOf} from './page-head.ts';

export type RawRecord = {
  /** Where it begins, in bytes of WAL. */
  readonly lsn: bigint;
  /** All of it, its header too (xlogrecord.h, XLogRecord). */
  readonly bytes: Buffer;
};

export type RecordReader = {
  /** The next segment, whole, and where it begins. False where no record can be read any more: recovery ends there. */
  readonly take: (segment: Buffer, startLsn: bigint) => boolean;
  /** Where the first byte lies that is no record, or the end of what was taken. */
  readonly endLsn: () => bigint;
};

export const recordHeaderBytes = 24;

/** XLogRecordMaxSize: what is longer is no length. */
const recordBytesMax = 1020 * 1024 * 1024;

type Pending = {readonly lsn: bigint; readonly total: number; readonly parts: Buffer[]; have: number};
type Reading = {readonly onRecord: (record: RawRecord) => boolean; pending: Pending | null; endLsn: bigint};
type Went = 'on' | 'to the next segment' | 'to the end';

/** Hands each record over; false ends the reading. */
export const readRecords = (onRecord: (record: RawRecord) => boolean): RecordReader => {
  const reading: Reading = {onRecord, pending: null, endLsn: 0n};
  return {
    endLsn: () => reading.endLsn,
    take: (segment, startLsn) => {
      const pageBytes = pageBytesOf(segment);
      const behind = startLsn + BigInt(segment.length);
      for (let at = 0; at < segment.length; at += pageBytes) {
        const place = {pageLsn: startLsn + BigInt(at), segment};
        const went = takePage(reading, segment.subarray(at, at + pageBytes), place);
        if (went !== 'on') {
          reading.endLsn = went === 'to the end' ? reading.endLsn : behind;
          return went === 'to the next segment';
        }
      }
      reading.endLsn = reading.pending?.lsn ?? behind;
      return true;
    },
  };
};

const takePage = (
  reading: Reading,
  page: Buffer,
  place: {readonly pageLsn: bigint; readonly segment: Buffer},
): Went => {
  const {pageLsn} = place;
  const head = headOf(page, place);
  reading.endLsn = reading.pending?.lsn ?? pageLsn;
  // A server that was killed in the middle of a record goes on behind it, and says so.
  reading.pending = head?.isOverwritten === true ? null : reading.pending;
  if (head === null || (reading.pending !== null && head.restBytes === 0)) {
    return 'to the end';
  }
  const {pending} = reading;
  if (pending === null) {
    // What is left of a record that began before the first segment is passed over.
    return takeRecords(reading, page, {from: aligned(head.bytes + head.restBytes), pageLsn});
  }
  const part = page.subarray(head.bytes, head.bytes + Math.min(pending.total - pending.have, page.length - head.bytes));
  pending.parts.push(part);
  pending.have += part.length;
  if (pending.have < pending.total) {
    return 'on';
  }
  reading.pending = null;
  const went = finish(reading, pending.lsn, Buffer.concat(pending.parts));
  return went === 'on' ? takeRecords(reading, page, {from: aligned(head.bytes + part.length), pageLsn}) : went;
};

type Place = {readonly from: number; readonly pageLsn: bigint};

const takeRecords = (reading: Reading, page: Buffer, {from, pageLsn}: Place): Went => {
  for (let at = from; at < page.length; ) {
    const lsn = pageLsn + BigInt(at);
    const total = page.readUInt32LE(at);
    if (total < recordHeaderBytes || total > recordBytesMax) {
      reading.endLsn = lsn;
      return 'to the end';
    }
    if (at + total > page.length) {
      reading.pending = {lsn, total, parts: [page.subarray(at)], have: page.length - at};
      return 'on';
    }
    const went = finish(reading, lsn, page.subarray(at, at + total));
    if (went !== 'on') {
      return went;
    }
    at = aligned(at + total);
  }
  return 'on';
};

const finish = (reading: Reading, lsn: bigint, bytes: Buffer): Went => {
  if (!hasItsChecksum(bytes) || !reading.onRecord({lsn, bytes})) {
    reading.endLsn = lsn;
    return 'to the end';
  }
  return isSwitch(bytes) ? 'to the next segment' : 'on';
};

/** The long header of the first page says how long pages are. */
const pageBytesOf = (segment: Buffer): number => {
  const said = segment.length >= 40 ? segment.readUInt32LE(36) : 0;
  return said >= 1024 && said <= 65_536 && (said & (said - 1)) === 0 ? said : 8192;
};

const aligned = (at: number): number => (at + 7) & ~7;

/** Of everything but the checksum itself, the header last (xloginsert.c, XLogRecordAssemble). */
const hasItsChecksum = (bytes: Buffer): boolean => {
  const data = crc32cNext(-1, bytes.subarray(recordHeaderBytes));
  return ~crc32cNext(data, bytes.subarray(0, 20)) === bytes.readInt32LE(20);
};

/** XLOG_SWITCH of the manager XLOG: the rest of its segment is empty. */
const isSwitch = (bytes: Buffer): boolean => bytes[17] === 0 && bytes[16] === 0x40;
