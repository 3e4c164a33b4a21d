/** Logins are read as programs keep them, and a file that others can read is refused. */
import {chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, beforeEach, expect, test} from 'vitest';
import {isOfThisRotation, readLogins, readPasswords, writePasswords} from '../../../src/breach/credentials.ts';
import {areAllNew, keepOldLogins, rewriteStore} from '../../../src/breach/secret-store.ts';

let desk: string;
const place = {host: 'db.example.org', port: 5432, database: 'shop', options: {}};
const file = (text: string, mode = 0o600): string => {
  const path = join(desk, 'logins');
  writeFileSync(path, text, {mode});
  chmodSync(path, mode);
  return path;
};

beforeEach(() => {
  desk = mkdtempSync(join(tmpdir(), 'lifeboat-credentials-'));
});

afterEach(() => {
  rmSync(desk, {recursive: true});
});

test('connection strings and lines of a password file stand side by side, and * is the place of the clients', () => {
  const path = file(
    '# ours\npostgres://app:a%3Ab@other:6432/orders\n*:*:*:reporting:with\\:colon\\\\\ndb2:5433:*:admin:x\n',
  );
  expect(readLogins(path, place)).toMatchObject({
    ok: true,
    value: [
      {host: 'other', port: 6432, database: 'orders', user: 'app', password: 'a:b'},
      {...place, user: 'reporting', password: 'with:colon\\'},
      {host: 'db2', port: 5433, database: 'shop', user: 'admin', password: 'x'},
    ],
  });
});

test.each([
  ['a login without a password', 'postgres://app@db/shop\n', 'line 1'],
  ['any role', '*:*:*:*:secret\n', 'line 1'],
  ['no login at all', '# nothing\n', 'no logins'],
])('%s is refused, and its text is not repeated', (_, text, why) => {
  const read = readLogins(file(text), place);
  expect(read).toMatchObject({ok: false, reason: expect.stringContaining(why)});
  expect(JSON.stringify(read)).not.toContain('secret');
});

test('a file that others can read is refused, because its passwords are known', () => {
  expect(readLogins(file('*:*:*:app:x\n', 0o640), place)).toMatchObject({
    ok: false,
    reason: expect.stringContaining('chmod 600'),
  });
});

test('new passwords are written once, for their owner alone, and read back', () => {
  const path = join(desk, 'new');
  expect(writePasswords(path, {app: 'a:b\\c', 'odd:role': 'x'})).toMatchObject({ok: true});
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(readPasswords(path)).toEqual({ok: true, value: {app: 'a:b\\c', 'odd:role': 'x'}});
  expect(writePasswords(path, {app: 'other'})).toMatchObject({ok: false});
  expect(writePasswords('new', {app: 'other'})).toMatchObject({
    ok: false,
    reason: expect.stringContaining('full path'),
  });
});

test('a store keeps its comments, its places and the lines of others, and its old logins stay where they were kept first', () => {
  const store = file('# of all\n*:*:*:app:old\ndb:5432:shop:app:old\n*:*:*:other:stays\n');
  const kept = join(desk, 'old');
  keepOldLogins(store, kept, 'run-1');
  expect(rewriteStore(store, {app: 'n:w'})).toEqual({ok: true, value: ['app']});
  expect(readFileSync(store, 'utf8')).toBe('# of all\n*:*:*:app:n\\:w\ndb:5432:shop:app:n\\:w\n*:*:*:other:stays\n');
  keepOldLogins(store, kept, 'run-1');
  expect(readFileSync(kept, 'utf8')).toContain('*:*:*:app:old');
});

test('files of another rotation, or of somebody who knew their names, are never taken up; those of a try of this one are', () => {
  const path = join(desk, 'new');
  expect(isOfThisRotation(path, 'run-1')).toEqual({ok: true, value: false});
  writePasswords(path, {app: 'known'}, 'run-1');
  expect(isOfThisRotation(path, 'run-1')).toEqual({ok: true, value: true});
  const refused = {ok: false, reason: expect.stringContaining('name a new file')};
  expect(isOfThisRotation(path, 'run-2')).toMatchObject(refused);
  expect(isOfThisRotation(path, undefined)).toMatchObject(refused);
  expect(isOfThisRotation(file('*:*:*:app:theirs\n'), 'run-1')).toMatchObject(refused);
});

test('old logins of another rotation are not taken for those of now, and a password that stays as it was is refused', () => {
  const store = file('*:*:*:app:old\n');
  const kept = join(desk, 'old');
  expect(keepOldLogins(store, kept, 'run-1')).toMatchObject({ok: true});
  expect(keepOldLogins(store, kept, 'run-2')).toMatchObject({ok: false});
  expect(areAllNew(kept, {app: 'new'})).toMatchObject({ok: true});
  expect(areAllNew(kept, {app: 'old'})).toMatchObject({
    ok: false,
    reason: expect.stringContaining('of app is its old'),
  });
});
