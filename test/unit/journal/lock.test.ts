/** One writer a run: real locks, taken by real processes. */
import type {ChildProcess} from 'node:child_process';
import {spawn, spawnSync} from 'node:child_process';
import {once} from 'node:events';
import {existsSync, linkSync, lstatSync, mkdirSync, symlinkSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {env, execPath} from 'node:process';
import {expect, onTestFinished, test} from 'vitest';
import {holderOf, isLocked, takeLock} from '../../../src/journal/lock.ts';
import {temporaryDirectory} from '../../support/journals.ts';

const holder = {user: 'ana', host: 'ops-1', pid: 4711, since: '2026-11-23T00:19:57.000Z'};
const newPath = () => join(temporaryDirectory(), 'lock');
const source = join(import.meta.dirname, '../../../src/journal/lock.ts');

/** A process that takes the lock, says so, and runs `then` until it is killed. */
const otherProcess = async (path: string, then = ''): Promise<ChildProcess> => {
  const program = `
    const {takeLock} = await import(${JSON.stringify(source)});
    const {spawn} = await import('node:child_process');
    const lock = await takeLock(${JSON.stringify(path)}, ${JSON.stringify(holder)});
    ${then}
    console.log(lock.ok ? 'taken' : lock.reason.kind);
    setInterval(() => undefined, 1_000);
  `;
  const child = spawn(execPath, ['--input-type=module', '-e', program], {stdio: ['ignore', 'pipe', 'inherit']});
  onTestFinished(() => void child.kill('SIGKILL'));
  const [said] = await once(child.stdout, 'data');
  expect(String(said).trim()).toBe('taken');
  return child;
};

const killed = async (child: ChildProcess): Promise<void> => {
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
};

test('a lock that nobody has is taken, says who has it, and is free after release', async () => {
  const path = newPath();
  expect(isLocked(path)).toBe(false);

  const lock = await takeLock(path, holder);

  expect(lock.ok).toBe(true);
  expect(lstatSync(path).mode & 0o777).toBe(0o600);
  expect(isLocked(path)).toBe(true);
  expect(holderOf(path)).toEqual(holder);
  expect(await takeLock(path, {...holder, user: 'ben'})).toEqual({
    ok: false,
    reason: {
      kind: 'held',
      holder,
      message: expect.stringMatching('is in the hands of ana on ops-1 \\(process 4711, since 2026'),
    },
  });
  if (lock.ok) {
    lock.value.release();
    lock.value.release();
  }
  expect(isLocked(path)).toBe(false);
});

test('another process is kept out, and let in at once when the holder is killed', async () => {
  const path = newPath();
  const other = await otherProcess(path);
  expect(await takeLock(path, holder)).toMatchObject({ok: false, reason: {kind: 'held'}});

  await killed(other);

  expect(isLocked(path)).toBe(false);
});

test('a child has the lock only if the descriptor is handed over, and then it outlives its parent', async () => {
  const path = newPath();
  const pidFile = join(temporaryDirectory(), 'pid');
  const child = (stdio: string) =>
    `(await import('node:fs')).writeFileSync(${JSON.stringify(pidFile)}, String(spawn('sleep', ['60'], {detached: true, stdio: ${stdio}}).pid));`;
  const pidOf = () => Number(spawnSync('cat', [pidFile], {encoding: 'utf8'}).stdout);

  await killed(await otherProcess(path, child(`'ignore'`)));
  const without = pidOf();
  expect(isLocked(path)).toBe(false);
  process.kill(without, 'SIGKILL');

  await killed(await otherProcess(path, child(`['ignore', 'ignore', 'ignore', lock.value.fd]`)));
  const withLock = pidOf();
  expect(isLocked(path)).toBe(true);
  process.kill(withLock, 'SIGKILL');
  await expect.poll(() => isLocked(path)).toBe(false);
});

test('where flock(1) is missing perl takes the same lock; where both are, there is a sentence', async () => {
  const path = newPath();
  const tools = temporaryDirectory();
  const perl = spawnSync('sh', ['-c', 'command -v perl'], {encoding: 'utf8'}).stdout.trim();
  const before = env.PATH;
  onTestFinished(() => {
    env.PATH = before;
  });

  env.PATH = tools;
  expect(await takeLock(path, holder)).toMatchObject({
    ok: false,
    reason: {kind: 'unusable', message: expect.stringMatching('neither flock')},
  });
  symlinkSync(perl, join(tools, 'perl'));
  const lock = await takeLock(path, holder);
  expect(lock.ok).toBe(true);
  expect(await takeLock(path, holder)).toMatchObject({ok: false, reason: {kind: 'held'}});
  env.PATH = before;
  expect(isLocked(path)).toBe(true);
  if (lock.ok) {
    lock.value.release();
  }
  expect(isLocked(path)).toBe(false);
});

test('a link or a directory in the place of a lock is refused, and on a doubt the lock counts as held', async () => {
  const directory = temporaryDirectory();
  symlinkSync(join(directory, 'victim'), join(directory, 'link'));
  mkdirSync(join(directory, 'directory'));

  expect(await takeLock(join(directory, 'link'), holder)).toMatchObject({ok: false, reason: {kind: 'unusable'}});
  expect(existsSync(join(directory, 'victim'))).toBe(false);
  expect(await takeLock(join(directory, 'directory'), holder)).toMatchObject({ok: false, reason: {kind: 'unusable'}});
  expect(isLocked(join(directory, 'link'))).toBe(true);
});

test('a lock that has a second name is refused: who locks the other name would not be seen', async () => {
  const path = newPath();
  writeFileSync(path, '');
  linkSync(path, `${path}.2`);

  expect(await takeLock(path, holder)).toMatchObject({
    ok: false,
    reason: {kind: 'unusable', message: expect.stringMatching('replaced or linked')},
  });
});

test('what stands in the file is information and nothing else', async () => {
  const path = newPath();
  writeFileSync(path, '{"user":1}');

  expect(holderOf(path)).toBeUndefined();
  expect(isLocked(path)).toBe(false);
  expect((await takeLock(path, holder)).ok).toBe(true);
});
