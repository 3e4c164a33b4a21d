/** A lab is found again in whatever state a step has left it, and one whose server was killed is lost. */
import {mkdtempSync, renameSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, beforeAll, expect, test, vi} from 'vitest';
import {type Estate, openEstate} from '../../src/lab/estate.ts';
import {reopenEstate} from '../../src/lab/reopen.ts';
import {startSite} from '../../src/lab/sites/start-site.ts';
import {keepDamage} from '../../src/lab/truth.ts';
import {runningServer, stopServer} from '../../src/postgres/server.ts';
import {must} from '../support/postgres-must.ts';

const stateDir = mkdtempSync(join(tmpdir(), 'lifeboat-state-'));
const run = `reopened-${process.pid}`;
let estate: Estate;

beforeAll(async () => {
  estate = must(await openEstate({run, stateDir, scale: 50}));
});

afterAll(async () => {
  must(await estate.dismantle());
  rmSync(stateDir, {recursive: true});
});

const reopened = async () => {
  const found = await reopenEstate(stateDir, run);
  return found.ok ? found.value.directory : `${found.reason.why}: ${found.reason.sentence}`;
};

const start = async () => {
  const [site] = estate.sites;
  must(site ? await startSite({token: estate.token, tools: estate.tools, site}) : {ok: false, reason: 'no primary'});
};

test('a lab that was not broken yet has nothing to go on with', async () => {
  expect(await reopened()).toContain('lost: what the fault did was never written down');
  const damage = {fault: 'none', transaction: '3', committedAt: '2026-11-30T03:12:00Z', lost: [], rowsLost: 0};
  keepDamage(estate.directory, {...damage, tablesLost: [], before: [], structure: [], written: []});
  expect(await reopened()).toBe(estate.directory);
});

test('a primary that a step has stopped, moved aside or started again is no loss', async () => {
  must(await stopServer(estate.dataDirectory));
  expect(await reopened()).toBe(estate.directory);
  renameSync(estate.dataDirectory, `${estate.dataDirectory}.incident`);
  expect(await reopened()).toBe(estate.directory);
  renameSync(`${estate.dataDirectory}.incident`, estate.dataDirectory);
  await start();
  expect(await reopened()).toBe(estate.directory);
});

test('a server that does not show the token is left alone', async () => {
  must(await stopServer(estate.dataDirectory));
  const [site] = estate.sites;
  must(
    site ? await startSite({token: 'of another lab', tools: estate.tools, site}) : {ok: false, reason: 'no primary'},
  );
  expect(await reopened()).toMatch(/^unreachable: What answers in the place of this lab is not the lab/);
  must(await stopServer(estate.dataDirectory));
});

test('a server that was killed is a lab that is lost', async () => {
  await start();
  process.kill(runningServer(estate.dataDirectory)?.pid ?? 0, 'SIGKILL');
  await vi.waitUntil(() => runningServer(estate.dataDirectory) === null, {timeout: 10_000});
  expect(await reopened()).toBe('lost: the database of this lab is not running any more');
});
