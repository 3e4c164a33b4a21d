/** Why a program did not do what it should, for a person. */
import {expect, test} from 'vitest';
import {exitCodeOf, whyFailed, whyLost, whyRefused} from '../../../src/runners/sentences.ts';

const refused = {type: 'refused', id: 1, attempt: 'dump#1', code: 'ENOENT', cause: 'program', atMs: 0} as const;
const ended = {
  type: 'ended',
  id: 1,
  attempt: 'dump#1',
  exit: 0,
  signal: null,
  timedOut: false,
  atMs: 0,
  uptimeS: 1,
  outBytes: 0,
  errBytes: 0,
} as const;
const about = {timeoutMs: 900_000, stderr: 'pg_dump: error: connection refused\nIs the server running?\n'};

test('a missing program says how to get it', () => {
  expect(whyRefused('pg_dump', refused, undefined)).toBe(
    'pg_dump was not found on the PATH; install it (package postgresql-client on Debian and Ubuntu) or give its full path',
  );
  expect(whyRefused('fixit', refused, undefined)).toBe(
    'fixit was not found on the PATH; install it or give its full path',
  );
});

test('a missing working directory is not taken for a missing program', () => {
  expect(whyRefused('pg_dump', {...refused, cause: 'cwd'}, '/srv/gone')).toBe(
    'pg_dump was not started: its working directory /srv/gone does not exist',
  );
});

test('a failed program is quoted with the line that names an error, as much as is read at a glance', () => {
  expect(whyFailed('/usr/bin/pg_dump', {...ended, exit: 1}, about)).toBe(
    'pg_dump ended with exit code 1: pg_dump: error: connection refused',
  );
  expect(whyFailed('move', {...ended, exit: 1}, {...about, stderr: `error: ${'x'.repeat(9_000)}`})).toHaveLength(
    'move ended with exit code 1: '.length + 300,
  );
});

test('a time-out says how long was waited, whatever the program said about being ended', () => {
  expect(whyFailed('pg_dump', {...ended, exit: null, signal: 'SIGTERM', timedOut: true}, about)).toBe(
    'pg_dump was stopped: it had not ended after 15 min 00 s',
  );
});

test('a program that ended well has no reason, and one ended by a signal no exit code below 128', () => {
  expect(whyFailed('pg_dump', ended, about)).toBeUndefined();
  expect(exitCodeOf({...ended, exit: null, signal: 'SIGKILL'})).toBe(137);
});

test('when the keeper dies, what is said depends on how far the program had come', () => {
  const how = 'the keeper ended (SIGKILL)';

  expect(whyLost('/usr/bin/psql', how, 'not-taken')).toBe(
    'psql was not started: the keeper ended (SIGKILL) before it took the order',
  );
  expect(whyLost('psql', how, 'perhaps-started')).toContain('whether it was started is not known');
  expect(whyLost('psql', how, 'started')).toContain('whether it did its work is not known');
});
