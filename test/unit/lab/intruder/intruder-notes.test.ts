/** What an intruder notes says who is in and who was refused, and does not grow by the refusals of days. */
import {appendFileSync, mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, beforeEach, expect, test} from 'vitest';
import {isIn, openIntruderNotes, readIntruderNotes} from '../../../../src/lab/intruder/intruder-notes.ts';

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'lifeboat-intruder-'));
});
afterEach(() => rmSync(directory, {recursive: true}));

test('whoever came in and read is in until the session is lost, and refusals change nothing of that', () => {
  const {note} = openIntruderNotes(directory);
  expect(isIn(readIntruderNotes(directory))).toBeNull();
  note({did: 'refused', atMs: 1, role: 'admin', why: 'wrong password'});
  note({did: 'came-in', atMs: 2, role: 'app'});
  note({did: 'read', atMs: 3, role: 'app', rows: 500});
  expect(isIn(readIntruderNotes(directory))).toBe('app');
  note({did: 'lost', atMs: 4, role: 'app', why: 'terminated'});
  note({did: 'refused', atMs: 5, role: 'app', why: 'wrong password'});
  expect(isIn(readIntruderNotes(directory))).toBeNull();
});

test('a refusal is noted once a second for each role, and at once after the session was lost', () => {
  const {note} = openIntruderNotes(directory);
  for (let atMs = 0; atMs < 2_000; atMs += 100) {
    note({did: 'refused', atMs, role: 'app', why: 'wrong password'});
    note({did: 'refused', atMs, role: 'admin', why: 'wrong password'});
  }
  expect(readIntruderNotes(directory).map(({role, atMs}) => `${role} ${atMs}`)).toEqual([
    'app 0',
    'admin 0',
    'app 1000',
    'admin 1000',
  ]);
  note({did: 'came-in', atMs: 2_000, role: 'app'});
  note({did: 'lost', atMs: 2_010, role: 'app', why: 'terminated'});
  note({did: 'refused', atMs: 2_020, role: 'admin', why: 'wrong password'});
  expect(readIntruderNotes(directory).at(-1)).toMatchObject({did: 'refused', atMs: 2_020});
});

test('a line that a kill cut short is left out', () => {
  openIntruderNotes(directory).note({did: 'came-in', atMs: 1, role: 'app'});
  appendFileSync(join(directory, 'intruder.jsonl'), '{"did":"lost","atM');
  expect(isIn(readIntruderNotes(directory))).toBe('app');
});
