/** Why a server went down, read from its log among all that it says to others. */

import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import {fatalLine, runningServer} from '../../../src/postgres/server.ts';

const inFile = (name: string, text: string) => {
  const directory = mkdtempSync(join(tmpdir(), 'lifeboat-log-'));
  onTestFinished(() => rmSync(directory, {recursive: true}));
  writeFileSync(join(directory, name), text);
  return directory;
};
const reason = (...lines: readonly string[]) => fatalLine(join(inFile('log', lines.join('\n')), 'log'));

test('the reason of the server counts, not what it told those who knocked meanwhile', () => {
  expect(
    reason(
      '2026-11-24 03:12:00 UTC [7] LOG:  redo done at 0/2000110',
      '2026-11-24 03:12:00 UTC [7] FATAL:  recovery ended before configured recovery target was reached',
      '2026-11-24 03:12:00 UTC [8] FATAL:  the database system is in recovery mode',
      '2026-11-24 03:12:00 UTC [1] LOG:  startup process (PID 7) exited with exit code 1',
    ),
  ).toBe('recovery ended before configured recovery target was reached');
});

test('details and hints follow it, and what is wrong with a configuration file stands before it', () => {
  expect(
    reason(
      'x [1] FATAL:  data directory "/d" has invalid permissions',
      'x [1] DETAIL:  Permissions should be u=rwx (0700).',
    ),
  ).toBe('data directory "/d" has invalid permissions; Permissions should be u=rwx (0700).');
  expect(
    reason(
      'x [1] LOG:  invalid value for parameter "port": "a"',
      'x [1] FATAL:  configuration file "/c" contains errors',
    ),
  ).toBe('invalid value for parameter "port": "a"; configuration file "/c" contains errors');
  expect(reason('x [1] LOG:  all is well')).toBeNull();
  expect(fatalLine('/no/such/log')).toBeNull();
});

test('a server without its configuration says so before it has a log', () => {
  const line = 'could not access the server configuration file "/data/postgresql.conf": No such file or directory';
  expect(reason(`postgres: ${line}`)).toBe(line);
});

test('a postmaster.pid that names a process of somebody else names no running server', () => {
  expect(runningServer(inFile('postmaster.pid', `${process.pid}\n/data\n`))).toBeNull();
  expect(runningServer(inFile('postmaster.pid', 'nonsense'))).toBeNull();
  expect(runningServer('/no/such/directory')).toBeNull();
});
