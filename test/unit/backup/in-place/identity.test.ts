/** Whether the files in a directory are those that were confirmed, and its server the one that may be stopped. */
import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, beforeEach, expect, test} from 'vitest';
import {type Confirmed, checkIdentity, checkServer} from '../../../../src/backup/in-place/identity.ts';
import type {FoundServer} from '../../../../src/postgres/found-server.ts';

const own = '7711152328148641719';
const other = '7711152328148642000';

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'lifeboat-identity-'));
});

afterEach(() => rmSync(directory, {recursive: true}));

const holdsCluster = (identifier: string | null): void => {
  mkdirSync(join(directory, 'global'), {recursive: true});
  writeFileSync(join(directory, 'PG_VERSION'), '15\n');
  if (identifier !== null) {
    const control = Buffer.alloc(8192);
    control.writeBigUInt64LE(BigInt(identifier));
    writeFileSync(join(directory, 'global/pg_control'), control);
  }
};

const said = (confirmed: Confirmed, wanted?: string) => {
  const checked = checkIdentity(directory, confirmed, wanted);
  return checked.ok ? checked.value.state : `${checked.reason.kind}: ${checked.reason.sentence}`;
};

test('the cluster of the backup may be replaced, and an empty directory filled', () => {
  expect(said({}, own)).toBe('empty');
  holdsCluster(own);
  expect(said({identifier: own}, own)).toBe('known');
  expect(said({}, own)).toBe('known');
});

test('another cluster is never replaced, though the numbers differ only in digits that a number would lose', () => {
  holdsCluster(other);
  expect(said({}, own)).toMatch(/^unsafe: .* holds the cluster 7711152328148642000, and the backup is of/);
});

test('one that is another than was confirmed is never touched', () => {
  holdsCluster(own);
  expect(said({identifier: other})).toMatch(/^unsafe: .* and 7711152328148642000 was confirmed/);
  expect(said({identifier: other}, own)).toMatch(/^unsafe: The backup is of the cluster/);
});

test('a directory with something else in it is no cluster', () => {
  writeFileSync(join(directory, 'photos.tar'), '');
  expect(said({identifier: own}, own)).toMatch(/^unsafe: .* is not empty and holds no cluster/);
});

test('a cluster without pg_control is replaced only where somebody says which one it is', () => {
  holdsCluster(null);
  expect(said({}, own)).toMatch(/^unsafe: .* nothing in it says which one/);
  expect(said({identifier: own}, own)).toBe('unknown');
});

const server = (startedAt: string | null): FoundServer => ({
  process: {pid: 4711, startTicks: '1'},
  startedAtMs: startedAt === null ? null : Date.parse(startedAt),
  status: 'ready',
  words: null,
  logFile: null,
  socket: null,
});

const mayStop = (found: FoundServer, started?: string) => {
  const checked = checkServer('/srv/pg', found, {started});
  return checked.ok ? 'yes' : `${checked.reason.kind}: ${checked.reason.sentence}`;
};

test('a server is stopped only where its start was confirmed; one that has ended is in nobody’s way', () => {
  const running = server('2026-11-23T01:00:00Z');
  expect(mayStop(running)).toMatch(/^unsafe: A server runs in \/srv\/pg/);
  // As postmaster.pid says it, and as pg_postmaster_start_time() does.
  expect(mayStop(running, '2026-11-23T01:00:00Z')).toBe('yes');
  expect(mayStop(running, '2026-11-23T02:00:00.482913+01:00')).toBe('yes');
  expect(mayStop({...running, process: null})).toBe('yes');
});

test('one that was started again since is not stopped', () => {
  expect(mayStop(server('2026-11-23T03:10:00Z'), '2026-11-23T01:00:00.4Z')).toMatch(
    /^unsafe: .* runs since 2026-11-23T03:10/,
  );
  expect(mayStop(server('2026-11-23T01:00:00Z'), '2026-11-23T03:10:00Z')).toMatch(/^unsafe: /);
  expect(mayStop(server(null), '2026-11-23T01:00:00Z')).toMatch(/^unsafe: /);
  expect(mayStop(server('2026-11-23T01:00:00Z'), 'yesterday')).toMatch(/^unsafe: --started takes a time/);
});
