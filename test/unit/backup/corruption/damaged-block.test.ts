/** Which page the server says that it cannot read, whatever its language. */

import {expect, test} from 'vitest';
import {damagedBlockOf, isDamage} from '../../../../src/backup/corruption/damaged-block.ts';

const failure = (message: string, sqlstate: string | null = 'XX001') => ({message, sqlstate, uncertain: false});

test.each([
  ['invalid page in block 4321 of relation base/16384/16422', {block: 4321, database: 16_384, filenode: 16_422}],
  [
    'could not read block 7 in file "base/5/16422.1": read only 0 of 8192 bytes',
    {block: 7, database: 5, filenode: 16_422},
  ],
  ['ungültige Seite in Block 9 von Relation base/16384/16422', {block: 9, database: 16_384, filenode: 16_422}],
  ['invalid page in block 2 of relation global/1262', {block: 2, database: 0, filenode: 1262}],
  [
    'invalid page in block 3 of relation pg_tblspc/16500/PG_15_202209061/16384/16600',
    {block: 3, database: 16_384, filenode: 16_600},
  ],
])('%s', (message, block) => {
  expect(damagedBlockOf(failure(message))).toEqual(block);
});

test('a failure of another kind names no page, even where its words look alike', () => {
  expect(damagedBlockOf(failure('invalid page in block 1 of relation base/1/2', '42P01'))).toBeNull();
  expect(damagedBlockOf(failure('missing chunk number 0 for toast value 16500'))).toBeNull();
});

test('data that are wrong are damage, and a server that is gone is not', () => {
  expect(['XX001', 'XX002', '58030', '57P01', null].map(sqlstate => isDamage(failure('any', sqlstate)))).toEqual([
    true,
    true,
    true,
    false,
    false,
  ]);
});
