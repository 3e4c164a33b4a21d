/** Tablespaces of a cluster that is restored where it never stood: each in a directory of this site, and none where somebody has files. */
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import {join} from 'node:path';
import {afterEach, beforeEach, expect, onTestFinished, test} from 'vitest';
import {connect} from '../../src/postgres/connect.ts';
import {stopServer} from '../../src/postgres/server.ts';
import {giveTo} from '../../src/postgres/server-user.ts';
import {formatConnection} from '../../src/postgres/uri.ts';
import {eventually, expectRefusal, makeLastingDesk} from '../support/lifeboat.ts';
import {type Cluster, makeCluster} from '../support/postgres-cluster.ts';
import {must} from '../support/postgres-must.ts';
import {workPlace} from '../support/work-place.ts';

const desk = makeLastingDesk();
let cluster: Cluster;
let site: string;

beforeEach(async () => {
  cluster = await makeCluster('shop', ['--wal-segsize=1']);
  site = join(cluster.root, 'site two');
  mkdirSync(site, {mode: 0o700});
  giveTo(cluster.tools.user, site);
});

afterEach(async () => {
  must(await stopServer(join(site, 'data'), 'immediate'));
  await cluster.remove();
});

const there = (): string => formatConnection({host: site, port: 5432, user: 'postgres', database: 'shop', options: {}});

const restore = (backup: string, args: readonly string[] = []) => begin(backup, args).ended;

const begin = (backup: string, args: readonly string[]) =>
  desk.start(
    [
      ...['backup', 'second-site', '--data', join(site, 'data'), '--backup', backup, '--archive', cluster.archive],
      ...[
        '--setting',
        `unix_socket_directories=${site}`,
        '--setting',
        'listen_addresses=',
        '--setting',
        'archive_command=true',
      ],
      ...['--database', 'shop', ...args],
    ],
    {env: {LIFEBOAT_DATABASE: there()}},
  );

const askThere = async (sql: string): Promise<unknown> => {
  const connection = must(await connect(there()));
  try {
    return must(await connection.run(sql))[0]?.rows;
  } finally {
    await connection.close();
  }
};

/** As a machine that loses its power, with its disks: nothing of it can be asked any more. */
const lose = async (): Promise<void> => {
  must(await stopServer(cluster.dataDirectory, 'immediate'));
  rmSync(cluster.dataDirectory, {recursive: true});
};

test('tablespaces come back in directories of this site, and those of the lost one are not written into', async () => {
  const old = mkdtempSync(join(workPlace, 'lifeboat fast disk '));
  const later = mkdtempSync(join(workPlace, 'lifeboat slow disk '));
  onTestFinished(() => {
    rmSync(old, {recursive: true, force: true});
    rmSync(later, {recursive: true, force: true});
  });
  for (const place of [old, later]) {
    giveTo(cluster.tools.user, place);
  }
  await cluster.sql(`create tablespace fast location '${old}'`);
  await cluster.sql('create table seats tablespace fast as select n from generate_series(1, 1000) n');
  const repository = join(cluster.root, 'backups');
  const take = ['backup', 'take', '--repository', repository];
  const taken = await desk.lifeboat(take, {env: {LIFEBOAT_DATABASE: cluster.uri}});
  const backup = join(repository, JSON.parse(taken.stdout).label);
  await cluster.sql('insert into seats select n from generate_series(1001, 2000) n');
  await cluster.sql('select pg_switch_wal()');
  await archiveUpToNow();

  expectRefusal(await restore(backup), 4, /the backup has tablespaces .*--tablespaces/);
  const into = join(site, 'spaces');
  const asked = ['--tablespaces', into];
  expectRefusal(await restore(backup, ['--tablespaces', site]), 9, /The data directory/);
  expectRefusal(await restore(backup, ['--tablespaces', old]), 9, /is not empty/);
  mkdirSync(into);
  writeFileSync(join(into, 'somebody'), '');
  expectRefusal(await restore(backup, asked), 9, /spaces is not empty/);
  rmSync(join(into, 'somebody'));
  expect(JSON.parse((await restore(backup, [...asked, '--check'])).stdout)).toMatchObject({missing: null});
  expect(readdirSync(into)).toEqual([]);

  // One that was made since the backup would be made where the WAL says.
  await cluster.sql(`create tablespace slow location '${later}'`);
  await cluster.sql('create table stalls tablespace slow as select 1 as n');
  await archiveUpToNow();
  expectRefusal(await restore(backup, asked), 9, /a tablespace was made in .*slow disk/);
  await lose();
  const before = filesIn(old);
  rmSync(later, {recursive: true});
  expectRefusal(await restore(backup, asked), 4, /which is not there/);
  mkdirSync(later, {mode: 0o700});
  giveTo(cluster.tools.user, later);

  const restored = await restore(backup, [...asked, '--once', 'run1']);
  expect(restored).toMatchObject({code: 0});
  expect(await askThere('select count(*)::int as seats from seats')).toEqual([{seats: 2000}]);
  expect(await askThere('select n from stalls')).toEqual([{n: 1}]);
  expect(
    await askThere(
      `select pg_tablespace_location(oid) like '${into.replaceAll("'", "''")}/%' as here from pg_tablespace where spcname = 'fast'`,
    ),
  ).toEqual([{here: true}]);
  expect(filesIn(old)).toEqual(before);
  const again = await restore(backup, [...asked, '--once', 'run1']);
  expect(JSON.parse(again.stdout)).toMatchObject({reused: true});

  // Moved aside as evidence: its links still lead to the tablespaces, and the same restore under another name must not lay them anew.
  const data = join(site, 'data');
  must(await stopServer(data));
  renameSync(data, join(site, 'evidence'));
  const kept = filesIn(into);
  expect(kept.length).toBeGreaterThan(1);
  const anew = [...asked, '--once', 'run2'];
  expectRefusal(await restore(backup, anew), 9, /spaces holds the tablespaces of an earlier restore/);
  const elsewhere = ['--tablespaces', join(site, 'other spaces'), '--once', 'run2'];
  expectRefusal(await restore(backup, elsewhere), 9, /a tablespace was made in .*slow disk/);
  expect(filesIn(into)).toEqual(kept);

  // One that was killed while it copied goes on in its own.
  const record = join(site, 'data.restore.json');
  writeFileSync(
    record,
    JSON.stringify({...JSON.parse(readFileSync(record, 'utf8')), phase: 'preparing', once: 'run2'}),
  );
  for (const name of readdirSync(later)) {
    rmSync(join(later, name), {recursive: true});
  }
  expect(await restore(backup, anew)).toMatchObject({code: 0});
  expect(await askThere('select count(*)::int as seats from seats')).toEqual([{seats: 2000}]);
});

/** All files below with their sizes and the times of their last change. */
const filesIn = (directory: string): readonly string[] =>
  readdirSync(directory, {recursive: true, encoding: 'utf8'})
    .map(name => ({name, stat: statSync(join(directory, name))}))
    .map(({name, stat}) => `${name} ${stat.size} ${stat.mtimeMs}`)
    .sort();

const archiveUpToNow = async (): Promise<void> => {
  const [row] = await cluster.sql('select pg_walfile_name(pg_switch_wal()) as segment');
  await eventually(() => existsSync(join(cluster.archive, String(row?.segment)))).toBe(true);
};
