/** Files that are read whole, in part, or only for their digest. */
import {createHash} from 'node:crypto';
import {mkdtempSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import {digestSafely, readEnd} from '../../../src/journal/safe-file.ts';

const fileWith = (text: string): string => {
  const directory = mkdtempSync(join(tmpdir(), 'lifeboat-files-'));
  onTestFinished(() => rmSync(directory, {recursive: true}));
  const path = join(directory, 'print#1.log');
  writeFileSync(path, text);
  return path;
};

test('a file is digested piece by piece, whatever its size', () => {
  const text = 'restored row 17\n'.repeat(200_000);

  expect(digestSafely(fileWith(text))).toEqual({
    ok: true,
    value: {sha256: createHash('sha256').update(text).digest('hex'), bytes: text.length},
  });
});

test('what is not there, and what only leads to a file, has no digest', () => {
  const path = fileWith('ready\n');
  symlinkSync(path, `${path}.link`);

  expect(digestSafely(`${path}.2`)).toMatchObject({ok: false, reason: {kind: 'missing'}});
  expect(digestSafely(`${path}.link`)).toMatchObject({ok: false, reason: {kind: 'unusable'}});
});

test('of a long file the end is read', () => {
  expect(readEnd(fileWith('dumping tickets\nready\n'), 6)).toMatchObject({ok: true, value: Buffer.from('ready\n')});
});
