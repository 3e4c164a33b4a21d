/** The servers of a lab: what follows its primary, who takes writes, and an application that finds whoever does. */
import {mkdtempSync, renameSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, beforeAll, expect, test, vi} from 'vitest';
import {startApplication} from '../../src/lab/application.ts';
import {takeBaseBackup} from '../../src/lab/base-backup.ts';
import {type Estate, openEstate} from '../../src/lab/estate.ts';
import {isOfLab} from '../../src/lab/isolation.ts';
import {labNamesOf} from '../../src/lab/lab-names.ts';
import {connect} from '../../src/postgres/connect.ts';
import {serversIn} from '../../src/postgres/process-identity.ts';
import {stopServer} from '../../src/postgres/server.ts';
import {must} from '../support/postgres-must.ts';

const stateDir = mkdtempSync(join(tmpdir(), 'lifeboat-state-'));
let estate: Estate;

beforeAll(async () => {
  const request = {run: `sites-${process.pid}`, stateDir, scale: 400};
  estate = must(await openEstate({...request, followers: ['standby', 'delayed'], withDump: true}));
});

afterAll(async () => {
  must(await estate.dismantle());
  rmSync(stateDir, {recursive: true});
});

const rows = async (uri: string, sql: string) => {
  const connection = must(await connect(uri));
  try {
    return must(await connection.run(sql)).at(-1)?.rows ?? [];
  } finally {
    await connection.close();
  }
};

const site = (name: string) => {
  const found = estate.sites.find(one => one.name === name);
  return must(found ? {ok: true, value: found} : {ok: false, reason: `no ${name}`});
};

const ordersAt = async (name: string) =>
  Number((await rows(site(name).connection, 'select count(*) as n from orders'))[0]?.n);

test('each server is the lab of this drill, by its connection, its host and its data directory', async () => {
  const names = labNamesOf(estate);
  expect(names.second_site).toBe(names.standby);
  for (const name of ['primary', 'standby', 'delayed', 'standby_data_directory', 'delayed_data_directory', 'dump']) {
    expect({name, isOurs: await isOfLab(estate, names[name] ?? '')}).toEqual({name, isOurs: true});
  }
});

test('the standby has what the primary writes, the delayed one has what was there an hour ago', async () => {
  const before = await ordersAt('delayed');
  const application = startApplication(estate);
  await vi.waitUntil(() => application.counts().acknowledged > 5, {timeout: 10_000});
  await application.stop();
  await expect.poll(() => ordersAt('standby'), {timeout: 10_000}).toBe(await ordersAt('primary'));
  expect(await ordersAt('primary')).toBeGreaterThan(before + 5);
  expect(await ordersAt('delayed')).toBe(before);
  expect(application.counts()).toMatchObject({refused: 0, failedReads: 0});
});

test('one server takes writes; the others follow it', async () => {
  expect((await estate.look()).map(({site: {name}, state}) => [name, state])).toEqual([
    ['primary', 'takes-writes'],
    ['standby', 'follows'],
    ['delayed', 'follows'],
  ]);
  expect(must(await estate.current()).name).toBe('primary');
});

test('a base backup is complete with the archive, which began when the data were loaded', async () => {
  must(await takeBaseBackup(estate));
  const [archiver] = await rows(estate.primary, 'select failed_count, last_archived_wal from pg_stat_archiver');
  expect(archiver).toMatchObject({failed_count: 0, last_archived_wal: expect.stringMatching(/^[0-9A-F]{24}/)});
});

test('after a failover the application goes on at the standby, and each write says who acknowledged it', async () => {
  const application = startApplication(estate);
  const before = application.counts().acknowledged;
  await vi.waitUntil(() => application.counts().acknowledged > before + 3, {timeout: 10_000});
  expect(application.writes().acknowledged.at(-1)?.server).toBe('primary');

  must(await stopServer(estate.dataDirectory, 'fast'));
  expect(await estate.current()).toMatchObject({ok: false, reason: expect.stringContaining('the standby follows')});
  await rows(site('standby').connection, 'select pg_promote(true, 60)');
  const failedOver = application.counts().acknowledged;
  await vi.waitUntil(() => application.counts().acknowledged > failedOver + 3, {timeout: 20_000});
  expect(application.counts().server).toBe('standby');
  expect(application.writes().acknowledged.at(-1)?.server).toBe('standby');
  expect(must(await estate.current()).name).toBe('standby');
  await application.stop();

  const kept = application.writes().acknowledged.flatMap(({keys}) => keys.orders ?? []);
  const [there] = await rows(
    site('standby').connection,
    `select count(*) as n from orders where id in (${kept.join(', ')})`,
  );
  expect(Number(there?.n)).toBe(kept.length);
});

test('two servers that take writes are told apart from one, also where a directory was moved aside meanwhile', async () => {
  renameSync(estate.dataDirectory, `${estate.dataDirectory}.incident-1`);
  const back = {...site('primary'), dataDirectory: `${estate.dataDirectory}.incident-1`};
  const {startSite} = await import('../../src/lab/sites/start-site.ts');
  must(await startSite({token: estate.token, tools: estate.tools, site: back}));
  expect(await estate.current()).toEqual({ok: false, reason: 'primary and standby take writes at the same time'});
  expect(serversIn(estate.directory)?.length).toBeGreaterThan(10);
});
