/** Backups that are taken, looked into, found damaged, and restored from: by each driver that this machine has. */
import {closeSync, mkdirSync, openSync, readdirSync, rmSync, statSync, writeFileSync, writeSync} from 'node:fs';
import {join} from 'node:path';
import {afterAll, beforeAll, expect, test} from 'vitest';
import type {Repository} from '../../src/backup/drivers/driver.ts';
import {drivers} from '../../src/backup/drivers/drivers.ts';
import {restoreInPlace} from '../../src/backup/in-place/restore-in-place.ts';
import type {BackupSource} from '../../src/backup/in-place/source.ts';
import {findTool} from '../../src/postgres/find-tool.ts';
import {findServer} from '../../src/postgres/found-server.ts';
import {giveTo, runAs} from '../../src/postgres/server-user.ts';
import {expectRefusal, makeLastingDesk} from '../support/lifeboat.ts';
import {type Cluster, makeCluster} from '../support/postgres-cluster.ts';
import {must} from '../support/postgres-must.ts';

const desk = makeLastingDesk();
let cluster: Cluster;

beforeAll(async () => {
  cluster = await makeCluster();
  await cluster.sql('create table notes (n int, text text)');
  await cluster.sql(`insert into notes select n, repeat('x', 500) from generate_series(1, 2000) as n`);
});

afterAll(() => cluster.remove());

const onProgress = (): void => undefined;

/** One byte, in the middle of the largest file of a directory. */
const damage = (directory: string): string => {
  const files = readdirSync(directory, {recursive: true, withFileTypes: true})
    .filter(entry => entry.isFile() && !entry.parentPath.includes('pg_wal'))
    .map(entry => join(entry.parentPath, entry.name));
  const [largest = ''] = files.sort((a, b) => statSync(b).size - statSync(a).size);
  const file = openSync(largest, 'r+');
  writeSync(file, 'U', Math.floor(statSync(largest).size / 2));
  closeSync(file);
  return largest;
};

const restoreFrom = async (source: BackupSource) => {
  const since = findServer(cluster.dataDirectory).startedAtMs ?? 0;
  return must(
    await restoreInPlace({
      dataDirectory: cluster.dataDirectory,
      source,
      target: 'end',
      confirmed: {identifier: source.identifier, started: new Date(since).toISOString()},
      surroundings: {apart: []},
      isDelta: false,
      allowGap: false,
      login: {user: 'postgres', database: 'shop'},
      stopWithinMs: 60_000,
      timeoutMs: 60_000,
      onProgress,
    }),
  );
};

const rows = async () => (await cluster.sql('select count(*)::int as n, max(n) as newest from notes'))[0];

test('the built-in driver takes a backup that stands alone, finds one flipped byte, and restores from a good one', async () => {
  const repository: Repository = {directory: join(cluster.root, 'backups'), archiveDir: cluster.archive};
  const {builtin} = drivers;
  const taken = must(await builtin.take({repository, live: cluster.uri, onProgress}));
  expect(must(await builtin.list(repository))).toMatchObject([{label: taken.label, problems: [], major: taken.major}]);

  const verified = must(await builtin.verify({repository, onProgress}));
  expect(verified).toMatchObject({ok: true, problems: [], label: taken.label});
  expect(verified.looked.join(' ')).toContain('compared with the manifest');
  // PostgreSQL's own judgement of what we wrote, where it is here.
  const own = await findTool('pg_verifybackup', {major: taken.major ?? 0});
  if (own.ok) {
    must(await runAs(cluster.tools.user, [own.value.path, '--no-parse-wal', taken.path ?? '']));
  }

  await cluster.sql('insert into notes values (2001)');
  expect((await restoreFrom(must(await builtin.open({repository})))).isComplete).toBe(true);
  expect(await rows()).toEqual({n: 2001, newest: 2001});

  const file = damage(taken.path ?? '');
  const found = must(await builtin.verify({repository, onProgress}));
  expect(found.ok).toBe(false);
  expect(found.problems.join(' ')).toContain(file.slice((taken.path ?? '').length + 1));
});

test('a copy without manifest and page checksums is called unproven, and not good', async () => {
  const backup = await cluster.backUp('plain copy');
  const repository = {directory: backup, archiveDir: cluster.archive};
  expect(must(await drivers.builtin.list(repository))).toMatchObject([{label: 'plain copy', problems: []}]);
  const verified = must(await drivers.builtin.verify({repository, onProgress}));
  expect(verified).toMatchObject({ok: false, problems: [expect.stringContaining('Nothing vouches for its files')]});
});

test('a dump is read through, and one flipped byte in it is found, or it is said what is missing', async () => {
  const repository = {directory: join(cluster.root, 'dumps')};
  const taken = await drivers.pg_dump.take({repository, live: cluster.uri, onProgress});
  if (!(await findTool('pg_dump')).ok) {
    expect(taken).toMatchObject({ok: false, reason: expect.stringContaining('pg_dump')});
    return;
  }
  expect(must(await drivers.pg_dump.verify({repository, onProgress}))).toMatchObject({ok: true, problems: []});
  damage(must(taken).path ?? '');
  expect(must(await drivers.pg_dump.verify({repository, onProgress})).ok).toBe(false);
  expect(await drivers.pg_dump.open({repository})).toMatchObject({ok: false});
});

/** A stanza of its own for the test's cluster; archive_command goes to both places. */
const makeStanza = async (program: string): Promise<Repository> => {
  const {root, dataDirectory, tools} = cluster;
  const config = join(root, 'pgbackrest.conf');
  const places = ['repo', 'lock', 'logs', 'spool'].map(name => join(root, name));
  for (const place of places) {
    mkdirSync(place);
    giveTo(tools.user, place);
  }
  const [repo, lock, log, spool] = places;
  writeFileSync(
    config,
    `[global]\nrepo1-path=${repo}\nlock-path=${lock}\nlog-path=${log}\nspool-path=${spool}\nlog-level-file=off\ncompress-type=lz4\nstart-fast=y\nrepo1-retention-full=6\n[shop]\npg1-path=${dataDirectory}\npg1-socket-path=${root}\n`,
  );
  giveTo(tools.user, config);
  await cluster.restart({archive_command: `${program} --config="${config}" --stanza=shop archive-push %p`});
  must(await runAs(tools.user, [program, `--config=${config}`, '--stanza=shop', 'stanza-create']));
  return {config, stanza: 'shop'};
};

test('pgBackRest’s backups are listed, restored and found damaged, or it is said how to install it', async () => {
  const {pgbackrest} = drivers;
  const tool = await findTool('pgbackrest');
  expect(await pgbackrest.list({})).toMatchObject({ok: false, reason: expect.stringContaining('--stanza NAME')});
  if (!tool.ok) {
    const missing = await pgbackrest.list({config: '/etc/pgbackrest.conf', stanza: 'shop'});
    expect(missing).toMatchObject({ok: false, reason: expect.stringContaining('pgbackrest is not here')});
    return;
  }
  // It waits for the disk a thousand times.
  if (process.env.CI !== 'true') {
    return;
  }
  const repository = await makeStanza(tool.value.path);
  const taken = must(await pgbackrest.take({repository, live: '', onProgress}));
  expect(must(await pgbackrest.list(repository))).toMatchObject([{label: taken.label, problems: []}]);
  expect(must(await pgbackrest.verify({repository, onProgress}))).toMatchObject({ok: true, problems: []});

  const {n} = (await rows()) ?? {};
  await cluster.sql('insert into notes values (3001)');
  expect((await restoreFrom(must(await pgbackrest.open({repository})))).isComplete).toBe(true);
  expect(await rows()).toEqual({n: Number(n) + 1, newest: 3001});

  damage(join(cluster.root, 'repo', 'backup', 'shop', taken.label));
  expect(must(await pgbackrest.verify({repository, onProgress})).ok).toBe(false);
  rmSync(join(cluster.root, 'repo'), {recursive: true});
});

test('as a command it prints what it found, and ends with 4 where that is bad', async () => {
  const repository = join(cluster.root, 'more backups');
  const env = {LIFEBOAT_DATABASE: cluster.uri};
  expectRefusal(await desk.lifeboat(['backup', 'take', '--repository', repository]), 2, 'LIFEBOAT_DATABASE is not set');
  expectRefusal(await desk.lifeboat(['backup', 'list', '--driver', 'tape']), 2, 'There is no driver');
  const taken = JSON.parse((await desk.lifeboat(['backup', 'take', '--repository', repository], {env})).stdout);
  const verify = ['backup', 'verify', '--repository', repository, taken.label];
  expect(await desk.lifeboat(verify)).toMatchObject({code: 0, stdout: expect.stringContaining('"ok":true')});
  damage(taken.path);
  expect(await desk.lifeboat(verify)).toMatchObject({code: 4, stdout: expect.stringContaining('"ok":false')});
});
