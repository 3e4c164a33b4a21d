/** What is read as a text, and what is refused before it hangs or fills the memory. */
import {execFileSync, spawn} from 'node:child_process';
import {mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import {readTextFile} from '../../../src/cli/text-file.ts';

const folder = (): string => {
  const directory = mkdtempSync(join(tmpdir(), 'lifeboat-text-'));
  onTestFinished(() => rmSync(directory, {recursive: true}));
  return directory;
};

const pipeIn = (directory: string): string => {
  const path = join(directory, 'pipe.yaml');
  execFileSync('mkfifo', [path]);
  return path;
};

test('a file is read, also through a link', () => {
  const directory = folder();
  writeFileSync(join(directory, 'plan.yaml'), 'title: Größe\n');
  symlinkSync('plan.yaml', join(directory, 'link.yaml'));

  expect(readTextFile(join(directory, 'plan.yaml'))).toEqual({ok: true, value: 'title: Größe\n'});
  expect(readTextFile(join(directory, 'link.yaml'))).toEqual({ok: true, value: 'title: Größe\n'});
});

test('what is no file is told apart, and nothing waits for it', () => {
  const directory = folder();
  mkdirSync(join(directory, 'folder.yaml'));
  symlinkSync('loop.yaml', join(directory, 'loop.yaml'));
  const why = (path: string) => readTextFile(path);

  expect(why(join(directory, 'folder.yaml'))).toEqual({ok: false, reason: 'it is a folder'});
  expect(why(pipeIn(directory))).toEqual({ok: false, reason: 'it is a pipe'});
  expect(why('/dev/zero')).toEqual({ok: false, reason: 'it is no file'});
  expect(why(join(directory, 'loop.yaml'))).toEqual({ok: false, reason: 'its links lead round in a circle'});
  expect(why(join(directory, 'nowhere.yaml'))).toEqual({ok: false, reason: 'there is no such file'});
  expect(why('/dev/null/plan.yaml')).toEqual({ok: false, reason: 'a part of its path is no folder'});
  expect(why('a\0b')).toMatchObject({ok: false});
});

test('a pipe is read where one may be given, as a shell gives secrets', () => {
  const path = pipeIn(folder());
  const writer = spawn('sh', ['-c', 'printf "password: %s" swordfish > "$0"', path], {stdio: 'ignore'});
  onTestFinished(() => void writer.kill());

  expect(readTextFile(path, {pipe: true})).toEqual({ok: true, value: 'password: swordfish'});
});

test('of a file that is longer than any text may be, so much is read that it is refused', () => {
  const path = join(folder(), 'dump.sql');
  writeFileSync(path, 'x'.repeat(2_000_000));
  const text = readTextFile(path);

  expect(text.ok && text.value.length).toBe(256 * 1024 + 1);
});
