/** What a transaction removed is told at its commit, from the locks that it took and the files that it made and left. */
import {expect, test} from 'vitest';
import {collectRemovals} from '../../../../src/backup/undelete/collect-removals.ts';
import type {RelationFile, RemovalRecord} from '../../../../src/backup/undelete/removal-records.ts';

const shop = 16384;

const file = (number: number, database = shop): RelationFile => ({database, number});

const lock = (lsn: string, ...numbers: readonly number[]): RemovalRecord => ({
  kind: 'lock',
  xid: '732',
  lsn,
  relations: numbers.map(number => file(number)),
});

const create = (number: number): RemovalRecord => ({kind: 'create', xid: '732', file: file(number)});

const commit = (more: Partial<RemovalRecord & {readonly kind: 'commit'}> = {}): RemovalRecord => ({
  kind: 'commit',
  xid: '732',
  lsn: '0/900',
  at: '2026-11-30T11:26:11.17Z',
  savepoints: [],
  files: [],
  gone: [],
  ...more,
});

const removed = (...records: readonly RemovalRecord[]) => {
  const {take, found} = collectRemovals(shop);
  for (const record of records) {
    take(record);
  }
  return found;
};

test('a drop is to be rebuilt to before its first lock on what is gone', () => {
  expect(
    removed(
      lock('0/100', 500),
      lock('0/200', 16393),
      lock('0/300', 16397),
      commit({files: [file(16393)], gone: [file(16393), file(16397)]}),
    ),
  ).toEqual([
    {
      xid: '732',
      committedAt: '2026-11-30T11:26:11.170000Z',
      commitLsn: '0/900',
      beforeLsn: '0/200',
      database: null,
      files: [16393],
      locked: [500, 16393, 16397],
      gone: [16393, 16397],
      emptied: false,
    },
  ]);
});

test('positions are compared as numbers, not as texts', () => {
  expect(removed(lock('1/0', 16393), lock('0/FFFFFF00', 16394), commit({files: [file(16393)]}))).toMatchObject([
    {beforeLsn: '0/FFFFFF00'},
  ]);
});

test('a table whose new file is no relation of its own was emptied; one that is was rewritten', () => {
  expect(removed(lock('0/100', 16393), create(16415), commit({files: [file(16393)]}))).toMatchObject([
    {emptied: true, locked: [16393], beforeLsn: '0/100'},
  ]);
  expect(removed(lock('0/100', 16393, 16422), create(16422), commit({files: [file(16393)]}))).toMatchObject([
    {emptied: false, locked: [16393]},
  ]);
});

test('what a savepoint did counts when its transaction commits, and nothing when it is taken back', () => {
  const inSavepoint: RemovalRecord = {kind: 'lock', xid: '733', lsn: '0/150', relations: [file(16393)]};
  const whole = commit({files: [file(16393)], savepoints: ['733']});
  expect(removed(inSavepoint, whole)).toMatchObject([{locked: [16393], beforeLsn: '0/150'}]);
  expect(removed(inSavepoint, {kind: 'abort', xid: '733'}, whole)).toMatchObject([{locked: [], beforeLsn: '0/900'}]);
});

test('a commit that removed nothing of this database is passed over', () => {
  expect(removed(lock('0/100', 16393), commit())).toEqual([]);
  expect(removed(commit({files: [file(16393, 5)]}))).toEqual([]);
});

test('a dropped database is to be rebuilt to before it is marked, or where nothing marks it to before its files go', () => {
  const drop: RemovalRecord = {kind: 'database', xid: '732', lsn: '0/800', database: 16385};
  expect(removed({kind: 'mark', lsn: '0/700'}, drop, commit())).toMatchObject([{database: 16385, beforeLsn: '0/700'}]);
  expect(removed(drop, commit())).toMatchObject([{database: 16385, beforeLsn: '0/800'}]);
});
