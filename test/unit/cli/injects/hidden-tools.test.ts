/** Programs that are taken off a PATH: they are not found any more, and everything beside them is. */
import {execFileSync} from 'node:child_process';
import {chmodSync, mkdirSync, readdirSync, realpathSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {foundNowhere, surroundingsWithout} from '../../../../src/cli/injects/hidden-tools.ts';
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
  const without = surroundingsWithout(['pg_dump'], {path, postgres: third, directory: join(root, 'links')});

  expect(without.ok).toBe(true);
  const found = without.ok ? without.value.PATH : '';
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

test('beside the server it is missing too, and what starts the others is no link that leads back to it', () => {
  const {root, path} = place();
  const server = join(root, "server's");
  program(server, 'postgres');
  program(server, 'pg_waldump');
  const without = surroundingsWithout(['pg_waldump'], {path, postgres: server, directory: join(root, 'links')});
  const postgres = without.ok ? (without.value.LIFEBOAT_POSTGRES ?? '') : '';

  expect(readdirSync(postgres)).toEqual(['postgres']);
  expect(realpathSync(join(postgres, 'postgres'))).toBe(join(realpathSync(postgres), 'postgres'));
  expect(runs(postgres, 'postgres')).toBe('postgres');
  expect(without).toMatchObject({value: {PATH: path}});
});

test('it is made anew each time, without what was there before', () => {
  const {root, path} = place();
  const places = {path, postgres: join(root, 'nowhere'), directory: join(root, 'links')};
  surroundingsWithout(['pg_restore'], places);
  surroundingsWithout(['fortune'], places);

  expect(readdirSync(join(root, 'links'))).toEqual(['2']);
});

test('where links cannot be made it is said', () => {
  const {root, path} = place();
  writeFileSync(join(root, 'file'), '');

  const directory = join(root, 'file', 'links');
  expect(surroundingsWithout(['pg_dump'], {path, postgres: root, directory})).toMatchObject({
    ok: false,
    reason: expect.stringMatching(/cannot be set out/),
  });
});

test('a program that is nowhere is told before it is missed', async () => {
  const {path} = place();

  expect(await foundNowhere(['pg_dump', 'no-such-program'], path)).toBe('no-such-program');
  expect(await foundNowhere(['pg_dump'], path)).toBeUndefined();
});
