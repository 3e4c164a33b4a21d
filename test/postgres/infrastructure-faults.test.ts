/** Faults of the infrastructure on real servers: what is gone is seen, and the oracle is content only with the whole cure. */
import {appendFileSync, copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, beforeAll, expect, test, vi} from 'vitest';
import {startApplication} from '../../src/lab/application.ts';
import {takeBaseBackup} from '../../src/lab/base-backup.ts';
import {breakLab} from '../../src/lab/break-lab.ts';
import type {Damage} from '../../src/lab/damage.ts';
import {type Estate, openEstate} from '../../src/lab/estate.ts';
import {findFault} from '../../src/lab/faults.ts';
import {judge} from '../../src/lab/oracle.ts';
import {reopenEstate} from '../../src/lab/reopen.ts';
import {startSite} from '../../src/lab/sites/start-site.ts';
import {keepDamage, readDamage} from '../../src/lab/truth.ts';
import {connect} from '../../src/postgres/connect.ts';
import {runningServer} from '../../src/postgres/server.ts';
import {giveTo} from '../../src/postgres/server-user.ts';
import {removeStaleLocks} from '../../src/postgres/stale-locks.ts';
import {must} from '../support/postgres-must.ts';

const stateDir = mkdtempSync(join(tmpdir(), 'lifeboat-state-'));
const run = `infrastructure-${process.pid}`;
let estate: Estate;
let application: ReturnType<typeof startApplication>;

beforeAll(async () => {
  estate = must(await openEstate({run, stateDir, scale: 50, followers: ['standby']}));
  must(await takeBaseBackup(estate));
  application = startApplication(estate);
});

afterAll(async () => {
  await application.stop();
  must(await estate.dismantle());
  rmSync(stateDir, {recursive: true});
});

const writes = (more: number) => {
  const before = application.counts().acknowledged;
  return vi.waitUntil(() => application.counts().acknowledged > before + more, {timeout: 20_000, interval: 20});
};

/** As a drill does it: while the application writes, with the symptom looked for again by whoever only knows what was written down. */
const breaking = async (name: string, parameters: object = {}): Promise<Damage> => {
  await writes(3);
  const {damage} = must(await breakLab(estate, {[name]: parameters}, undefined));
  keepDamage(estate.directory, damage);
  const known = must(readDamage(estate.directory));
  expect(await findFault(name)?.symptomOf(estate, known)).toMatchObject({ok: true, value: {seen: true}});
  return known;
};

/** As at the end of a drill, with the application at rest; afterwards it goes on. */
const judged = async (damage: Damage) => {
  await application.stop();
  const findings = await judge(estate, {damage, writes: application.writes()});
  application = startApplication(estate);
  return must(findings);
};

const complaints = async (damage: Damage) =>
  (await judged(damage)).filter(({ok}) => !ok).map(({name, detail}) => `${name}: ${detail}`);

const start = async (name: string) => {
  const site = estate.sites.find(one => one.name === name);
  must(site ? await startSite({token: estate.token, tools: estate.tools, site}) : {ok: false, reason: `no ${name}`});
};

test('a repository that is lost is cured by an archive that takes WAL and a backup, and not by one of them', async () => {
  const damage = await breaking('repository_lost');
  expect(existsSync(estate.archive)).toBe(false);
  expect(await complaints(damage)).toEqual([
    expect.stringMatching(/^symptom_gone: there is no base backup of this cluster and of timeline 1/),
    expect.stringMatching(/^archive_alive: the segment \w{24} is not archived/),
    expect.stringMatching(/^backup_alive: there is no base backup/),
  ]);

  mkdirSync(estate.archive, {mode: 0o700});
  giveTo(estate.tools.user, estate.archive);
  expect(await complaints(damage)).toEqual([
    expect.stringMatching(/^symptom_gone: /),
    expect.stringMatching(/^backup_alive: /),
  ]);
  must(await takeBaseBackup(estate));
  expect(await complaints(damage)).toEqual([]);

  const connection = must(await connect(estate.primary));
  must(await connection.run(`alter system set archive_command = 'true'`));
  must(await connection.run('select pg_reload_conf()'));
  await vi.waitFor(
    async () =>
      expect(await complaints(damage)).toContainEqual(
        expect.stringMatching(/^archive_alive: the server says that it archived \w{24}, and no such file/),
      ),
    {timeout: 20_000},
  );
  must(await connection.run('alter system reset archive_command'));
  must(await connection.run('select pg_reload_conf()'));
  await connection.close();
});

test('a configuration that is lost is cured when each setting and each rule is what it was', async () => {
  const files = ['postgresql.conf', 'pg_hba.conf', 'pg_ident.conf'];
  for (const file of files) {
    copyFileSync(join(estate.dataDirectory, file), join(estate.directory, file));
  }
  const damage = await breaking('configuration_lost');
  expect(runningServer(estate.dataDirectory)).toBeNull();
  expect(await judge(estate, {damage, writes: application.writes()})).toMatchObject({
    ok: false,
    reason: expect.stringContaining('no server of the lab takes writes'),
  });
  await expect(start('primary')).rejects.toThrow('could not access the server configuration file');

  for (const file of files) {
    const path = join(estate.dataDirectory, file);
    copyFileSync(join(estate.directory, file), path);
    giveTo(estate.tools.user, path);
  }
  appendFileSync(join(estate.dataDirectory, 'pg_hba.conf'), 'host all all 0.0.0.0/0 trust\n');
  appendFileSync(join(estate.dataDirectory, 'postgresql.conf'), 'work_mem = 7MB\n');
  await start('primary');
  await writes(1);
  expect(await complaints(damage)).toEqual([
    expect.stringMatching(
      /^configuration_as_before: postgresql\.conf had not: work_mem = 7MB; pg_hba\.conf had \d+ rules and has \d+/,
    ),
  ]);
  for (const file of files) {
    copyFileSync(join(estate.directory, file), join(estate.dataDirectory, file));
  }
  expect(await complaints(damage)).toEqual([]);
});

test('a primary that is killed keeps all that it acknowledged, and its drill goes on when the program dies meanwhile', async () => {
  const damage = await breaking('primary_killed');
  expect(damage.detail).toEqual({timeline: '00000001', held_by: ['standby']});
  expect(existsSync(join(estate.dataDirectory, 'postmaster.pid'))).toBe(true);
  expect(must(await reopenEstate(stateDir, run)).directory).toBe(estate.directory);
  removeStaleLocks(estate.dataDirectory, {directory: estate.directory, port: estate.sites[0]?.port ?? 0});
  await start('primary');
  await writes(1);
  expect(await complaints(damage)).toEqual([]);
  expect((await judged(damage)).find(({name}) => name === 'outage')).toMatchObject({
    detail: expect.stringContaining('was taken by the primary'),
    measured: {outageMs: expect.any(Number)},
  });
});

test('a standby that is promoted lacks what it was never sent, a number, and owes an archive and a backup of its own', async () => {
  await isFollowed();
  const damage = await breaking('primary_lost', {behind: '1s'});
  expect(damage.detail).toEqual({timeline: '00000001', held_by: []});
  expect(existsSync(estate.dataDirectory)).toBe(false);
  expect(must(await reopenEstate(stateDir, run)).directory).toBe(estate.directory);
  await promote();
  expect(await complaints(damage)).toEqual([
    expect.stringMatching(/^writes_survived:before: /),
    expect.stringMatching(/^archive_alive: archive_command is empty/),
    expect.stringMatching(/^backup_alive: there is no base backup of this cluster and of timeline 2/),
  ]);
  const told = (await judged(damage)).find(({name}) => name === 'data_loss_told');
  expect(told).toMatchObject({
    ok: true,
    detail: expect.stringMatching(/lost \d+ writes of the \d+ ms before the fault$/),
  });
  expect(told?.measured?.writesLost).toBeGreaterThan(2);
  expect(told?.measured?.lossMs).toBeGreaterThan(100);
});

/** After its primary was away a standby asks again every few seconds. */
const isFollowed = async () => {
  const connection = must(await connect(estate.primary));
  const streams = async () => must(await connection.run('select from pg_stat_replication')).at(-1)?.rowCount;
  await expect.poll(streams, {timeout: 20_000}).toBe(1);
  await connection.close();
};

/** By the console of the standby, and until the application has found it. */
const promote = async () => {
  const connection = must(await connect(estate.sites[1]?.connection ?? ''));
  must(await connection.run('select pg_promote()'));
  await connection.close();
  await writes(1);
};
