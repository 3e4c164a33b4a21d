/** A command that is printed can be pasted: it names the program as it was started. */
import {mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, expect, test} from 'vitest';
import {ownCommand} from '../../../src/cli/own-command.ts';

const root = mkdtempSync(join(tmpdir(), 'lifeboat-own '));
afterAll(() => rmSync(root, {recursive: true}));

const launcher = join(root, 'bin', 'lifeboat.cjs');
const bundle = join(root, 'dist', 'lifeboat.mjs');
for (const [directory, file] of [
  ['bin', launcher],
  ['dist', bundle],
] as const) {
  mkdirSync(join(root, directory));
  writeFileSync(file, '');
}

const onPath = join(root, 'on-path');
const elsewhere = join(root, 'elsewhere');
for (const [directory, target] of [
  [onPath, launcher],
  [elsewhere, '/bin/sh'],
] as const) {
  mkdirSync(directory);
  symlinkSync(target, join(directory, 'lifeboat'));
}

const typed = (script: string, env: {[name: string]: string} = {}, cwd = '/usr'): string =>
  ownCommand({script, env, cwd, root});

test('installed on the PATH it is its name', () => {
  expect(typed(join(onPath, 'lifeboat'), {PATH: `/nowhere:${onPath}`})).toBe('lifeboat');
});

test('where another program of that name comes first, it is the path', () => {
  expect(typed(launcher, {PATH: `${elsewhere}:${onPath}`})).toBe(`'${launcher}'`);
});

test('called through npx, or by a script of package.json, it is npx', () => {
  expect(typed(launcher, {PATH: onPath, npm_command: 'exec'})).toBe('npx lifeboat');
  expect(typed(launcher, {npm_command: 'run-script'})).toBe('npx lifeboat');
});

test('the launcher and the bundle are called by the way to them, which is quoted where it must be', () => {
  expect(typed('bin/lifeboat.cjs', {}, root)).toBe('bin/lifeboat.cjs');
  expect(typed(launcher, {}, join(root, 'bin'))).toBe('./lifeboat.cjs');
  expect(typed(bundle, {}, root)).toBe('node dist/lifeboat.mjs');
  expect(typed(bundle)).toBe(`node '${bundle}'`);
});

test('from the sources it is its name', () => {
  expect(typed(join(root, 'src', 'cli', 'main.ts'), {npm_command: 'exec'})).toBe('lifeboat');
});
