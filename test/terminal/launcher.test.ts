/** The launcher on a Node that is too old: two processes that look like one, which only real signals and a real terminal can show. */

import {spawn, spawnSync} from 'node:child_process';
import {existsSync} from 'node:fs';
import {afterAll, expect, test, vi} from 'vitest';
import {makeLauncherTree} from '../support/launcher-tree.ts';
import {openTerminal} from '../support/terminal.ts';

const {launcher, oldNode, remove} = makeLauncherTree({hasNewerNode: true});
afterAll(remove);

const node = process.execPath;
const options = {env: oldNode};

test('Ctrl-C reaches the program once, although the terminal tells both processes', async () => {
  const terminal = openTerminal(node, [launcher, 'drill'], options);
  await terminal.shows('is ready');
  terminal.press('ctrl-c');
  await terminal.shows('SIGINT number 1');
  // A second copy of the first would be counted by now.
  terminal.press('ctrl-c');
  await terminal.shows('SIGINT number 2');
  terminal.type('130\r');
  expect(await terminal.exited).toMatchObject({code: 130});
  expect(terminal.screen().join('\n')).not.toContain('SIGINT number 3');
});

test('the exit code of the program is the exit code of the launcher', async () => {
  const terminal = openTerminal(node, [launcher, 'drill'], options);
  await terminal.shows('is ready');
  terminal.type('7\r');
  expect(await terminal.exited).toEqual({code: 7, signal: undefined});
});

test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
  '%s sent to the launcher alone reaches the program',
  async signal => {
    const {child, said} = await startWithoutTerminal();
    child.kill(signal);
    await vi.waitFor(() => expect(said()).toContain(`${signal} number 1`), 5000);
    child.stdin.write('4\n');
    expect(await exitOf(child)).toEqual({code: 4, signal: null});
  },
);

test('a program ended by a signal ends the launcher by the same signal', async () => {
  const {child, programPid} = await startWithoutTerminal();
  process.kill(programPid, 'SIGKILL');
  expect(await exitOf(child)).toEqual({code: null, signal: 'SIGKILL'});
});

test('a launcher killed outright takes the program with it', async () => {
  const {child, programPid} = await startWithoutTerminal();
  child.kill('SIGKILL');
  await vi.waitFor(() => expect(isAlive(programPid)).toBe(false), 5000);
});

test('without a newer Node it says which one it needs, which it found, and a way out', () => {
  const bare = makeLauncherTree({hasNewerNode: false});
  const env = {...process.env, ...bare.oldNode};
  const {status, stdout, stderr} = spawnSync(node, [bare.launcher, 'drill'], {env, encoding: 'utf8'});
  bare.remove();
  expect({status, stdout}).toEqual({status: 2, stdout: ''});
  expect(stderr).toMatch(/needs Node\.js 22\.18 or newer; this is v\d+/);
  expect(stderr).toContain('A way out: ');
});

test('the version is told even by an old Node without a newer one', () => {
  const bare = makeLauncherTree({hasNewerNode: false});
  const env = {...process.env, ...bare.oldNode};
  const {status, stdout} = spawnSync(node, [bare.launcher, '--version'], {env, encoding: 'utf8'});
  bare.remove();
  expect({status, stdout}).toEqual({status: 0, stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/)});
});

async function startWithoutTerminal() {
  const child = spawn(node, [launcher, 'drill'], {env: {...process.env, ...oldNode}, detached: true});
  let output = '';
  child.stdout.on('data', (data: Buffer) => {
    output += data;
  });
  const readyLine = /program (\d+) is ready/;
  await vi.waitFor(() => expect(output).toMatch(readyLine), 10_000);
  return {child, programPid: Number(readyLine.exec(output)?.[1]), said: () => output};
}

function exitOf(child: ReturnType<typeof spawn>) {
  return new Promise(resolve => child.on('exit', (code, signal) => resolve({code, signal})));
}

/** A process that ended but was not yet waited for counts as gone. */
function isAlive(pid: number): boolean {
  return existsSync(`/proc/${pid}/exe`);
}
