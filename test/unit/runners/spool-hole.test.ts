/** Room that was given back, and how a later session goes on behind it. */
import {mkdtempSync, readFileSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {basename, dirname, join} from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import {atTheBeginning, freeBefore, readPoint, writePoint} from '../../../src/runners/spool-hole.ts';
import {diskCalls} from '../../support/disk-calls.ts';

const spoolFile = (): string => {
  const directory = mkdtempSync(join(tmpdir(), 'lifeboat-hole-'));
  onTestFinished(() => rmSync(directory, {recursive: true}));
  return join(directory, 'dump#1.out');
};

test('how far it was read comes back as it was written, with the beginning of a line', () => {
  const out = spoolFile();
  expect(readPoint(out)).toEqual(atTheBeginning);
  const point = {
    out: {at: 70_000, rest: Buffer.from('dump ÿ')},
    err: {at: 3, rest: Buffer.alloc(0)},
    log: {logBytes: 70_010, besideBytes: 5_000_000},
  };
  writePoint(out, point);

  expect(readPoint(out)).toEqual(point);
  expect(statSync(`${out}.point`).mode & 0o777).toBe(0o600);
});

test('how far it was read is on the disk, with its name, before any room is given back', () => {
  const out = spoolFile();
  const calls = diskCalls(() => writePoint(out, atTheBeginning));

  expect(calls.map(call => call.replace(basename(dirname(out)), 'SPOOL'))).toEqual([
    'write dump#1.out.point.new',
    'fsync dump#1.out.point.new',
    'rename dump#1.out.point.new dump#1.out.point',
    'fsync SPOOL',
  ]);
});

test('half a note is none', () => {
  const out = spoolFile();
  writeFileSync(`${out}.point`, '{"out":{"at":70');

  expect(readPoint(out)).toEqual(atTheBeginning);
});

test('the beginning and the last bytes before the point stay, the length too, and the room between is free', async () => {
  const out = spoolFile();
  const text = Buffer.alloc(4_194_304, 'restored row 17\n');
  writeFileSync(out, text);
  const before = statSync(out).blocks;
  await freeBefore(out, 4_000_000);
  const left = readFileSync(out);

  expect(left).toHaveLength(text.length);
  expect(left.subarray(0, 65_536)).toEqual(text.subarray(0, 65_536));
  expect(left.subarray(4_000_000 - 65_536)).toEqual(text.subarray(4_000_000 - 65_536));
  expect(statSync(out).blocks).toBeLessThan(before / 4);
});
