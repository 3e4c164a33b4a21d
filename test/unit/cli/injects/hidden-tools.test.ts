/** Programs that are taken off a PATH: they are not found any more, and everything beside them is. */
import {execFileSync} from 'node:child_process';
import {chmodSync, mkdirSync, readdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {notOnPath, pathWithout} from '../../../../src/cli/injects/hidden-tools.ts';
import {temporaryDirectory} from '../../../support/journals.ts';

const program = (folder: string, name: string): void => {
  mkdirSync(folder, {recursive: true});
  const file = join(folder, name);
  writeFileSync(file, `#!/bin/sh\necho "${name} of ${folder}"\n`);
  chmodSync(file, 0o755);
};

const place = () => {
  const root = temporaryDirectory();
  const [first, second, third] = [join(root, 'bin'), join(root, 'local'), join(root, 'games')];
  program(first, 'pg_dump');
  program(first, 'pg_restore');
  program(second, 'pg_dump');
  program(third, 'fortune');
  return {root, third, path: [first, second, third, join(root, 'nowhere')].join(':')};
};

const runs = (path: string, name: string): string => {
  try {
    return (
      execFileSync('/bin/sh', ['-c', name], {env: {PATH: path}, encoding: 'utf8', stdio: 'pipe'}).split(' ')[0] ?? ''
    );
  } catch {
    return 'not found';
  }
};

test('a program that several folders hold is found in none of them, and its neighbours are', () => {
  const {root, path, third} = place();
  const without = pathWithout(['pg_dump'], path, join(root, 'links'));

  expect(without.ok).toBe(true);
  const found = without.ok ? without.value : '';
  expect(['pg_dump', 'pg_restore', 'fortune'].map(name => runs(path, name))).toEqual([
    'pg_dump',
    'pg_restore',
    'fortune',
  ]);
  expect(['pg_dump', 'pg_restore', 'fortune'].map(name => runs(found, name))).toEqual([
    'not found',
    'pg_restore',
    'fortune',
  ]);
  expect(found.split(':')).toContain(third);
});

test('it is made anew each time, without what was there before', () => {
  const {root, path} = place();
  pathWithout(['pg_restore'], path, join(root, 'links'));
  pathWithout(['fortune'], path, join(root, 'links'));

  expect(readdirSync(join(root, 'links'))).toEqual(['2']);
});

test('where links cannot be made it is said', () => {
  const {root, path} = place();
  writeFileSync(join(root, 'file'), '');

  expect(pathWithout(['pg_dump'], path, join(root, 'file', 'links'))).toMatchObject({
    ok: false,
    reason: expect.stringMatching(/cannot be set out/),
  });
});

test('a program that is nowhere is told before it is missed', () => {
  const {path} = place();

  expect(notOnPath(['pg_dump', 'pgbackrest'], path)).toBe('pgbackrest');
  expect(notOnPath(['pg_dump'], path)).toBeUndefined();
});
