/** What a killed triage left: it goes once it is a day old, ours, and held by nobody; nothing else is touched. */
import {chownSync, existsSync, mkdirSync, readdirSync, statSync, symlinkSync, utimesSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {afterEach, expect, onTestFinished, test} from 'vitest';
import {lockPathIn, makeTriagePlace, removeLeftPlaces} from '../../../../src/cli/triage/triage-place.ts';
import {takeLock} from '../../../../src/journal/lock.ts';
import {temporaryDirectory} from '../../../support/journals.ts';

const {TMPDIR, XDG_RUNTIME_DIR} = process.env;
const dayMs = 86_400_000;

afterEach(() => {
  setVariable('TMPDIR', TMPDIR);
  setVariable('XDG_RUNTIME_DIR', XDG_RUNTIME_DIR);
});

const setVariable = (name: 'TMPDIR' | 'XDG_RUNTIME_DIR', value: string | undefined): void => {
  if (value === undefined) {
    delete process.env[name];
  } else {
    process.env[name] = value;
  }
};

/** Places for temporary files, on the disk and in memory. */
const placed = () => {
  const [disk, memory] = [temporaryDirectory(), temporaryDirectory()];
  setVariable('TMPDIR', disk);
  setVariable('XDG_RUNTIME_DIR', memory);
  return {disk, memory};
};

const left = (disk: string, name: string): string => {
  const directory = join(disk, name);
  mkdirSync(join(directory, 'spool'), {recursive: true, mode: 0o700});
  writeFileSync(lockPathIn(directory), '');
  return directory;
};

test('a new place is for its owner alone', () => {
  placed();
  const place = makeTriagePlace();
  expect(place.ok && statSync(place.value).mode & 0o777).toBe(0o700);
});

test('no place for temporary files is a sentence', () => {
  setVariable('TMPDIR', '/nowhere/at/all');
  expect(makeTriagePlace()).toMatchObject({ok: false, reason: expect.stringContaining('no place for temporary files')});
});

test('what a day ago was left goes, with what lies in memory; younger ones, links and others stay', () => {
  const {disk, memory} = placed();
  const old = left(disk, 'lifeboat-triage-Old123');
  mkdirSync(join(memory, 'lifeboat', 'lifeboat-triage-Old123'), {recursive: true});
  writeFileSync(join(memory, 'lifeboat', 'lifeboat-triage-Old123', 'symptom_1#1.probe-1-1.pgpass'), 'tuna');
  left(disk, 'lifeboat-triage-notes-of-ada');
  left(disk, 'shop-backup');
  symlinkSync(join(disk, 'shop-backup'), join(disk, 'lifeboat-triage-Link12'));
  const nowMs = statSync(old).mtimeMs;

  removeLeftPlaces(nowMs + dayMs);
  expect(existsSync(old)).toBe(true);

  removeLeftPlaces(nowMs + 2 * dayMs);
  expect(readdirSync(disk).toSorted()).toEqual([
    'lifeboat-triage-Link12',
    'lifeboat-triage-notes-of-ada',
    'shop-backup',
  ]);
  expect(readdirSync(join(memory, 'lifeboat'))).toEqual([]);
});

test('one that a process still holds stays, however old it is', async () => {
  const {disk} = placed();
  const held = left(disk, 'lifeboat-triage-Held12');
  const holder = {user: 'ada', host: 'db1', pid: process.pid, since: '2026-11-23T02:47:00Z'};
  const lock = await takeLock(lockPathIn(held), holder);
  onTestFinished(() => (lock.ok ? lock.value.release() : undefined));
  utimesSync(held, 0, 0);

  removeLeftPlaces(Date.now());
  expect(existsSync(held)).toBe(true);

  if (lock.ok) {
    lock.value.release();
  }
  removeLeftPlaces(Date.now());
  expect(existsSync(held)).toBe(false);
});

test.runIf(process.getuid?.() === 0)('what is of another user stays', () => {
  const {disk} = placed();
  const foreign = left(disk, 'lifeboat-triage-Other1');
  chownSync(foreign, 4_711, 4_711);

  removeLeftPlaces(Date.now() + 2 * dayMs);
  expect(existsSync(foreign)).toBe(true);
});
