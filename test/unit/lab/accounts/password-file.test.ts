/** A password file holds what libpq would take from it, also where a password has its separators in it. */
import {mkdtempSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, expect, test} from 'vitest';
import {passwordOf, readPasswordFile, writePasswordFile} from '../../../../src/lab/accounts/password-file.ts';

const directory = mkdtempSync(join(tmpdir(), 'lifeboat-passwords-'));
const file = join(directory, 'credentials');

afterAll(() => rmSync(directory, {recursive: true}));

test('what is written is read, also a password with colons and backslashes, and nobody else may read it', () => {
  const credentials = [
    {role: 'app', password: String.raw`a:b\c::\\`},
    {role: 'odd:role', password: 'secret of today'},
  ];
  writePasswordFile(file, credentials);
  expect(readPasswordFile(file)).toEqual(credentials);
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

test('the first line of a role counts, and a comment is none', () => {
  writeFileSync(
    file,
    '# of the third quarter\ndb1:5432:ticketing:app:first\n*:*:*:app:second\n*:*:*:reporting:third\n',
  );
  expect(readPasswordFile(file)).toEqual([
    {role: 'app', password: 'first'},
    {role: 'reporting', password: 'third'},
  ]);
  expect(passwordOf(file, 'admin')).toBeNull();
});

test('a file that is not there, and lines that are none, hold no password', () => {
  expect(readPasswordFile(join(directory, 'nowhere'))).toEqual([]);
  writeFileSync(file, '\n*:*:*:app\nnothing of the kind\n');
  expect(readPasswordFile(file)).toEqual([]);
});
