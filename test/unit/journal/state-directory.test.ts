/** Where the state is kept, and which places are refused. */
import {chmodSync, chownSync, lstatSync, mkdirSync, symlinkSync, writeFileSync} from 'node:fs';
import {join, resolve} from 'node:path';
import {getuid} from 'node:process';
import {expect, test} from 'vitest';
import {openStateDirectory, stateDirectory} from '../../../src/journal/state-directory.ts';
import {temporaryDirectory} from '../../support/journals.ts';

const HOME = '/home/ana';

test.each([
  ['its own variable first', {LIFEBOAT_STATE: '/srv/dr', XDG_STATE_HOME: '/x', HOME}, '/srv/dr'],
  ['a relative one from here', {LIFEBOAT_STATE: 'dr', HOME}, resolve('dr')],
  ['then where the desktop keeps state', {XDG_STATE_HOME: '/x', HOME}, '/x/lifeboat'],
  ['which must be absolute', {XDG_STATE_HOME: 'x', HOME}, '/home/ana/.local/state/lifeboat'],
  ['else below home', {LIFEBOAT_STATE: '', HOME}, '/home/ana/.local/state/lifeboat'],
])('the state directory is found by the environment: %s', (_, env, path) => {
  expect(stateDirectory(env)).toEqual({ok: true, value: path});
});

test('without any of them there is a sentence', () => {
  expect(stateDirectory({})).toMatchObject({ok: false, reason: expect.stringMatching('set LIFEBOAT_STATE')});
});

test('a missing directory is made for its owner alone, with those above it', () => {
  const path = join(temporaryDirectory(), 'a', 'b');

  expect(openStateDirectory(path)).toEqual({ok: true, value: path});
  expect(lstatSync(path).mode & 0o777).toBe(0o700);
  expect(lstatSync(join(path, '..')).mode & 0o777).toBe(0o700);
  expect(openStateDirectory(path).ok).toBe(true);
});

test('a link to a directory of one’s own is followed to its real place', () => {
  const home = temporaryDirectory();
  mkdirSync(join(home, 'real'), {mode: 0o700});
  symlinkSync(join(home, 'real'), join(home, 'link'));

  expect(openStateDirectory(join(home, 'link'))).toEqual({ok: true, value: join(home, 'real')});
});

test.each([0o720, 0o702, 0o777])('a directory that others may write to is refused: %o', mode => {
  const path = temporaryDirectory();
  chmodSync(path, mode);

  expect(openStateDirectory(path)).toMatchObject({ok: false, reason: expect.stringMatching('chmod go-w')});
});

/** A directory of somebody else: only root can give one away, everybody else finds root's own. */
const foreignDirectory = (): string => {
  if (getuid?.() !== 0) {
    return '/usr';
  }
  const path = temporaryDirectory();
  chownSync(path, 65_534, 65_534);
  return path;
};

test('a directory of another user is refused', () => {
  expect(openStateDirectory(foreignDirectory())).toMatchObject({
    ok: false,
    reason: expect.stringMatching('belongs to another user'),
  });
});

test('a file in its place is a sentence', () => {
  const file = join(temporaryDirectory(), 'state');
  writeFileSync(file, '');

  expect(openStateDirectory(file)).toMatchObject({
    ok: false,
    reason: expect.stringMatching('a file stands in its place'),
  });
  expect(openStateDirectory(join(file, 'below'))).toMatchObject({ok: false, reason: expect.stringMatching('--state')});
});
