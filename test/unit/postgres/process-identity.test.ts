/** A process is its number and its start time, also when its name is made to confuse. */

import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {copyFileSync, mkdtempSync, realpathSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import {
  hidesServers,
  identify,
  isAlive,
  parseStartTicks,
  parseState,
  serversIn,
  worksIn,
} from '../../../src/postgres/process-identity.ts';

const stat = (name: string, state = 'S') =>
  `4242 (${name}) ${state} 1 4242 4242 0 -1 4194560 700 0 0 0 1 2 0 0 20 0 1 0 98765 227000000 4500 18446744073709551615 1 1`;

test.each(['postgres', 'postgres: writer', 'a) R 1 2 (b', ') ) 7'])(
  'the start time stands after the last bracket of (%s)',
  name => {
    expect(parseStartTicks(stat(name))).toBe('98765');
    expect(parseState(stat(name, 'Z'))).toBe('Z');
  },
);

test('a text that is no such line has no start time', () => {
  expect(parseStartTicks('')).toBeNull();
  expect(parseStartTicks('4242 (postgres) S 1')).toBeNull();
});

test('this process lives, and one with its number but another start does not', () => {
  const self = identify(process.pid);
  expect(self).toMatchObject({pid: process.pid});
  expect(self !== null && isAlive(self)).toBe(true);
  expect(isAlive({pid: process.pid, startTicks: 'long ago'})).toBe(false);
});

test.runIf(process.platform === 'linux')(
  'a server is found in its directory, whatever the name that leads there',
  async () => {
    const directory = realpathSync(mkdtempSync(join(tmpdir(), 'lifeboat-server-')));
    copyFileSync(realpathSync('/bin/sleep'), join(directory, 'postgres'));
    const server = spawn(join(directory, 'postgres'), ['60'], {cwd: directory});
    onTestFinished(async () => {
      const ended = once(server, 'exit');
      server.kill('SIGKILL');
      await ended;
      rmSync(directory, {recursive: true});
    });
    await once(server, 'spawn');
    const pid = server.pid ?? 0;

    // As a container has it: the same directory, by another name.
    const another = join('/proc/self/root', directory);
    expect(serversIn(another)).toEqual([identify(pid)]);
    expect(worksIn(pid, another)).toBe(true);
    expect(serversIn(directory)).toEqual([identify(pid)]);
    expect(serversIn(join(directory, 'base'))).toEqual([]);
    expect(hidesServers(directory)).toBe(false);
  },
);
