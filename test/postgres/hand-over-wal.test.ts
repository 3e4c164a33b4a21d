/** What only the files of an old primary have: handed over to its standby once it cannot grow any more, and not a moment before. */
import {copyFileSync, existsSync, mkdirSync, readdirSync, statSync, truncateSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {afterEach, beforeEach, expect, onTestFinished, test} from 'vitest';
import {findServer} from '../../src/postgres/found-server.ts';
import {startServer, stopServer} from '../../src/postgres/server.ts';
import {giveTo} from '../../src/postgres/server-user.ts';
import {makePair, type Pair} from '../support/cluster-pair.ts';
import {type Environment, eventually, expectRefusal, makeLastingDesk} from '../support/lifeboat.ts';
import {makeCluster} from '../support/postgres-cluster.ts';
import {must} from '../support/postgres-must.ts';

const desk = makeLastingDesk();
let pair: Pair;

beforeEach(async () => {
  pair = await makePair();
  await pair.primary.sql('create table orders (id int primary key)');
  await pair.primary.sql('insert into orders values (1)');
  await pair.settle();
});

afterEach(() => pair.remove());

const backup = (args: readonly string[], env: Environment = {}) => desk.lifeboat(['backup', ...args], {env});

const answer = async (args: readonly string[], env: Environment = {}) => {
  const {code, stdout, stderr} = await backup(args, env);
  expect({code, stderr: code === 0 ? '' : stderr}).toEqual({code: 0, stderr: ''});
  return JSON.parse(stdout);
};

const both = (): Environment => ({LIFEBOAT_DATABASE: pair.primary.uri, LIFEBOAT_SIDE: pair.standby.uri});

/** As the kernel does it: without a word, and nobody writes the last checkpoint. */
const killPrimary = async (): Promise<void> => {
  process.kill(findServer(pair.primary.dataDirectory).process?.pid ?? 0, 'SIGKILL');
  must(await stopServer(pair.primary.dataDirectory));
};

/** As a service manager does that knows nothing of a failover. */
const startAgain = async (): Promise<void> => {
  const {tools, root, dataDirectory} = pair.primary;
  const {words} = findServer(dataDirectory);
  must(await startServer(tools, {dataDirectory, logFile: join(root, 'log'), options: words?.options ?? []}));
};

/** The standby misses the last orders, and its primary is gone. */
const killWhileBehind = async (): Promise<void> => {
  const {tools, root} = pair.primary;
  const {dataDirectory} = pair.standby;
  const {words} = findServer(dataDirectory);
  must(await stopServer(dataDirectory));
  await pair.primary.sql('insert into orders select generate_series(2, 2000)');
  await killPrimary();
  must(await startServer(tools, {dataDirectory, logFile: join(root, 'standby.log'), options: words?.options ?? []}));
};

/** The standby hears nothing any more, by stream or archive, and its primary goes on. */
const cutStandbyOff = async (): Promise<void> => {
  const {tools, root} = pair.primary;
  const {dataDirectory} = pair.standby;
  const {words} = findServer(dataDirectory);
  must(await stopServer(dataDirectory));
  // On the command line, where the cluster has it: a setting in a file would count less, and the archiver would be a second way.
  await pair.primary.restart({archive_command: 'false'});
  await pair.primary.sql('insert into orders select generate_series(2, 2000)');
  const options = [...(words?.options ?? []), '-c', 'primary_conninfo='];
  must(await startServer(tools, {dataDirectory, logFile: join(root, 'standby.log'), options}));
};

test('what only the files of the old primary have is told before it is given up, and given to the standby nothing is lost', async () => {
  const data = pair.primary.dataDirectory;
  await killWhileBehind();
  const handOver = ['hand-over-wal', '--old-data', data, '--archive', pair.primary.archive];
  expectRefusal(await backup(handOver, both()), 9, /is not fenced/);
  await answer(['fence', '--data', data]);
  const promote = ['promote', '--old-data', data];
  const ready = await answer([...promote, '--check', '--catch-up', '0s'], both());
  expect(ready.missingBytes).toBeGreaterThan(100_000);
  expectRefusal(await backup([...promote, '--catch-up', '0s'], both()), 9, /The standby lacks .* of WAL/);

  const {segments} = await answer(handOver, both());
  expect(segments.length).toBeGreaterThan(0);
  expect((await answer(handOver, both())).segments).toEqual([]);
  // It died while it archived this one itself.
  writeFileSync(join(pair.primary.archive, segments.at(-1)), 'half');
  expect((await answer(handOver, both())).segments).toEqual(segments.slice(-1));
  expect(await answer(promote, both())).toMatchObject({missingBytes: 0, takesWrites: true});
  expect(await pair.standby.sql('select count(*)::int as n from orders')).toEqual([{n: 2000}]);
});

test('a server that was fenced and runs again as a standby still gives what only its files have', async () => {
  const data = pair.primary.dataDirectory;
  await cutStandbyOff();
  await answer(['fence', '--data', data]);
  await startAgain();
  const handed = await answer(['hand-over-wal', '--old-data', data, '--archive', pair.primary.archive], both());
  expect(handed).toMatchObject({isAll: true, proof: expect.stringContaining('runs as a standby by the mark')});
  expect(handed.segments.length).toBeGreaterThan(0);
  const unreached = {LIFEBOAT_SIDE: pair.standby.uri};
  expect(await answer(['promote', '--old-data', data], unreached)).toMatchObject({missingBytes: 0, takesWrites: true});
  expect(await pair.standby.sql('select count(*)::int as n from orders')).toEqual([{n: 2000}]);
});

test('a server that is cut off and goes on gives its WAL only while nobody can write to it', async () => {
  const data = pair.primary.dataDirectory;
  await cutStandbyOff();
  const handOver = ['hand-over-wal', '--old-data', data, '--archive', pair.primary.archive, '--within', '20s'];
  const side = {LIFEBOAT_SIDE: pair.standby.uri};
  const withConsole = {...side, LIFEBOAT_CONSOLE: pair.primary.uri};
  expectRefusal(
    await backup(handOver, withConsole),
    9,
    /is not fenced: a server runs in .*, so its WAL may still grow/,
  );
  handOver.push('--fenced-by', 'its port of the network is off');
  expectRefusal(await backup(handOver, side), 9, /nobody can see here whether somebody still writes/);
  expectRefusal(
    await backup(handOver, {...side, LIFEBOAT_CONSOLE: 'postgres://postgres@127.0.0.1:1/shop'}),
    9,
    /may still grow/,
  );
  expectRefusal(
    await backup(handOver, {...side, LIFEBOAT_CONSOLE: pair.standby.uri}),
    9,
    /does not lead to the server in/,
  );

  // Rules of access keep new sessions out, and leave those that are there.
  await pair.primary.sql('create role app login');
  const session = await pair.primary.open();
  must(await session.run('set role app'));
  expectRefusal(await backup(handOver, withConsole), 9, /still connected .*postgres from its own host/);
  expect(readdirSync(pair.primary.archive).filter(name => name.endsWith('.part'))).toEqual([]);
  await session.close();

  const handed = await answer(handOver, withConsole);
  expect(handed.segments.length).toBeGreaterThan(0);
  const again = await answer(handOver, withConsole);
  expect(again).toMatchObject({
    isAll: true,
    proof: expect.stringMatching(/nobody was connected .*port of the network/),
  });
  expect(await pair.standby.sql('select count(*)::int as n from orders')).toEqual([{n: 2000}]);
  expect(await pair.primary.sql('select pg_is_in_recovery() as standby')).toEqual([{standby: false}]);
  await killPrimary();
  // Nobody could set the mark, as on a disk that takes no writes any more; a person switched it off.
  expect(await answer(handOver, side)).toMatchObject({proof: expect.stringContaining('as a person says')});
});

/** PostgreSQL's own programs, of which the one that looks for the end of the WAL waits until it is let go. */
const binariesThatWait = () => {
  const {root, tools} = pair.primary;
  const own = join(root, 'bin');
  mkdirSync(own);
  // A link would lead to the place of the others.
  for (const name of ['initdb', 'pg_ctl', 'postgres']) {
    copyFileSync(join(tools.binaries.directory, name), join(own, name));
  }
  const script = `#!/bin/sh
here=$(dirname "$0")
case "$*" in *-p*) touch "$here/waits"; until test -f "$here/goes" || test ! -d "$here"; do sleep 0.05; done;; esac
exec '${tools.binaries.directory}/pg_waldump' "$@"
`;
  writeFileSync(join(own, 'pg_waldump'), script, {mode: 0o755});
  giveTo(tools.user, own);
  return {
    env: {LIFEBOAT_POSTGRES: own},
    waits: () => existsSync(join(own, 'waits')),
    letGo: () => writeFileSync(join(own, 'goes'), ''),
  };
};

test('half of a segment that was handed over is brought again when its server was started meanwhile and wrote on', async () => {
  const {dataDirectory, archive} = pair.primary;
  await cutStandbyOff();
  // As by a crash: nobody writes the last checkpoint.
  must(await stopServer(dataDirectory, 'immediate'));
  const handOver = ['hand-over-wal', '--old-data', dataDirectory, '--archive', archive];
  const binaries = binariesThatWait();
  const env = {...both(), ...binaries.env};
  const first = backup([...handOver, '--fenced-by', 'its host is switched off'], env);
  await eventually(binaries.waits).toBe(true);
  const half = readdirSync(archive).sort().at(-1) ?? '';
  await startAgain();
  binaries.letGo();
  expectRefusal(await first, 9, /started or stopped while its WAL was copied: a server runs in/);
  await pair.primary.sql('insert into orders select generate_series(2001, 2100)');
  const [row] = await pair.primary.sql('select pg_walfile_name(pg_current_wal_lsn()) as segment');
  expect(row?.segment).toBe(half);

  await answer(['fence', '--data', dataDirectory]);
  const handed = await answer(handOver, both());
  // A stop in good order ends the segment, and its last checkpoint stands in the next one.
  expect(handed).toMatchObject({segments: [half, expect.any(String)], isAll: true});
  expect(readdirSync(archive)).toContain(`${half}.replaced`);
  expect((await answer(handOver, both())).segments).toEqual([]);
  expect(await answer(['promote', '--old-data', dataDirectory], {LIFEBOAT_SIDE: pair.standby.uri})).toMatchObject({
    missingBytes: 0,
  });
  expect(await pair.standby.sql('select count(*)::int as n from orders')).toEqual([{n: 2100}]);
});

test('nothing is put into the archive of another cluster, and what is left of one before an upgrade is in nobody’s way', async () => {
  const {dataDirectory, archive} = pair.primary;
  const other = await makeCluster('museum');
  onTestFinished(other.remove);
  await other.sql('select pg_switch_wal()');
  await eventually(() => readdirSync(other.archive).length).toBeGreaterThan(0);
  const [theirs = ''] = readdirSync(other.archive).sort();
  must(await stopServer(other.dataDirectory));
  const before = readdirSync(other.archive);
  await killWhileBehind();
  await answer(['fence', '--data', dataDirectory]);
  const handOver = ['hand-over-wal', '--old-data', dataDirectory, '--archive'];
  expectRefusal(await backup([...handOver, other.archive], both()), 9, /is of the cluster \d+, and .* holds \d+/);
  expect(readdirSync(other.archive)).toEqual(before);

  const own = readdirSync(archive)
    .filter(name => /^[0-9A-F]{24}$/.test(name))
    .sort();
  expect(own.length).toBeGreaterThan(1);
  const [left = ''] = own;
  copyFileSync(join(other.archive, theirs), join(archive, left));
  expect((await answer([...handOver, archive], both())).segments.length).toBeGreaterThan(0);
  const last =
    readdirSync(archive)
      .filter(name => /^[0-9A-F]{24}$/.test(name))
      .sort()
      .at(-1) ?? '';
  copyFileSync(join(other.archive, theirs), join(archive, last));
  truncateSync(join(archive, last), 8192);
  expectRefusal(await backup([...handOver, archive], both()), 9, /is of the cluster/);
  expect(statSync(join(archive, last)).size).toBe(8192);
});
