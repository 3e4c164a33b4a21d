/** The ballast: room that is kept for a journal on a full disk. */
import {lstatSync, readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {gzipSync} from 'node:zlib';
import {expect, test} from 'vitest';
import {nodeDisk} from '../../../../src/journal/disk.ts';
import {ballastBytes, makeBallast, releaseBallast} from '../../../../src/journal/segments/ballast.ts';
import {failingDisk, faults} from '../../../support/failing-disk.ts';
import {temporaryDirectory} from '../../../support/journals.ts';

test('it takes room that no file system can save: real bytes that do not get smaller', () => {
  const state = temporaryDirectory();
  expect(makeBallast(state)).toBe(true);
  const {size, blocks, mode} = lstatSync(join(state, 'ballast'));

  expect({size, mode: mode & 0o777}).toEqual({size: ballastBytes, mode: 0o600});
  expect(blocks * 512).toBeGreaterThanOrEqual(ballastBytes);
  expect(gzipSync(readFileSync(join(state, 'ballast'))).length).toBeGreaterThan(ballastBytes * 0.99);
});

test('it is made once, and again after it was released', () => {
  const state = temporaryDirectory();
  makeBallast(state);
  const {ino} = lstatSync(join(state, 'ballast'));
  makeBallast(state);
  expect(lstatSync(join(state, 'ballast')).ino).toBe(ino);

  releaseBallast(state);
  releaseBallast(state);
  expect(readdirSync(state)).toEqual([]);
  expect(makeBallast(state)).toBe(true);
});

test.each(faults)('whichever call fails with %s, it is there whole or not at all, and nothing is thrown', fault => {
  for (let at = 0; ; at += 1) {
    const state = temporaryDirectory();
    const disk = failingDisk({at, lasting: false, fault});
    const isMade = makeBallast(state, disk);
    releaseBallast(state, disk);
    if (disk.calls.length <= at) {
      expect(at).toBeGreaterThan(0);
      return;
    }
    expect(readdirSync(state).filter(name => name !== 'ballast' || !isMade).length).toBeLessThanOrEqual(1);
    expect(makeBallast(state, nodeDisk)).toBe(true);
    expect(lstatSync(join(state, 'ballast')).size).toBe(ballastBytes);
  }
});
