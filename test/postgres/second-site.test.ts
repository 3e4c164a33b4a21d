/** A cluster restored where it never stood: every row that somebody still has comes back, and what nobody has is told as a number. */
import {type ChildProcess, spawn} from 'node:child_process';
import {existsSync, mkdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {afterEach, beforeEach, expect, test} from 'vitest';
import {connect} from '../../src/postgres/connect.ts';
import {stopServer} from '../../src/postgres/server.ts';
import {giveTo, runAs} from '../../src/postgres/server-user.ts';
import {formatConnection} from '../../src/postgres/uri.ts';
import {eventually, expectRefusal, makeLastingDesk} from '../support/lifeboat.ts';
import {type Cluster, makeCluster} from '../support/postgres-cluster.ts';
import {must} from '../support/postgres-must.ts';

const desk = makeLastingDesk();
let cluster: Cluster;
let site: string;
let receiver: ChildProcess | undefined;

beforeEach(async () => {
  cluster = await makeCluster('shop', ['--wal-segsize=1']);
  await cluster.sql('create table notes (n int primary key)');
  await cluster.sql('create sequence order_numbers; create sequence small_numbers as smallint');
  site = join(cluster.root, 'site two');
  mkdirSync(site, {mode: 0o700});
  giveTo(cluster.tools.user, site);
});

afterEach(async () => {
  receiver?.kill('SIGKILL');
  receiver = undefined;
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

const rowsThere = () => askThere('select count(*)::int as rows, max(n) as last from notes');

const receive = async (): Promise<string> => {
  const into = join(cluster.root, 'received');
  mkdirSync(into, {mode: 0o700});
  giveTo(cluster.tools.user, into);
  const {user, binaries} = cluster.tools;
  const program = [join(binaries.directory, 'pg_receivewal'), '-h', cluster.root, '-U', 'postgres', '-D', into];
  // Only with a slot it tells the primary what it has flushed.
  must(await runAs(user, [...program, '--slot=site_two', '--create-slot']));
  const [command = '', ...args] = [...(user.kind === 'account' ? user.prefix : []), ...program];
  receiver = spawn(command, [...args, '--slot=site_two', '--synchronous', '--no-loop'], {stdio: 'ignore', cwd: '/'});
  await eventually(() => cluster.sql(`select state from pg_stat_replication`)).toEqual([{state: 'streaming'}]);
  return into;
};

/** As a machine that loses its power, with its disks: nothing of it can be asked any more. */
const lose = async (): Promise<void> => {
  must(await stopServer(cluster.dataDirectory, 'immediate'));
  rmSync(cluster.dataDirectory, {recursive: true});
};

test('what was received up to the last moment comes back, also from the segment that was never finished', async () => {
  const backup = await cluster.backUp();
  const received = await receive();
  await cluster.sql('insert into notes select generate_series(1, 1000)');
  await cluster.sql('select pg_switch_wal()');
  await cluster.sql('insert into notes values (1001)');
  // Synchronous for real: the insert is acknowledged when it stands in the received WAL.
  const [row] = await cluster.sql('select pg_current_wal_flush_lsn()::text as lsn');
  await eventually(async () => {
    const [seen] = await cluster.sql('select coalesce(max(flush_lsn) >= $1, false) as has from pg_stat_replication', [
      row?.lsn,
    ]);
    return seen?.has;
  }).toBe(true);
  await lose();

  const looked = await restore(backup, ['--received', received, '--check']);
  expect(JSON.parse(looked.stdout)).toMatchObject({missing: null, onlyReceived: [expect.any(String)]});
  const restored = await restore(backup, ['--received', received, '--once', 'run1']);
  expect(restored.stderr).not.toContain('Error');
  expect(JSON.parse(restored.stdout)).toMatchObject({takesWrites: true, timeline: 2, target: 'the end'});
  expect(await rowsThere()).toEqual([{rows: 1001, last: 1001}]);

  const again = await restore(backup, ['--received', received, '--once', 'run1']);
  expect(JSON.parse(again.stdout)).toMatchObject({reused: true});
  expectRefusal(await restore(backup, ['--received', received]), 9, /is not empty/);
});

test('without received WAL the loss is a number, and a segment of the archive that was cut short stops nothing', async () => {
  const backup = await cluster.backUp();
  await cluster.sql(`insert into notes select generate_series(1, 10); select nextval('order_numbers')`);
  await cluster.sql('select pg_switch_wal()');
  await cluster.sql('insert into notes select generate_series(11, 20)');
  const [archived] = await cluster.sql('select pg_walfile_name(pg_switch_wal()) as segment');
  const last = join(cluster.archive, String(archived?.segment));
  await eventually(() => existsSync(last) && statSync(last).size === 2 ** 20).toBe(true);
  await lose();
  const lostAt = new Date().toISOString();
  truncateSync(last, 4096);

  const restored = await restore(backup, ['--lost-at', lostAt, '--advance-sequences', '100000']);
  const told = JSON.parse(restored.stdout);
  expect(told).toMatchObject({takesWrites: true, wal: {cutShort: [archived?.segment]}});
  expect(told.loss.seconds).toBeGreaterThan(0);
  expect(told.loss.sentence).toMatch(
    /^The last commit that came back is of .*; at most [\d.]+ s of commits are lost\.$/,
  );
  expect(await rowsThere()).toEqual([{rows: 10, last: 10}]);
  // Numbers of the lost time were given to somebody; a smallint has no room for so many.
  expect(told.sequences).toEqual({by: 100000, advanced: 1, left: ['shop: public.small_numbers']});
  expect(
    await askThere(
      `select nextval('order_numbers') > 100000 as ahead, current_setting('default_transaction_read_only') as closed`,
    ),
  ).toEqual([{ahead: true, closed: 'off'}]);
});

test('a hole in the WAL is said before anything is copied, and so is a place that is not free', async () => {
  const backup = await cluster.backUp();
  const segments: string[] = [];
  for (let n = 1; n <= 3; n += 1) {
    await cluster.sql('insert into notes values ($1)', [n]);
    const [row] = await cluster.sql('select pg_walfile_name(pg_switch_wal()) as segment');
    segments.push(String(row?.segment));
  }
  await eventually(() => segments.every(name => existsSync(join(cluster.archive, name)))).toBe(true);
  await lose();
  rmSync(join(cluster.archive, segments[1] ?? ''));
  expectRefusal(await restore(backup), 4, new RegExp(`${segments[1]} is neither in the archive`));
  expect(existsSync(join(site, 'data'))).toBe(false);

  mkdirSync(join(site, 'data'));
  writeFileSync(join(site, 'data', 'notes.txt'), 'somebody’s');
  expectRefusal(await restore(backup, ['--allow-gap']), 9, /is not empty/);
  expect(readFileSync(join(site, 'data', 'notes.txt'), 'utf8')).toBe('somebody’s');
});

test('one that was killed while it recovers goes on when it is asked for again', async () => {
  const backup = await cluster.backUp();
  for (let n = 1; n <= 20; n += 1) {
    await cluster.sql(`insert into notes select ${n} * 1000 + generate_series(1, 500); select pg_switch_wal()`);
  }
  const [row] = await cluster.sql('select pg_walfile_name(pg_switch_wal()) as segment');
  await eventually(() => existsSync(join(cluster.archive, String(row?.segment)))).toBe(true);
  await lose();
  const args = ['--advance-sequences', '100'];
  const begun = begin(backup, args);
  await eventually(() => existsSync(join(site, 'data'))).toBe(true);
  await begun.kill();
  expect(JSON.parse((await restore(backup, args)).stdout)).toMatchObject({takesWrites: true, timeline: 2});
  expect(
    await askThere(
      `select count(*)::int as rows, current_setting('default_transaction_read_only') as closed from notes`,
    ),
  ).toEqual([{rows: 10_000, closed: 'off'}]);
});

test('where the sequences of one database cannot be set ahead, clients stay out until another try has done it', async () => {
  await cluster.sql('create database ledger');
  const rules = readFileSync(join(cluster.dataDirectory, 'pg_hba.conf'), 'utf8');
  writeFileSync(join(cluster.dataDirectory, 'pg_hba.conf'), `local ledger all reject\n${rules}`);
  const backup = await cluster.backUp();
  await cluster.sql(`select nextval('order_numbers'), pg_switch_wal()`);
  await lose();
  const args = ['--advance-sequences', '10000', '--once', 'run1'];
  expectRefusal(await restore(backup, args), 4, /no client may write yet: sequences cannot be advanced: ledger: /);
  const closed = `select current_setting('default_transaction_read_only') as closed`;
  expect(await askThere(closed)).toEqual([{closed: 'on'}]);

  writeFileSync(join(site, 'data', 'pg_hba.conf'), rules);
  await askThere('select pg_reload_conf()');
  const again = JSON.parse((await restore(backup, args)).stdout);
  expect(again).toMatchObject({takesWrites: true, reused: false, sequences: {by: 10_000}});
  expect(await askThere(closed)).toEqual([{closed: 'off'}]);
});
