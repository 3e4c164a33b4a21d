/** What is no WAL, or is WAL of another place, ends the reading where it begins; nothing is read out of it. */
import {expect, test} from 'vitest';
import {readRecords} from '../../../../src/backup/wal/read-records.ts';

const read = (segment: Buffer, startLsn = 0x1000000n) => {
  const lsns: bigint[] = [];
  const reader = readRecords(({lsn}) => lsns.push(lsn) > 0);
  return {goesOn: reader.take(segment, startLsn), endLsn: reader.endLsn(), lsns};
};

/** The first page of a segment, with nothing behind its head. */
const emptyPage = (pageLsn: bigint): Buffer => {
  const page = Buffer.alloc(8192);
  page.writeUInt16LE(0xd110, 0);
  page.writeUInt16LE(2, 2);
  page.writeBigUInt64LE(pageLsn, 8);
  page.writeUInt32LE(8192, 36);
  return page;
};

test('an empty segment, a file of something else and a recycled one have no record', () => {
  expect(read(Buffer.alloc(1024 * 1024))).toEqual({goesOn: false, endLsn: 0x1000000n, lsns: []});
  expect(read(Buffer.from('no WAL at all'))).toEqual({goesOn: false, endLsn: 0x1000000n, lsns: []});
  expect(read(emptyPage(0x2000000n))).toEqual({goesOn: false, endLsn: 0x1000000n, lsns: []});
});

test('reading ends behind the head of a page where no record begins', () => {
  expect(read(emptyPage(0x1000000n))).toEqual({goesOn: false, endLsn: 0x1000028n, lsns: []});
});

test('a record whose checksum differs is none, whatever length it claims', () => {
  const page = emptyPage(0x1000000n);
  page.writeUInt32LE(48, 40);
  expect(read(page)).toEqual({goesOn: false, endLsn: 0x1000028n, lsns: []});
  page.writeUInt32LE(0xffff_ffff, 40);
  expect(read(page)).toEqual({goesOn: false, endLsn: 0x1000028n, lsns: []});
});
