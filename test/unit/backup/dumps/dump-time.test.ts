/** When a dump was begun: who knows it best counts. */
import {expect, test} from 'vitest';
import {timeOfDump} from '../../../../src/backup/dumps/dump-time.ts';

const inHere = (text: string): string => `${new Date(text).toISOString().slice(0, 19)}Z`;

test('a person counts over the dump, and the dump over its name', () => {
  const path = '/srv/dumps/backup_20260115_020000.sql';
  const ofDump = '2026-01-15T01:00:01Z';
  expect(timeOfDump({path, ofDump, ofPerson: '2026-01-15T02:00:03+01:00'})).toEqual({
    takenAt: '2026-01-15T01:00:03.000Z',
    saidBy: 'person',
  });
  expect(timeOfDump({path, ofDump})).toEqual({takenAt: ofDump, saidBy: 'dump'});
});

test.each([
  ['backup_20260115_020000.sql', inHere('2026-01-15T02:00:00')],
  ['backup_20260115_020000.sql.gz', inHere('2026-01-15T02:00:00')],
  ['shop-2026-01-15T02:00:00Z.dump', '2026-01-15T02:00:00Z'],
  ['20260115T020000Z-k7q2-dump', '2026-01-15T02:00:00Z'],
])('the name %s says %s', (name, takenAt) => {
  expect(timeOfDump({path: `/srv/${name}`, ofDump: null})).toEqual({takenAt, saidBy: 'name'});
});

test.each(['backup.sql', 'shop-20260115.sql', 'shop-20261399_996099.sql', 'orders-1234567890123456.sql'])(
  'the name %s says no time, and the time of the file is not taken for one',
  name => {
    expect(timeOfDump({path: `/srv/${name}`, ofDump: null})).toEqual({takenAt: null, saidBy: null});
  },
);
