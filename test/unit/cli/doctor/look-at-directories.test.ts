/** Directories as they come: not there yet, open to others, a file in their place. */
import {chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, expect, test} from 'vitest';
import {checkLabDirectory, checkStateDirectory} from '../../../../src/cli/doctor/look-at-directories.ts';

const folder = mkdtempSync(join(tmpdir(), 'lifeboat-doctor-'));
afterAll(() => rmSync(folder, {recursive: true}));

test('a state directory that is not there yet is looked at without being made', () => {
  const path = join(folder, 'not', 'there');
  expect(checkStateDirectory(path, 0)).toMatchObject({
    health: 'good',
    says: expect.stringContaining(`${path}, which the first run makes`),
  });
  expect(existsSync(join(folder, 'not'))).toBe(false);
});

test('one that others may write to, and a file in its place, are no place for records', () => {
  const open = join(folder, 'open');
  mkdirSync(open);
  chmodSync(open, 0o777);
  expect(checkStateDirectory(open, 3)).toMatchObject({
    health: 'bad',
    hint: `chmod go-w ${open}, or give another with --state DIR.`,
  });
  const file = join(folder, 'file');
  writeFileSync(file, '');
  expect(checkStateDirectory(file, 0)).toMatchObject({health: 'bad', says: `${file} is no directory`});
});

test('its own directory is well, and says how many runs it has', () => {
  const own = join(folder, 'own');
  mkdirSync(own, {mode: 0o700});
  expect(checkStateDirectory(own, 1)).toMatchObject({health: 'good', says: expect.stringContaining(`${own}, 1 run, `)});
});

test('labs need a directory with an absolute path', () => {
  expect(checkLabDirectory({LIFEBOAT_LAB: 'labs'})).toMatchObject({health: 'bad'});
  expect(checkLabDirectory({LIFEBOAT_LAB: '/tmp'}).says).toContain('/tmp, ');
});
