/** A server is isolated without anybody being locked out who must stay, evidence is kept, and new passwords are proved by logins. */
import {execFileSync} from 'node:child_process';
import {appendFileSync, readFileSync, statSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {readPasswords} from '../../src/breach/credentials.ts';
import {keepEvidence} from '../../src/breach/evidence.ts';
import {verifyEvidence} from '../../src/breach/evidence-directory.ts';
import {switchHba} from '../../src/breach/hba-switch.ts';
import {checkIsolated, isolate} from '../../src/breach/isolate.ts';
import {compareKnownFiles} from '../../src/breach/known-files.ts';
import {proveRotated} from '../../src/breach/prove-rotated.ts';
import {lookAtReadiness} from '../../src/breach/readiness.ts';
import {reopen} from '../../src/breach/reopen.ts';
import {rotate} from '../../src/breach/rotate.ts';
import {connect} from '../../src/postgres/connect.ts';
import {type BreachedShop, makeBreachedShop, oldPasswords} from '../support/breached-shop.ts';
import {makeStandby} from '../support/damaged-shop.ts';
import {must} from '../support/postgres-must.ts';

let shop: BreachedShop;

beforeAll(async () => {
  shop = await makeBreachedShop();
});

afterAll(async () => {
  await shop.remove();
});

test('evidence verifies with sha256sum, holds no password, and a file that is changed later is named', async () => {
  const request = {database: shop.uri, intoDir: join(shop.desk, 'evidence'), files: [join(shop.root, 'log')]};
  const kept = must(await keepEvidence(request));
  const intoDir = kept.directory;
  expect(kept.missing.filter(one => !one.startsWith("the server's log"))).toEqual([]);
  execFileSync('sha256sum', ['--check', '--strict', '--quiet', 'SHA256SUMS'], {cwd: intoDir});
  expect(must(verifyEvidence(intoDir, kept.digest))).toMatchObject({verified: true, changed: []});
  expect(statSync(intoDir).mode & 0o777).toBe(0o700);
  expect(statSync(join(intoDir, 'roles.json')).mode & 0o777).toBe(0o600);
  const roles = readFileSync(join(intoDir, 'roles.json'), 'utf8');
  expect(roles).toContain('"rolname":"admin"');
  expect(roles).not.toContain('SCRAM-SHA-256$');
  expect(JSON.parse(readFileSync(join(intoDir, 'custody.json'), 'utf8'))).toMatchObject({wal: kept.lsn});

  appendFileSync(join(intoDir, 'sessions.json'), '{}\n');
  expect(must(verifyEvidence(intoDir))).toMatchObject({verified: false, changed: ['sessions.json']});
  // Whoever writes the list anew as well is seen by the digest that the run has noted.
  execFileSync('/bin/sh', ['-c', 'sha256sum *.json file-* > SHA256SUMS'], {cwd: intoDir});
  expect(must(verifyEvidence(intoDir, kept.digest))).toMatchObject({verified: false, changed: ['SHA256SUMS']});
  expect(must(await keepEvidence(request)).directory).not.toBe(intoDir);
});

test('isolated, nobody else is in or gets in; reopened, everybody is as before, without the line of the intruder', async () => {
  const before = readFileSync(shop.hbaFile, 'utf8');
  writeFileSync(shop.hbaFile, `host all all 127.0.0.66/32 trust\n${before}`);
  const thief = await shop.enter('app', oldPasswords.app);
  await shop.sql('create role sleeper nologin');
  const recordDir = join(shop.desk, 'isolation');

  const isolated = must(await isolate({database: shop.uri, recordDir}));
  expect(isolated).toMatchObject({isolated: true, othersRefused: true, sessions: [], open: []});
  expect(await thief.run('select 1')).toMatchObject({ok: false});
  await thief.close();
  for (const [role, password] of Object.entries(oldPasswords)) {
    expect(await connect(shop.tcp(role, password))).toMatchObject({ok: false, reason: {sqlstate: '28000'}});
  }
  // Again, as after a crash: what was before the first time stays the record.
  must(await isolate({database: shop.uri, recordDir}));
  expect(must(await checkIsolated({database: shop.uri})).isolated).toBe(true);
  const known = must(await compareKnownFiles({database: shop.uri, knownDir: saved(before), recordDir}));
  expect(known.hbaAdded).toEqual(['host all all 127.0.0.66/32 trust']);

  const wrong = await reopen({database: shop.uri, recordDir, withoutLines: ['host all all 127.0.0.67/32 trust']});
  expect(wrong).toMatchObject({ok: false, reason: expect.stringContaining('has no line')});
  const opened = must(
    await reopen({database: shop.uri, recordDir, withoutLines: known.hbaAdded, except: ['reporting']}),
  );
  expect(opened).toMatchObject({roles: ['admin', 'app', 'replicator'], left: ['reporting']});
  expect(readFileSync(shop.hbaFile, 'utf8')).toBe(before);
  await (await shop.enter('app', oldPasswords.app)).close();
  expect(await shop.sql('select rolname from pg_roles where not rolcanlogin and oid >= 16384 order by 1')).toEqual([
    {rolname: 'reporting'},
    {rolname: 'sleeper'},
  ]);
  must(await reopen({database: shop.uri, recordDir, withoutLines: known.hbaAdded}));
});

const saved = (hba: string): string => {
  const directory = shop.desk;
  writeFileSync(join(directory, 'pg_hba.conf'), hba);
  return directory;
};

test('who isolates over the network stays in over the network alone, and half a file of a try that died is no loss', async () => {
  const before = readFileSync(shop.hbaFile, 'utf8');
  const database = shop.tcp('admin', oldPasswords.admin);
  const recordDir = join(shop.desk, 'isolation over the network');
  must(await isolate({database, recordDir}));
  expect(await connect(shop.uri)).toMatchObject({ok: false, reason: {sqlstate: '28000'}});
  writeFileSync(shop.hbaFile, readFileSync(shop.hbaFile, 'utf8').slice(0, 150));
  expect(must(await isolate({database, recordDir}))).toMatchObject({isolated: true});
  must(await reopen({database, recordDir}));
  expect(readFileSync(shop.hbaFile, 'utf8')).toBe(before);
  expect(await shop.sql(`select rolcanlogin from pg_roles where rolname = 'postgres'`)).toEqual([{rolcanlogin: true}]);
});

test('a standby is isolated by rules of its own, and follows on', async () => {
  const standby = await makeStandby(shop);
  const recordDir = join(shop.desk, 'isolation of the standby');
  const before = readFileSync(join(standby.dataDirectory, 'pg_hba.conf'), 'utf8');
  await expect
    .poll(async () => must(await lookAtReadiness(shop.uri)).followers)
    .toEqual([expect.stringMatching(/^postgres from the socket \(.*, streaming\)$/)]);
  expect(must(await isolate({database: standby.uri, recordDir}))).toMatchObject({isolated: true, othersRefused: true});
  await shop.sql('create role seen_there');
  await expect
    .poll(async () => {
      const connection = must(await connect(standby.uri));
      const rows = must(await connection.run(`select from pg_roles where rolname = 'seen_there'`));
      await connection.close();
      return rows.at(-1)?.rowCount;
    })
    .toBe(1);
  must(await reopen({database: standby.uri, recordDir}));
  expect(readFileSync(join(standby.dataDirectory, 'pg_hba.conf'), 'utf8')).toBe(before);
  await standby.remove();
});

test('functions that somebody has put before those of the server are never called by a superuser', async () => {
  await shop.sql(`
    create schema evil; create table evil.calls (what text);
    create function evil.format(text, variadic text[]) returns text language plpgsql security invoker as
      'begin insert into evil.calls values ($1); return $1; end';
    create function evil.current_setting(text) returns text language plpgsql as
      'begin insert into evil.calls values ($1); return pg_catalog.current_setting($1); end';
    create function evil.pg_backend_pid() returns int language plpgsql as
      'begin insert into evil.calls values (''pid''); return 1; end';
    alter database shop set search_path = evil, pg_catalog, public`);
  must(await lookAtReadiness(shop.uri));
  const recordDir = join(shop.desk, 'isolation from names');
  must(await isolate({database: shop.uri, recordDir}));
  must(await reopen({database: shop.uri, recordDir}));
  expect(await shop.sql('select what from evil.calls')).toEqual([]);
  await shop.sql('alter database shop reset search_path; drop schema evil cascade');
});

test('rules that would lock out the recovery itself, or that the server does not understand, are taken back', async () => {
  const before = readFileSync(shop.hbaFile, 'utf8');
  const connection = await shop.open();
  const path = shop.hbaFile;
  expect(await switchHba(connection, {path, text: 'local all app trust\n'})).toMatchObject({
    ok: false,
    reason: {message: expect.stringContaining('as it was before')},
  });
  expect(await switchHba(connection, {path, text: 'local all all truss\n'})).toMatchObject({
    ok: false,
    reason: {message: expect.stringContaining('line 1 of pg_hba.conf is not understood')},
  });
  await connection.close();
  expect(readFileSync(shop.hbaFile, 'utf8')).toBe(before);
  await (await shop.enter('app', oldPasswords.app)).close();
});

test('after the rotation every old password is refused, every new one works, and a login that needs none is named', async () => {
  const store = join(shop.desk, 'store');
  const lines = Object.entries(oldPasswords).map(([role, password]) => `*:*:*:${role}:${password}\n`);
  writeFileSync(store, ['# of all programs\n', ...lines].join(''), {mode: 0o600});
  const pooler = join(shop.desk, 'users.txt');
  writeFileSync(pooler, '"app" "SCRAM-SHA-256$old" ""\n"stranger" "md5abc"\n');
  const proof = (oldFile: string) =>
    proveRotated({client: shop.tcp('app', 'x'), oldFile, newFile: join(shop.desk, 'new')});

  const rotated = must(
    await rotate({database: shop.uri, intoFile: join(shop.desk, 'new'), store, poolerUsers: pooler}),
  );
  expect(rotated).toMatchObject({roles: ['admin', 'app', 'replicator', 'reporting'], poolerRoles: ['app']});
  expect(must(await proof(rotated.oldLogins ?? ''))).toMatchObject({proved: true, untried: []});
  expect(readFileSync(store, 'utf8')).not.toContain('app-secret-1');
  expect(readFileSync(pooler, 'utf8')).toMatch(/^"app" "SCRAM-SHA-256\$4096:[^"]+" ""\n"stranger" "md5abc"\n$/);
  expect(readFileSync(join(shop.root, 'log'), 'utf8')).not.toContain(
    String(readFileSync(store, 'utf8').split(':').at(-1)?.trim()),
  );

  // The files are there: another rotation neither hands them out again nor takes the old logins for those of now.
  const again = {database: shop.uri, intoFile: join(shop.desk, 'new'), store, once: 'another'};
  expect(await rotate(again)).toMatchObject({ok: false, reason: expect.stringContaining('name a new file')});
  // A role of no known old login is tried with its new one.
  const oldOfApp = join(shop.desk, 'old of app');
  writeFileSync(oldOfApp, `*:*:*:app:${oldPasswords.app}\n`, {mode: 0o600});
  const untried = ['admin', 'replicator', 'reporting'];
  expect(must(await proof(oldOfApp))).toMatchObject({proved: true, untried});
  await shop.sql(`alter role reporting password 'not that one'`);
  expect(must(await proof(oldOfApp))).toMatchObject({
    proved: false,
    untried,
    summary: expect.stringContaining('reporting'),
  });
  await shop.sql(`alter role reporting password '${must(readPasswords(join(shop.desk, 'new'))).reporting}'`);

  // The new ones as the old ones: they work, and that is what is said.
  expect(must(await proof(store))).toMatchObject({
    proved: false,
    logins: expect.arrayContaining([expect.objectContaining({old: 'accepted'})]),
  });
  const before = readFileSync(shop.hbaFile, 'utf8');
  writeFileSync(shop.hbaFile, `host all app 127.0.0.0/8 trust\n${before}`);
  await shop.sql('select pg_reload_conf()');
  await expect
    .poll(async () => must(await proof(rotated.oldLogins ?? '')).logins.find(({role}) => role === 'app')?.old)
    .toBe('any');
  writeFileSync(shop.hbaFile, before);
  await shop.sql('select pg_reload_conf()');
});
