/** What a disk is and how much room it has. */
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {
  type FileSystem,
  measure,
  networkName,
  roomOf,
  roomWords,
} from '../../../../src/journal/segments/file-system.ts';
import {temporaryDirectory} from '../../../support/journals.ts';

const mebibyte = 1024 * 1024;

test.each([
  [0x6969, 'NFS'],
  [0xff534d42, 'SMB (CIFS)'],
  // Some kernels give types as signed numbers.
  [0xff534d42 | 0, 'SMB (CIFS)'],
  [0x65735546, 'FUSE'],
  [0x01021997, '9p'],
])('the type %i of statfs is %s', (type, name) => {
  expect(networkName(type, 'linux')).toBe(name);
});

test.each([
  ['ext', 0xef53],
  ['xfs', 0x58465342],
  ['btrfs', 0x9123683e],
  ['tmpfs', 0x01021994],
  ['overlay of a container', 0x794c7630],
  ['zfs', 0x2fc12fc1],
])('%s is no network file system', (_, type) => {
  expect(networkName(type, 'linux')).toBeUndefined();
});

test('other kernels number their file systems otherwise', () => {
  expect(networkName(0x6969, 'darwin')).toBeUndefined();
});

test.each<[FileSystem, string, string]>([
  [{freeBytes: 256 * mebibyte, freeInodes: 0.5}, 'enough', '50.0 % of its inodes are free'],
  [{freeBytes: 256 * mebibyte - 1, freeInodes: 0.5}, 'low', '255 MiB are free'],
  [{freeBytes: 128 * mebibyte - 1}, 'nearly-full', '127 MiB are free'],
  [{freeBytes: 1_000 * mebibyte, freeInodes: 0.049}, 'low', '4.9 % of its inodes are free'],
  [{freeBytes: 9.5 * mebibyte}, 'nearly-full', '9.5 MiB are free'],
  [{freeBytes: 90_000}, 'nearly-full', '87 KiB are free'],
])('%j has room: %s', (found, room, words) => {
  expect([roomOf(found), roomWords(found)]).toEqual([room, words]);
});

test('a real directory is measured, and one that is not there counts as having room', () => {
  const here = temporaryDirectory();

  expect(measure(here)).toMatchObject({freeBytes: expect.any(Number)});
  expect(roomOf(measure(join(here, 'nowhere')))).toBe('enough');
});
