/** A file that takes the place of another, on disks that do not take it. */
import {readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {expect, test} from 'vitest';
import {type Disk, nodeDisk} from '../../../src/journal/disk.ts';
import {replaceFile} from '../../../src/journal/replace-file.ts';
import {temporaryDirectory} from '../../support/journals.ts';

const note = (): string => {
  const path = join(temporaryDirectory(), 'journal-next');
  writeFileSync(path, '/mnt/spare/journal-0002.jsonl\n');
  return path;
};

const full = (): never => {
  throw Object.assign(new Error('no space left'), {code: 'ENOSPC'});
};

test.each([
  ['makes no new file', {create: full}],
  ['takes a part only', {write: () => 3}],
  ['cannot put it on the disk', {syncFully: full}],
  ['cannot give it its name', {rename: full}],
] satisfies readonly (readonly [string, Partial<Disk>])[])(
  'where the disk %s, what stood there still does',
  (_what, fails) => {
    const path = note();

    expect(replaceFile({...nodeDisk, ...fails}, path, Buffer.from('/mnt/other/journal-0003.jsonl\n'))).toBe(false);
    expect(readFileSync(path, 'utf8')).toBe('/mnt/spare/journal-0002.jsonl\n');
  },
);

test('what a program left that died in between is in nobody’s way, and nothing of it stays', () => {
  const path = note();
  writeFileSync(`${path}.new`, '/mnt/o');

  expect(replaceFile(nodeDisk, path, Buffer.from('/mnt/other/journal-0003.jsonl\n'))).toBe(true);
  expect(readFileSync(path, 'utf8')).toBe('/mnt/other/journal-0003.jsonl\n');
  expect(readdirSync(dirname(path))).toEqual(['journal-next']);
});
