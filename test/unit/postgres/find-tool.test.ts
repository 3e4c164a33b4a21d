/** Tools in a directory that is chosen: found, of another version, broken, missing; and what a person is told to install. */
import {chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, expect, test} from 'vitest';
import {findTool, howToInstall, missingTools, packagerHere} from '../../../src/postgres/find-tool.ts';

/** As packages lay them out, each a program that only knows its version. */
const root = mkdtempSync(join(tmpdir(), 'lifeboat-tools-'));
const choice = join(root, 'bin');
// The account that runs servers looks at them, too.
chmodSync(root, 0o755);
mkdirSync(choice, {mode: 0o755});
afterAll(() => rmSync(root, {recursive: true}));

const place = (name: string, says: string): void =>
  writeFileSync(join(choice, name), `#!/bin/sh\n${says}\n`, {mode: 0o755});

for (const name of ['initdb', 'pg_ctl', 'postgres', 'pg_waldump']) {
  place(name, `echo "${name} (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)"`);
}
place('pg_dump', 'echo "pg_dump (PostgreSQL) 17.2"');
place('pg_restore', 'echo "pg_restore (PostgreSQL) 14.9"');
place('pg_amcheck', 'exit 127');

test('A tool stands beside the server that was chosen, and says its version itself', async () => {
  expect(await findTool('pg_waldump', {choice})).toEqual({
    ok: true,
    value: {name: 'pg_waldump', path: join(choice, 'pg_waldump'), version: '15.18'},
  });
});

test('Where a directory was chosen, what stands on the search path does not count', async () => {
  expect(await findTool('psql', {choice})).toMatchObject({
    ok: false,
    reason: {sentence: `psql is not here, and LIFEBOAT_POSTGRES is ${choice}: only what stands there counts`},
  });
});

test('A dump may be newer than the server and never older; one that does not start is not here', async () => {
  const missing = await missingTools(['pg_dump', 'pg_restore', 'pg_amcheck', 'pg_waldump'], {choice, major: 15});
  expect(missing.map(({name}) => name)).toEqual(['pg_restore', 'pg_amcheck']);
});

test('Programs of the system are on the search path whichever server was chosen', async () => {
  expect(await findTool('mount', {choice})).toMatchObject({ok: true, value: {version: expect.stringMatching(/^\d/)}});
});

test('The way out is the command of this system, or the packages of all where it is unknown', () => {
  expect(howToInstall('pg_waldump', {major: 15, packager: 'debian'})).toBe('apt-get install postgresql-15');
  expect(howToInstall('pg_waldump', {packager: 'homebrew'})).toBe('brew install postgresql');
  expect(howToInstall('pg_dump', {packager: null})).toBe(
    'install the package postgresql-client, or as others call it postgresql',
  );
  expect(howToInstall('setpriv', {packager: 'homebrew'})).toBe('install the package util-linux');
});

test('A system says itself whose packages it takes', () => {
  const of = (release: string) => packagerHere('linux', release);
  expect(of('NAME="Debian GNU/Linux"\nID=debian\n')).toBe('debian');
  expect(of('ID=linuxmint\nID_LIKE="ubuntu debian"\n')).toBe('debian');
  expect(of('ID="rocky"\nID_LIKE="rhel centos fedora"\n')).toBe('redhat');
  expect(of('ID=alpine\nHOME_URL="https://debian.example/"\n')).toBeNull();
  expect(packagerHere('darwin', '')).toBe('homebrew');
});

test('What servers load lies beside their programs, and is no program itself', async () => {
  expect(await findTool('pgaudit', {choice, major: 15})).toMatchObject({
    ok: false,
    reason: {sentence: expect.stringContaining('pgaudit of PostgreSQL 15 is not here')},
  });
  const library = join(root, 'lib', 'pgaudit.so');
  mkdirSync(join(root, 'lib'));
  writeFileSync(library, '');
  expect(await findTool('pgaudit', {choice})).toMatchObject({ok: true, value: {path: library, version: null}});
});
