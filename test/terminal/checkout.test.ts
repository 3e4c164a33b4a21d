/** A checkout builds itself when its sources have changed: told by real files and a real build. */

import {spawnSync} from 'node:child_process';
import {cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, beforeAll, expect, test} from 'vitest';

const root = join(import.meta.dirname, '..', '..');
let tree: string;

beforeAll(() => {
  tree = mkdtempSync(join(tmpdir(), 'lifeboat-checkout-'));
  for (const name of ['bin', 'scripts', 'package.json']) cpSync(join(root, name), join(tree, name), {recursive: true});
  symlinkSync(join(root, 'node_modules'), join(tree, 'node_modules'));
  for (const folder of ['cli', 'runners']) mkdirSync(join(tree, 'src', folder), {recursive: true});
  for (const name of ['keeper.ts', 'terminal-keeper.ts']) {
    writeFileSync(join(tree, 'src', 'runners', name), "console.log('keeping');\n");
  }
  mkdirSync(join(tree, 'src', 'lab', 'network'), {recursive: true});
  writeFileSync(join(tree, 'src', 'lab', 'network', 'network-program.ts'), "console.log('wired');\n");
  programSays('first');
});
afterAll(() => rmSync(tree, {recursive: true}));

test('a first start builds, the next one does not, a change builds again', () => {
  expect(start()).toEqual({status: 0, stdout: 'first\n', stderr: 'Building lifeboat …\n'});
  expect(start()).toEqual({status: 0, stdout: 'first\n', stderr: ''});
  programSays('second');
  expect(start()).toEqual({status: 0, stdout: 'second\n', stderr: 'Building lifeboat …\n'});
});

test('a file that was removed counts as a change', () => {
  const extra = join(tree, 'src', 'cli', 'extra.ts');
  writeFileSync(extra, 'export const extra = 1;\n');
  start();
  rmSync(extra);
  expect(start().stderr).toBe('Building lifeboat …\n');
});

test('the version is told without a build', () => {
  programSays('third');
  expect(start('--version')).toMatchObject({status: 0, stderr: ''});
});

test('sources that do not build end with exit 2 and the place of the mistake', () => {
  writeFileSync(join(tree, 'src', 'cli', 'main.ts'), 'const = 1;\n');
  const {status, stdout, stderr} = start();
  expect({status, stdout}).toEqual({status: 2, stdout: ''});
  expect(stderr).toContain('src/cli/main.ts:1:6');
});

function programSays(word: string): void {
  writeFileSync(join(tree, 'src', 'cli', 'main.ts'), `console.log(${JSON.stringify(word)});\n`);
}

function start(...args: readonly string[]) {
  const launcher = join(tree, 'bin', 'lifeboat.cjs');
  const {status, stdout, stderr} = spawnSync(process.execPath, [launcher, ...args], {encoding: 'utf8'});
  return {status, stdout, stderr};
}
