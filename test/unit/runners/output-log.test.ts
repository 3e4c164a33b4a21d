/** The output file is written anew, or gone on with where a former session had put it on the disk. */
import {createHash} from 'node:crypto';
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import {emptyLog, openLog} from '../../../src/runners/output-log.ts';

const logIn = (text?: string) => {
  const directory = mkdtempSync(join(tmpdir(), 'lifeboat-log-'));
  onTestFinished(() => rmSync(directory, {recursive: true}));
  const path = join(directory, 'dump#1.log');
  if (text !== undefined) {
    writeFileSync(path, text);
  }
  return {path, file: 'output/dump#1.log'};
};

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

test('what stood there is gone when it is written anew', async () => {
  const place = logIn('of an attempt before');
  const log = openLog(place, emptyLog);
  log.write(Buffer.from('dumping tickets\n'));
  expect(await log.sync()).toBe(true);
  log.write(Buffer.from('ready\n'));

  const text = 'dumping tickets\nready\n';
  expect(await log.close()).toEqual({output: {file: place.file, bytes: text.length, sha256: sha256(text)}});
  expect(readFileSync(place.path, 'utf8')).toBe(text);
});

test('it goes on after what was on the disk, and what may not have been is cut off', async () => {
  const place = logIn('dumping tickets\ndumping pay');
  const log = openLog(place, {logBytes: 'dumping tickets\n'.length, besideBytes: 0});
  log.write(Buffer.from('dumping payments\n'));

  const text = 'dumping tickets\ndumping payments\n';
  expect(await log.close()).toEqual({output: {file: place.file, bytes: text.length, sha256: sha256(text)}});
  expect(readFileSync(place.path, 'utf8')).toBe(text);
});

test('nothing was printed since: what was there before is the whole of it', async () => {
  const place = logIn('dumping tickets\n');
  const record = await openLog(place, {logBytes: 'dumping tickets\n'.length, besideBytes: 0}).close();

  expect(record).toEqual({output: {file: place.file, bytes: 16, sha256: sha256('dumping tickets\n')}});
});

test('what a disk cannot take is told to be lost', async () => {
  const log = openLog({path: '/dev/full', file: 'output/dump#1.log'}, emptyLog);
  log.write(Buffer.from('dumping tickets\n'));

  expect(await log.sync()).toBe(false);
  expect(await log.close()).toEqual({outputLost: true});
});
