/** The file beside a data directory that a restore goes on from. */
import {mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, beforeEach, expect, test} from 'vitest';
import {
  oldPath,
  type RestoreRecord,
  readRecord,
  restoringPath,
  workingOn,
  writeRecord,
} from '../../../../src/backup/in-place/record.ts';
import {identify} from '../../../../src/postgres/process-identity.ts';

let room: string;
let record: RestoreRecord;

beforeEach(() => {
  room = mkdtempSync(join(tmpdir(), 'lifeboat-record-'));
  const directory = join(room, 'main');
  record = {
    format: 1,
    kind: 'lifeboat-restore-in-place',
    phase: 'switching',
    once: 'k7q2xw',
    beganAt: '2026-11-23T03:12:00.000Z',
    by: {pid: 4711, startTicks: '1'},
    directory,
    oldDirectory: oldPath(directory, new Date('2026-11-23T03:12:00Z')),
    restoring: restoringPath(directory),
    backup: 'the base backup /srv/base',
    target: 'end',
    isDelta: false,
    identifier: '7711152328148641719',
    timeline: 1,
    server: {wasRunning: true, words: null, logFile: null, socket: null},
    result: null,
  };
});

afterEach(() => rmSync(room, {recursive: true}));

test('what was written is read back, and nobody else may read it', () => {
  expect(readRecord(record.directory)).toBeNull();
  writeRecord(record);
  expect(readRecord(record.directory)).toEqual(record);
  expect(record.oldDirectory).toBe(`${record.directory}.incident-20261123T031200Z`);
  expect(statSync(`${record.directory}.restore.json`).mode & 0o777).toBe(0o600);
});

test.each([
  ['another directory', {directory: '/srv/other'}],
  ['files elsewhere to be removed', {restoring: '/etc'}],
  ['old data elsewhere', {oldDirectory: '/etc'}],
  ['old data reached by steps back', {oldDirectory: 'main.incident-x/../../etc'}],
])('one that names %s is not believed: what it names is renamed and removed, by root', (_what, changes) => {
  const old = changes as {readonly oldDirectory?: string};
  const place = old.oldDirectory?.startsWith('main') ? {oldDirectory: join(room, '/').concat(old.oldDirectory)} : {};
  writeFileSync(`${record.directory}.restore.json`, JSON.stringify({...record, ...changes, ...place}));
  expect(readRecord(record.directory)).toBeNull();
});

test('while the program that restores lives, nobody else may, and afterwards everybody', () => {
  const parent = identify(process.ppid);
  if (parent === null) throw new Error('a test has a parent');
  const living = {...record, by: parent};
  expect(workingOn(living)).toBe(parent.pid);
  expect(workingOn({...living, phase: 'finished'})).toBeNull();
  // The number may be another's by now.
  expect(workingOn({...record, by: {...parent, startTicks: '1'}})).toBeNull();
  expect(workingOn({...record, by: {pid: process.pid, startTicks: ''}})).toBeNull();
});

test('old data of two restores within one second go to two places', () => {
  const at = new Date('2026-11-30T14:08:36.480Z');
  const first = oldPath(join(room, 'main'), at);
  expect(first).toBe(join(room, 'main.incident-20261130T140836Z'));
  mkdirSync(first);
  const second = oldPath(join(room, 'main'), at);
  mkdirSync(second);
  expect([second, oldPath(join(room, 'main'), at)]).toEqual([`${first}-2`, `${first}-3`]);
});
