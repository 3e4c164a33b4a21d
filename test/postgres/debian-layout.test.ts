/** A cluster as Debian makes it: its configuration outside of the data directory, named on the command line. It is started again, saved, lost and restored like any other. */
import {appendFileSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {afterEach, beforeEach, expect, test} from 'vitest';
import {connect} from '../../src/postgres/connect.ts';
import {readControlFile} from '../../src/postgres/control-file.ts';
import {findServer} from '../../src/postgres/found-server.ts';
import {startServer, stopServer} from '../../src/postgres/server.ts';
import {giveTo, runAs} from '../../src/postgres/server-user.ts';
import {formatConnection} from '../../src/postgres/uri.ts';
import {eventually, expectRefusal, makeLastingDesk} from '../support/lifeboat.ts';
import {type Cluster, makeCluster} from '../support/postgres-cluster.ts';
import {must} from '../support/postgres-must.ts';

const desk = makeLastingDesk();
let cluster: Cluster;
let etc: string;
let kept: string;

const ownFiles = ['postgresql.conf', 'pg_hba.conf', 'pg_ident.conf'];

const give = (...places: string[]): void => {
  for (const place of places) {
    giveTo(cluster.tools.user, place);
  }
};

/** As pg_ctlcluster starts it, with nothing but the place of its file. */
const startAsDebian = async (): Promise<void> =>
  void must(
    await startServer(cluster.tools, {
      dataDirectory: cluster.dataDirectory,
      logFile: join(cluster.root, 'log'),
      options: ['-c', `config_file=${join(etc, 'postgresql.conf')}`],
    }),
  );

beforeEach(async () => {
  cluster = await makeCluster('shop', ['--wal-segsize=1']);
  await cluster.sql('create table orders (id int primary key)');
  must(await stopServer(cluster.dataDirectory));
  etc = join(cluster.root, 'etc', '15', 'main');
  kept = join(cluster.root, 'kept');
  mkdirSync(join(etc, 'conf.d'), {recursive: true});
  for (const name of ownFiles) {
    renameSync(join(cluster.dataDirectory, name), join(etc, name));
  }
  appendFileSync(
    join(etc, 'postgresql.conf'),
    `
data_directory = '${cluster.dataDirectory.replaceAll("'", "''")}'
hba_file = '${etc.replaceAll("'", "''")}/pg_hba.conf'
ident_file = '${etc.replaceAll("'", "''")}/pg_ident.conf'
external_pid_file = '${cluster.root.replaceAll("'", "''")}/15-main.pid'
unix_socket_directories = '${cluster.root.replaceAll("'", "''")}'
listen_addresses = ''
include_dir = 'conf.d'
`,
  );
  writeFileSync(
    join(etc, 'conf.d', 'archive.conf'),
    `archive_mode = on\narchive_command = 'cp "%p" "${cluster.archive.replaceAll("'", "''")}/%f"'\nwork_mem = 8MB\n`,
  );
  give(etc, join(etc, 'conf.d'), join(etc, 'conf.d', 'archive.conf'));
  await startAsDebian();
  await cluster.sql('insert into orders values (1)');
});

afterEach(() => cluster.remove());

const backup = (args: readonly string[]) => desk.lifeboat(['backup', ...args], {env: {LIFEBOAT_DATABASE: cluster.uri}});

const answer = async (args: readonly string[]) => {
  const {code, stdout, stderr} = await backup(args);
  expect({code, stderr: code === 0 ? '' : stderr}).toEqual({code: 0, stderr: ''});
  return JSON.parse(stdout);
};

const settings = `select current_setting('hba_file') as hba, current_setting('work_mem') as work_mem,
  current_setting('data_directory') as data`;
const asBefore = () => [{hba: join(etc, 'pg_hba.conf'), work_mem: '8MB', data: cluster.dataDirectory}];

const kill = async (data = cluster.dataDirectory): Promise<void> => {
  process.kill(findServer(data).process?.pid ?? 0, 'SIGKILL');
  must(await stopServer(data));
};

test('it is started again with its own configuration, and a fence holds whoever starts it', async () => {
  const data = ['--data', cluster.dataDirectory];
  await kill();
  expect(await answer(['look-at-primary', ...data])).toMatchObject({verdict: 'down'});
  expect(await answer(['start-server', ...data])).toMatchObject({wasStarted: true});
  expect(await cluster.sql(settings)).toEqual(asBefore());

  expect(await answer(['fence', ...data])).toMatchObject({fenced: true, isShutDown: true});
  await startAsDebian();
  expect(await cluster.sql('select pg_is_in_recovery() as standby')).toEqual([{standby: true}]);
  expect(await answer(['fence', ...data])).toMatchObject({fenced: true});
  await answer(['fence', '--release', ...data]);
  await answer(['start-server', ...data]);
  expect(await cluster.sql('select id from orders')).toEqual([{id: 1}]);
});

test('its configuration is saved with what it includes, and comes back to where it stood', async () => {
  const saved = await answer(['save-configuration', '--into', kept]);
  expect(saved).toMatchObject({configDirectory: etc});
  expect([...saved.files].sort()).toEqual(['conf.d/archive.conf', ...ownFiles, 'postgresql.auto.conf'].sort());
  const data = ['--data', cluster.dataDirectory, '--from', kept];
  expect(await answer(['check-configuration', ...data])).toMatchObject({missing: 0, different: 0, readable: true});
  await kill();
  rmSync(etc, {recursive: true});
  expectRefusal(await backup(['start-server', '--data', cluster.dataDirectory]), 4, /does not start/);
  expect(await answer(['check-configuration', ...data])).toMatchObject({missing: 4, readable: false});
  expect(await answer(['restore-configuration', ...data])).toMatchObject({configDirectory: etc, missing: []});
  expect(existsSync(join(cluster.dataDirectory, 'postgresql.conf'))).toBe(false);
  expect(await answer(['check-configuration', ...data])).toMatchObject({missing: 0, different: 0, readable: true});
  expect(await answer(['start-server', '--data', cluster.dataDirectory])).toMatchObject({wasStarted: true});
  expect(await cluster.sql(settings)).toEqual(asBefore());
});

const identifierOf = (directory: string): string | undefined => readControlFile(directory)?.identifier;

/** Whole paths in what it includes, as other tools than pg_createcluster write them. */
const includeByWholePath = async (): Promise<void> => {
  const file = join(etc, 'postgresql.conf');
  const text = readFileSync(file, 'utf8');
  writeFileSync(file, text.replace("include_dir = 'conf.d'", `include_dir = '${etc.replaceAll("'", "''")}/conf.d'`));
  await cluster.sql('select pg_reload_conf()');
};

test.each(['outside', 'inside'])(
  'it is restored where it never stood, with its configuration %s of the data directory',
  async where => {
    await includeByWholePath();
    await answer(['save-configuration', '--into', kept]);
    const base = await cluster.backUp();
    await cluster.sql('insert into orders values (2)');
    const [row] = await cluster.sql('select pg_walfile_name(pg_switch_wal()) as segment');
    await eventually(() => existsSync(join(cluster.archive, String(row?.segment)))).toBe(true);
    const site = join(cluster.root, 'site two');
    mkdirSync(site, {mode: 0o700});
    give(site);
    const data = join(site, 'data');
    const there = where === 'outside' ? join(site, 'etc') : data;
    const restore = [
      'second-site',
      '--data',
      data,
      '--backup',
      base,
      '--archive',
      cluster.archive,
      '--database',
      'shop',
    ];
    const own = [`unix_socket_directories=${site}`, 'archive_command=true', 'external_pid_file='];
    restore.push(...own.flatMap(one => ['--setting', one]));
    must(await stopServer(cluster.dataDirectory));
    rmSync(etc, {recursive: true});
    expectRefusal(await backup(restore), 4, /keeps it outside of its data directory/);
    restore.push('--configuration', kept, ...(where === 'outside' ? ['--directory', there] : []));
    const ask = async (sql: string) => {
      const uri = formatConnection({host: site, port: 5432, user: 'postgres', database: 'shop', options: {}});
      const connection = must(await connect(uri));
      try {
        return must(await connection.run(sql))[0]?.rows;
      } finally {
        await connection.close();
      }
    };
    try {
      await answer(restore);
      const places = [{hba: join(there, 'pg_hba.conf'), work_mem: '8MB', data}];
      expect(await ask(settings)).toEqual(places);
      expect(await ask('select count(*)::int as n from orders')).toEqual([{n: 2}]);
      await kill(data);
      expect(await answer(['start-server', '--data', data])).toMatchObject({wasStarted: true});
      expect(await ask(settings)).toEqual(places);
    } finally {
      must(await stopServer(data, 'immediate'));
    }
  },
);

test('it is restored in place, and that is taken back, with its configuration where it stood', async () => {
  const base = await cluster.backUp();
  await cluster.sql('insert into orders values (2)');
  await cluster.sql('select pg_switch_wal()');
  must(await stopServer(cluster.dataDirectory));
  const data = ['--data', cluster.dataDirectory];
  const restored = await answer([
    ...['restore-in-place', ...data, '--backup', base, '--archive', cluster.archive, '--database', 'shop'],
    ...['--identifier', String(await identifierOf(base))],
  ]);
  expect(restored).toMatchObject({takesWrites: true});
  expect(await cluster.sql(settings)).toEqual(asBefore());
  expect(await cluster.sql('select count(*)::int as n from orders')).toEqual([{n: 2}]);
  await answer(['undo-restore', ...data]);
  await answer(['start-server', ...data]);
  expect(await cluster.sql(settings)).toEqual(asBefore());
});

test('started with the directory of its configuration, as its file says where the data are, it is started so again', async () => {
  must(await stopServer(cluster.dataDirectory));
  const {directory} = cluster.tools.binaries;
  must(
    await runAs(cluster.tools.user, [
      ...[join(directory, 'pg_ctl'), 'start', '-w', '-s', '-D', etc, '-l', join(cluster.root, 'log')],
    ]),
  );
  await kill();
  expect(await answer(['start-server', '--data', cluster.dataDirectory])).toMatchObject({wasStarted: true});
  expect(await cluster.sql(settings)).toEqual(asBefore());
});
