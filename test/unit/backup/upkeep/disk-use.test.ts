/** Which disk of a cluster is looked at first when one of them is full. */
import {expect, test} from 'vitest';
import {type Disk, fullestFirst} from '../../../../src/backup/upkeep/disk-use.ts';

const mib = 1024 ** 2;

const disk = (of: string, freeMib: number, freeFiles: number | null): Disk => ({
  of: [of],
  path: `/srv/${of}`,
  freeBytes: freeMib * mib,
  totalBytes: 1_000_000 * mib,
  freeFiles,
});

test('a disk without inodes comes before one with less room, and one without room for a segment before both', () => {
  const wal = disk('wal', 50_000, 1_000);
  const data = disk('data', 100_000, 0);
  const space = disk('tablespace 16400', 8, null);

  expect(fullestFirst([wal, data, space], 16 * mib)).toEqual([space, data, wal]);
  expect(fullestFirst([data, wal], 16 * mib)).toEqual([data, wal]);
});
