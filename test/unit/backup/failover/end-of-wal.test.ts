/** The end of a record, from a line of pg_waldump. */
import {expect, test} from 'vitest';
import {endOfRecord} from '../../../../src/backup/failover/end-of-wal.ts';

test('a record ends behind its whole length, with the images of pages that it holds', () => {
  expect(
    endOfRecord(
      'rmgr: Transaction len (rec/tot):     46/    46, tx:       1267, lsn: 0/BB3053E8, prev 0/BB3053A8, desc: COMMIT 2026-11-23 01:04:10.142555 UTC',
    ),
  ).toBe('0/BB305416');
  expect(
    endOfRecord(
      'rmgr: Heap        len (rec/tot):     54/  7734, tx:        743, lsn: 1/FFFFE1D0, prev 1/FFFFE190, desc: INSERT off 4 flags 0x00, blkref #0: rel 1663/5/16384 blk 0 FPW',
    ),
  ).toBe('2/6');
});

test('what is no record has no end', () => {
  expect(
    endOfRecord('pg_waldump: error: error in WAL record at 0/BB3053E8: invalid record length at 0/BB305418'),
  ).toBeNull();
});
