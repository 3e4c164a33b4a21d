/** Where clients come in by passwords, the pooler and the receiver of WAL know no other way in. */
import {spawnSync} from 'node:child_process';
import {mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, beforeAll, expect, test, vi} from 'vitest';
import {passwordOf} from '../../src/lab/accounts/password-file.ts';
import {startApplication} from '../../src/lab/application.ts';
import {type Estate, openEstate} from '../../src/lab/estate.ts';
import {labNamesOf} from '../../src/lab/lab-names.ts';
import {connect} from '../../src/postgres/connect.ts';
import {needPackages} from '../support/debian-packages.ts';
import {must} from '../support/postgres-must.ts';

const stateDir = mkdtempSync(join(tmpdir(), 'lifeboat-state-'));
let estate: Estate;
let names: Readonly<Record<string, string>>;

beforeAll(async () => {
  needPackages({pgbouncer: 'pgbouncer', psql: 'postgresql-client'});
  const request = {run: `pooled-${process.pid}`, stateDir, scale: 100, withAccounts: true};
  estate = must(await openEstate({...request, network: ['pooler', 'receiver']}));
  names = labNamesOf(estate);
});

afterAll(async () => {
  must(await estate.dismantle());
  rmSync(stateDir, {recursive: true});
});

const withPassword = (uri: string, role: string, password: string | null): string =>
  uri.replace(/\/\/[^@]*@/, `//${role}:${password}@`);

test('the pooler lets nobody in without the password, and the application with it', async () => {
  const wrong = await connect(withPassword(names.pooler ?? '', 'app', 'guessed'));
  expect(wrong).toMatchObject({ok: false, reason: {message: expect.stringContaining('authentication failed')}});
  const application = startApplication(estate);
  await vi.waitUntil(() => application.counts().acknowledged > 3, {timeout: 10_000});
  expect(application.counts()).toMatchObject({refused: 0, server: 'primary'});
  await application.stop();
});

test('its file of users holds the verifiers of the server and no password of theirs', () => {
  const users = readFileSync(names.pooler_users ?? '', 'utf8');
  expect(users).toMatch(/^"app" "SCRAM-SHA-256\$4096:/m);
  expect(users).not.toContain(passwordOf(names.credentials ?? '', 'app'));
});

test('its console wants a password, which the lab’s connection has', () => {
  const show = (uri: string) => spawnSync('psql', ['-X', '-At', uri, '-c', 'show version'], {encoding: 'utf8'});
  expect(show(names.pooler_admin ?? '')).toMatchObject({status: 0, stdout: expect.stringContaining('PgBouncer')});
  expect(show(withPassword(names.pooler_admin ?? '', 'pgbouncer', 'guessed')).status).not.toBe(0);
});

test('the receiver of WAL comes in as the role of replication', async () => {
  const connection = must(await connect(estate.primary));
  const [outcome] = must(await connection.run('select usename from pg_stat_replication'));
  await connection.close();
  expect(outcome?.rows).toEqual([{usename: 'replicator'}]);
});
