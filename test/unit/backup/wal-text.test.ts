/** The lines of pg_waldump, in the spelling of 15 and in that of 16 and later. */

import {expect, test} from 'vitest';
import {parseWalLine} from '../../../src/backup/wal-text.ts';

const heap = 'rmgr: Heap        len (rec/tot):     54/    54, tx:       1267, lsn: 0/BB3053E8, prev 0/BB3053A0, desc:';

test.each([
  `${heap} DELETE off 5 flags 0x00 KEYS_UPDATED , blkref #0: rel 1663/16384/16422 blk 12`,
  `${heap} DELETE off 5 flags 0x00 KEYS_UPDATED , blkref #0: rel 1663/16384/16422 blk 12 FPW`,
  `${heap} DELETE xmax: 1267, off: 5, infobits: [KEYS_UPDATED], flags: 0x00, blkref #0: rel 1663/16384/16422 blk 12`,
])('a deletion names the address of its row: %s', line => {
  expect(parseWalLine(line)).toEqual({
    kind: 'delete',
    xid: '1267',
    lsn: '0/BB3053E8',
    database: 16384,
    filenode: 16422,
    ctid: '(12,5)',
  });
});

test.each([
  `${heap} UPDATE off 5 xmax 1267 flags 0x00 ; new off 6 xmax 0, blkref #0: rel 1663/16384/16422 blk 13, blkref #1: rel 1663/16384/16422 blk 12`,
  `${heap} HOT_UPDATE off 5 xmax 1267 flags 0x20 ; new off 6 xmax 0, blkref #0: rel 1663/16384/16422 blk 12 FPW`,
  `${heap} UPDATE old_xmax: 1267, old_off: 5, old_infobits: [], flags: 0x00, new_xmax: 0, new_off: 6, blkref #0: rel 1663/16384/16422 blk 13, blkref #1: rel 1663/16384/16422 blk 12`,
])('an update names the address that its row had: %s', line => {
  expect(parseWalLine(line, 'update')).toMatchObject({kind: 'delete', filenode: 16422, ctid: '(12,5)'});
  expect(parseWalLine(line)).toBeNull();
});

test('a commit has its time and its savepoints, a prepared one its own number', () => {
  const line = (desc: string) =>
    `rmgr: Transaction len (rec/tot):     34/    34, tx:       1267, lsn: 0/BB40, prev 0/BB00, desc: ${desc}`;
  const commit = {kind: 'commit', xid: '1267', lsn: '0/BB40', at: '2026-11-24T01:04:10.142555Z'};
  expect(parseWalLine(line('COMMIT 2026-11-24 01:04:10.142555 UTC'))).toEqual({...commit, savepoints: []});
  expect(
    parseWalLine(line('COMMIT 2026-11-24 01:04:10.142555 UTC; subxacts: 1268 1269; inval msgs: catcache 36')),
  ).toEqual({...commit, savepoints: ['1268', '1269']});
  expect(parseWalLine(line('COMMIT_PREPARED 1250: 2026-11-24 01:04:10.142555 UTC'))).toEqual({
    ...commit,
    xid: '1250',
    savepoints: [],
  });
  expect(parseWalLine(line('ABORT 2026-11-24 01:04:10.142555 UTC'))).toBeNull();
});

test('all else is passed over', () => {
  expect(
    parseWalLine(
      'rmgr: Standby     len (rec/tot):     50/    50, tx:          0, lsn: 0/1C28, prev 0/1BF0, desc: RUNNING_XACTS nextXid 731 latestCompletedXid 730 oldestRunningXid 731',
    ),
  ).toEqual({kind: 'running', nextXid: 731});
  expect(parseWalLine(`${heap} INSERT off 5 flags 0x00, blkref #0: rel 1663/16384/16422 blk 12`)).toBeNull();
  expect(parseWalLine('')).toBeNull();
});
