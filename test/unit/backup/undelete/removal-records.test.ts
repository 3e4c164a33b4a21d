/** The records that say what a transaction removed, as pg_waldump and pg_walinspect write them. */
import {expect, test} from 'vitest';
import {parseRemovalRecord, walTextOf} from '../../../../src/backup/undelete/removal-records.ts';

const line = (manager: string, desc: string): string =>
  `rmgr: ${manager}     len (rec/tot):     42/    42, tx:        732, lsn: 0/01D66148, prev 0/01D66110, desc: ${desc}`;

const parsed = (manager: string, desc: string) => {
  const text = walTextOf(line(manager, desc));
  return text === null ? null : parseRemovalRecord(text);
};

test('a commit names the files that went, the relations that are gone, and its savepoints', () => {
  expect(
    parsed(
      'Transaction',
      'COMMIT 2026-11-30 11:26:11.178183 UTC; rels: base/16384/16393 pg_tblspc/16390/PG_15_202209061/16384/16392; dropped stats: 2/16384/16399 1/16385/0; subxacts: 733 734; inval msgs: catcache 80',
    ),
  ).toEqual({
    kind: 'commit',
    xid: '732',
    lsn: '0/1D66148',
    at: '2026-11-30T11:26:11.178183Z',
    savepoints: ['733', '734'],
    files: [
      {database: 16384, number: 16393},
      {database: 16384, number: 16392},
    ],
    gone: [{database: 16384, number: 16399}],
  });
});

test('the server writes the same commit with its own zone', () => {
  const text = 'COMMIT 2026-11-30 11:26:11.178183+00; rels: base/16384/16393';
  expect(parseRemovalRecord({manager: 'Transaction', xid: '732', lsn: '0/1D66148', text})).toMatchObject({
    at: '2026-11-30T11:26:11.178183Z',
    files: [{database: 16384, number: 16393}],
    gone: [],
  });
});

test('what was prepared ends under its own number', () => {
  expect(parsed('Transaction', 'COMMIT_PREPARED 700: 2026-11-30 11:26:11 UTC')).toMatchObject({xid: '700'});
  expect(parsed('Transaction', 'ABORT_PREPARED 700: 2026-11-30 11:26:11 UTC')).toEqual({kind: 'abort', xid: '700'});
  expect(parsed('Transaction', 'ABORT 2026-11-30 11:26:11 UTC')).toEqual({kind: 'abort', xid: '732'});
});

test.each([
  ['Storage', 'CREATE base/16384/16415', {kind: 'create', xid: '732', file: {database: 16384, number: 16415}}],
  [
    'Standby',
    'LOCK xid 732 db 16384 rel 16393 xid 740 db 16384 rel 16397 ',
    {
      kind: 'lock',
      xid: '732',
      lsn: '0/1D66148',
      relations: [
        {database: 16384, number: 16393},
        {database: 16384, number: 16397},
      ],
    },
  ],
  ['Database', 'DROP dir 1663/16385', {kind: 'database', xid: '732', lsn: '0/1D66148', database: 16385}],
  ['Heap', 'INPLACE off 7, blkref #0: rel 1664/0/1262 blk 0', {kind: 'mark', lsn: '0/1D66148'}],
] as const)('%s: %s', (manager, desc, record) => {
  expect(parsed(manager, desc)).toEqual(record);
});

test.each([
  ['Heap', 'INPLACE off 7, blkref #0: rel 1663/16384/1259 blk 0'],
  ['Heap', 'DELETE off 7 flags 0x00 , blkref #0: rel 1664/0/1262 blk 0'],
  ['Storage', 'TRUNCATE base/16384/16415 to 0 blocks flags 7'],
  ['Standby', 'RUNNING_XACTS nextXid 741 latestCompletedXid 739 oldestRunningXid 740'],
  ['Transaction', 'ASSIGNMENT xtop 732: subxacts: 733'],
])('what removes nothing is passed over: %s %s', (manager, desc) => {
  expect(parsed(manager, desc)).toBeNull();
});

test('what is no record is none', () => {
  expect(walTextOf('pg_waldump: first record is after 0/1000000')).toBeNull();
});
