/** A configuration saved from a running server comes back where it stood, and where it never stood; an archive that is gone gets another place. */
import {existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {archiveInto, beginArchive} from '../../src/backup/begin-archive.ts';
import {connect} from '../../src/postgres/connect.ts';
import {startServer, stopServer} from '../../src/postgres/server.ts';
import {giveTo, runAs} from '../../src/postgres/server-user.ts';
import {expectRefusal, makeLastingDesk} from '../support/lifeboat.ts';
import {type Cluster, makeCluster} from '../support/postgres-cluster.ts';
import {must} from '../support/postgres-must.ts';

const desk = makeLastingDesk();
let cluster: Cluster;
let kept: string;

beforeAll(async () => {
  cluster = await makeCluster();
  kept = join(cluster.root, 'kept');
  mkdirSync(join(cluster.dataDirectory, 'conf.d'), {mode: 0o700});
  giveTo(cluster.tools.user, join(cluster.dataDirectory, 'conf.d'));
  write('conf.d/tuning.conf', 'work_mem = 8MB\n');
  write('postgresql.conf', `${read('postgresql.conf')}\ninclude_dir 'conf.d'\n`);
  write('pg_hba.conf', `${read('pg_hba.conf')}# the reporting host\nhost all reporting 10.1.0.9/32 scram-sha-256\n`);
  await cluster.restart({});
});

afterAll(() => cluster.remove());

const read = (name: string): string => readFileSync(join(cluster.dataDirectory, name), 'utf8');
const write = (name: string, text: string): void => {
  writeFileSync(join(cluster.dataDirectory, name), text, {mode: 0o600});
  giveTo(cluster.tools.user, join(cluster.dataDirectory, name));
};
const lifeboat = (command: string, args: readonly string[]) =>
  desk.lifeboat(['backup', command, ...args], {env: {LIFEBOAT_DATABASE: cluster.uri}});
const save = async () => JSON.parse((await lifeboat('save-configuration', ['--into', kept])).stdout);
const ofData = () => ['--data', cluster.dataDirectory, '--from', kept];

test('what is saved has the rules, the settings and what they include; the same again is not saved twice', async () => {
  const saved = await save();
  expect(saved).toMatchObject({isNew: true, dataDirectory: cluster.dataDirectory, needs: []});
  expect([...saved.files].sort()).toEqual([
    'conf.d/tuning.conf',
    'pg_hba.conf',
    'pg_ident.conf',
    'postgresql.auto.conf',
    'postgresql.conf',
  ]);
  expect(statSync(join(saved.directory, 'pg_hba.conf')).mode & 0o777).toBe(0o600);
  expect(
    (
      await runAs({kind: 'self', name: ''}, [
        '/bin/sh',
        '-c',
        'cd "$1" && sha256sum -c SHA256SUMS',
        'sh',
        saved.directory,
      ])
    ).ok,
  ).toBe(true);
  expect(await save()).toMatchObject({isNew: false, label: saved.label});
});

test('a server whose configuration is gone starts again with the one that was saved', async () => {
  await save();
  const before = ['postgresql.conf', 'pg_hba.conf', 'conf.d/tuning.conf'].map(read);
  must(await stopServer(cluster.dataDirectory));
  for (const name of ['postgresql.conf', 'pg_hba.conf', 'pg_ident.conf', 'conf.d']) {
    rmSync(join(cluster.dataDirectory, name), {recursive: true});
  }
  const checked = JSON.parse((await lifeboat('check-configuration', ofData())).stdout);
  expect(checked).toMatchObject({missing: 4, different: 0, running: false, readable: false});
  expect(JSON.parse((await lifeboat('restore-configuration', ofData())).stdout)).toMatchObject({
    configDirectory: cluster.dataDirectory,
    keptAside: [],
    missing: [],
  });
  expect(['postgresql.conf', 'pg_hba.conf', 'conf.d/tuning.conf'].map(read)).toEqual(before);
  await cluster.restart({});
  expect(await cluster.sql('show work_mem')).toEqual([{work_mem: '8MB'}]);
  expect(JSON.parse((await lifeboat('check-configuration', ofData())).stdout)).toMatchObject({
    missing: 0,
    readable: true,
    running: true,
  });
});

test('what stands there and differs is kept beside it, and one that was changed since it was saved is not handed out', async () => {
  const saved = await save();
  const right = read('postgresql.conf');
  write('postgresql.conf', 'max_connections = many\n');
  expect(JSON.parse((await lifeboat('check-configuration', ofData())).stdout)).toMatchObject({
    different: 1,
    readable: false,
    says: expect.stringContaining('max_connections'),
  });
  const restored = JSON.parse((await lifeboat('restore-configuration', ofData())).stdout);
  expect(readFileSync(restored.keptAside[0], 'utf8')).toBe('max_connections = many\n');
  expect(read('postgresql.conf')).toBe(right);

  writeFileSync(join(saved.directory, 'pg_hba.conf'), 'host all all 0.0.0.0/0 trust\n');
  expectRefusal(await lifeboat('restore-configuration', ofData()), 4, /was changed since it was saved/);
  rmSync(saved.directory, {recursive: true});
});

test('a configuration that stood outside of the data directory names the places of the new host', async () => {
  await save();
  const etc = join(cluster.root, 'etc');
  const moved = join(cluster.root, 'moved');
  must(await stopServer(cluster.dataDirectory));
  renameSync(cluster.dataDirectory, moved);
  const args = [
    '--data',
    moved,
    '--from',
    kept,
    '--directory',
    etc,
    '--setting',
    `unix_socket_directories=${cluster.root}`,
  ];
  expect(JSON.parse((await lifeboat('restore-configuration', args)).stdout)).toMatchObject({configDirectory: etc});
  for (const name of ['postgresql.conf', 'pg_hba.conf', 'pg_ident.conf']) {
    rmSync(join(moved, name));
  }
  const options = ['-c', `config_file=${join(etc, 'postgresql.conf')}`, '-c', 'listen_addresses='];
  must(await startServer(cluster.tools, {dataDirectory: moved, logFile: join(cluster.root, 'log'), options}));
  const places = await cluster.sql(
    `select current_setting('hba_file') as hba, current_setting('data_directory') as data`,
  );
  expect(places).toEqual([{hba: join(etc, 'pg_hba.conf'), data: moved}]);
  must(await stopServer(moved));
  renameSync(moved, cluster.dataDirectory);
  expectRefusal(await lifeboat('restore-configuration', ['--data', kept, '--from', kept]), 9, /holds no cluster/);
  for (const name of ['postgresql.conf', 'pg_hba.conf', 'pg_ident.conf']) {
    renameSync(join(etc, name), join(cluster.dataDirectory, name));
  }
  write('postgresql.conf', read('postgresql.conf').replace(/# lifeboat: where.*/s, ''));
  await cluster.restart({});
});

test('an archive whose place is gone goes on in another one, and one that takes nothing is taken back', async () => {
  // As most clusters have it: in a file, where it can be set anew; the cluster of this test has it on the command line.
  must(await stopServer(cluster.dataDirectory));
  const options = [`unix_socket_directories=${cluster.root}`, 'listen_addresses=', 'archive_mode=on', 'fsync=off'];
  write('postgresql.conf', `${read('postgresql.conf')}archive_command = 'false'\n`);
  must(
    await startServer(cluster.tools, {
      dataDirectory: cluster.dataDirectory,
      logFile: join(cluster.root, 'log'),
      options: options.flatMap(option => ['-c', option]),
    }),
  );
  await cluster.sql('create table orders (n int)');
  const into = join(cluster.root, 'new archive');
  expect(JSON.parse((await lifeboat('check-archive', ['--try'])).stdout)).toMatchObject({
    failing: true,
    summary: expect.stringMatching(/^archiving fails \(.* of WAL stand in no archive$/),
  });
  const begun = JSON.parse((await lifeboat('begin-archive', ['--into', into])).stdout);
  expect(begun).toMatchObject({formerCommand: 'false', command: must(archiveInto(into))});
  expect(existsSync(join(into, begun.segment))).toBe(true);
  expect(JSON.parse((await lifeboat('check-archive', [])).stdout)).toMatchObject({
    archives: true,
    failing: false,
    waiting: 0,
  });

  const file = join(cluster.root, 'a file');
  writeFileSync(file, '');
  await cluster.sql('insert into orders values (1)');
  expectRefusal(await lifeboat('begin-archive', ['--into', join(file, 'below')]), 4, /cannot be made/);
  mkdirSync(join(cluster.root, 'closed'), {mode: 0o500});
  const closed = await beginArchive({live: cluster.uri, into: join(cluster.root, 'closed'), timeoutMs: 300});
  expect(closed).toMatchObject({
    ok: false,
    reason: expect.stringMatching(/was not archived .* the former archive_command is set again$/),
  });
  const connection = must(await connect(cluster.uri));
  const set = must(await connection.run('show archive_command'))[0]?.rows;
  await connection.close();
  expect(set).toEqual([{archive_command: begun.command}]);
});
