/** A primary that is lost: looked at from every side, fenced, followed by its standby, and rebuilt as a standby of that. */
import {existsSync} from 'node:fs';
import {join} from 'node:path';
import {afterEach, beforeEach, expect, test, vi} from 'vitest';
import {findServer} from '../../src/postgres/found-server.ts';
import {startServer, stopServer} from '../../src/postgres/server.ts';
import {runAs} from '../../src/postgres/server-user.ts';
import {asAnother, canBeAnother} from '../support/another-account.ts';
import {makePair, type Pair} from '../support/cluster-pair.ts';
import {bundle, type Environment, expectRefusal, makeLastingDesk} from '../support/lifeboat.ts';
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

test('a write by the way of the clients is read back, and a primary is gone only where nobody sees it', async () => {
  const meant = {LIFEBOAT_DATABASE: pair.primary.uri};
  expect(await answer(['prove-clients'], {...meant, LIFEBOAT_CLIENT: pair.primary.uri})).toMatchObject({
    proof: 'row',
    takesWrites: true,
    isMeant: true,
  });
  await pair.primary.sql('create role app login');
  const asApp = pair.primary.uri.replace('//postgres@', '//app@');
  expect(await answer(['prove-clients'], {...meant, LIFEBOAT_CLIENT: asApp})).toMatchObject({proof: 'transaction'});
  expect(await pair.primary.sql(`select relname from pg_class where relname like 'lifeboat%'`)).toEqual([]);
  expectRefusal(await backup(['prove-clients'], {...meant, LIFEBOAT_CLIENT: pair.standby.uri}), 9, /another server/);

  const look = ['look-at-primary', '--data', pair.primary.dataDirectory];
  expect(await answer(look, both())).toMatchObject({
    verdict: 'up',
    primary: {state: 'takes-writes'},
    old: {state: 'running'},
    standby: {reached: true, isStandby: true},
  });
  const nobody = {...both(), LIFEBOAT_DATABASE: 'postgres://postgres@127.0.0.1:1/shop'};
  const cut = await answer([...look, '--tries', '2'], {...nobody, LIFEBOAT_CONSOLE: pair.primary.uri});
  expect(cut).toMatchObject({verdict: 'cut-off', primary: {state: 'silent', tries: 2}, unseen: []});
  expect(cut.summary).toContain('On its own host it runs');

  await killPrimary();
  expect(await answer(look, both())).toMatchObject({verdict: 'down', old: {state: 'stopped', isShutDown: false}});
  const blind = await answer(['look-at-primary'], {LIFEBOAT_DATABASE: pair.primary.uri});
  expect(blind.verdict).toBe('gone');
  expect(blind.unseen).toHaveLength(3);
  // A path of another host leads to nothing, too.
  const elsewhere = await answer(['look-at-primary', '--data', join(pair.primary.root, 'nothing')], both());
  expect(elsewhere).toMatchObject({verdict: 'gone', old: {state: 'gone'}});
  expectRefusal(await backup(['look-at-primary', '--data', pair.standby.dataDirectory], both()), 9, /of a standby/);
});

test('a standby is not promoted beside a primary that lives, and a fenced one stays fenced whoever starts it', async () => {
  const data = pair.primary.dataDirectory;
  expectRefusal(await backup(['promote', '--fenced-by', 'somebody'], both()), 9, /old primary is alive/);
  const unreached = {LIFEBOAT_SIDE: pair.standby.uri};
  expectRefusal(await backup(['promote', '--old-data', data], unreached), 9, /A server runs in/);
  expectRefusal(await backup(['promote'], unreached), 9, /Nothing shows that the old primary takes no writes/);
  expectRefusal(await backup(['fence', '--data', join(pair.primary.root, 'nothing')]), 9, /holds no cluster here/);
  expectRefusal(await backup(['fence', '--data', data, '--identifier', '7']), 9, /was confirmed/);

  const fenced = await answer(['fence', '--data', data]);
  expect(fenced).toMatchObject({fenced: true, wasRunning: true, isShutDown: true});
  expectRefusal(await backup(['start-server', '--data', data]), 9, /is fenced/);
  await startAgain();
  expect(await pair.primary.sql('select pg_is_in_recovery() as standby')).toEqual([{standby: true}]);
  // A standby by the mark is no second primary, and writes no WAL of its own.
  expect(await answer(['fence', '--data', data, '--check'])).toMatchObject({state: 'running', fenced: true});
  const running = await answer(['promote', '--old-data', data, '--check', '--catch-up', '0s'], unreached);
  expect(running).toMatchObject({fence: {shown: true}, missingBytes: expect.any(Number)});
  expect(await answer(['fence', '--data', data])).toMatchObject({fenced: true, wasRunning: true});

  const handed = await backup(
    ['promote', '--old-data', join(pair.primary.root, 'nothing'), '--fenced-by', 'x'],
    both(),
  );
  expectRefusal(handed, 9, /not known what the standby lacks/);
  const ready = await answer(['promote', '--old-data', data, '--check'], both());
  expect(ready).toMatchObject({isPrimary: false, missingBytes: 0, fence: {shown: true}});
  const promoted = await answer(['promote', '--old-data', data], both());
  expect(promoted).toMatchObject({wasPromoted: true, timeline: 2, takesWrites: true, missingBytes: 0});
  expect(await answer(['promote', '--old-data', data], both())).toMatchObject({wasPromoted: false, isPrimary: true});
  expect(await pair.standby.sql('select id from orders')).toEqual([{id: 1}]);
  // Its address was moved to the new one.
  const moved = {LIFEBOAT_DATABASE: pair.standby.uri, LIFEBOAT_SIDE: pair.standby.uri};
  expect(await answer(['promote', '--old-data', data], moved)).toMatchObject({isPrimary: true});
  expect(await answer(['look-at-primary'], moved)).toMatchObject({verdict: 'up', isOneServer: true});
  // A cluster manager did it, and nobody told.
  const look = await answer(['look-at-primary', '--data', data], both());
  expect(look).toMatchObject({verdict: 'replaced', summary: expect.stringContaining('Never start the old primary')});
  expectRefusal(await backup(['fence', '--data', data, '--release'], unreached), 9, /none any more/);
  await answer(['fence', '--data', data, '--release']);
  await answer(['start-server', '--data', data]);
  expect(await answer(['look-at-primary', '--data', data], both())).toMatchObject({verdict: 'two-primaries'});
});

test.runIf(canBeAnother(bundle))(
  'a server of another account is not called gone, and none is started on its files',
  async () => {
    const data = pair.primary.dataDirectory;
    must(await runAs(pair.primary.tools.user, ['chmod', '-R', 'o+rX', data]));
    const nobody = {
      PATH: process.env.PATH,
      LIFEBOAT_STATE: join(pair.primary.root, 'state of another'),
      LIFEBOAT_DATABASE: 'postgres://postgres@127.0.0.1:1/shop',
    };
    const another = (...args: string[]) =>
      asAnother([process.execPath, bundle, 'backup', ...args, '--data', data], nobody);
    const look = another('look-at-primary', '--tries', '1');
    expect(look).toMatchObject({code: 0, stderr: ''});
    expect(JSON.parse(look.stdout)).toMatchObject({
      verdict: 'hidden',
      old: {state: 'stopped', mayBeHidden: true},
      summary: expect.stringContaining('only root sees where it works'),
    });
    expect(another('start-server')).toMatchObject({code: 9, stderr: expect.stringContaining('may work in')});
    expect(await pair.primary.sql('select pg_is_in_recovery() as standby')).toEqual([{standby: false}]);
  },
);

/** As a service manager does that knows nothing of a failover. */
const startAgain = async (): Promise<void> => {
  const {tools, root, dataDirectory} = pair.primary;
  const {words} = findServer(dataDirectory);
  must(await startServer(tools, {dataDirectory, logFile: join(root, 'log'), options: words?.options ?? []}));
};

test('a primary that is set to read-only lives, and a fence is not released once the standby was told to promote', async () => {
  await pair.primary.sql('alter system set default_transaction_read_only = on');
  await pair.primary.sql('select pg_reload_conf()');
  await vi.waitFor(async () =>
    expect(await pair.primary.sql('show default_transaction_read_only')).toEqual([
      {default_transaction_read_only: 'on'},
    ]),
  );
  expectRefusal(await backup(['promote', '--fenced-by', 'x'], both()), 9, /is alive .*set to take no writes/);

  const fence = ['fence', '--data', pair.primary.dataDirectory];
  await answer(fence);
  await answer([...fence, '--release'], {LIFEBOAT_SIDE: pair.standby.uri});
  await answer(fence);
  await pair.standby.sql('select pg_promote(true, 60)');
  expectRefusal(await backup([...fence, '--release'], {LIFEBOAT_SIDE: pair.standby.uri}), 9, /none any more/);
});

test('an old primary becomes a standby of the new one, and its old files are kept', async () => {
  const data = pair.primary.dataDirectory;
  await killPrimary();
  await answer(['fence', '--data', data]);
  await answer(['promote', '--old-data', data], both());
  await pair.standby.sql('insert into orders values (2)');

  const rebuild = ['rebuild-standby', '--data', data, '--slot', 'site_a'];
  // The superuser's password is kept nowhere on the old side.
  await pair.standby.sql('create role follower login replication');
  const [asAdministrator, asFollower] = ['//postgres@', '//follower:own@'].map(who =>
    pair.standby.uri.replace('//postgres@', who),
  );
  const env = {LIFEBOAT_DATABASE: asAdministrator, LIFEBOAT_FOLLOW: asFollower};
  // Its start fails after the files have moved; the same command goes on from there.
  expectRefusal(await backup([...rebuild, '--option', 'max_connections=none'], env), 4, /does not start/);
  expect(existsSync(`${data}.rebuilding.json`)).toBe(true);
  const rebuilt = await answer(rebuild, env);
  expect(rebuilt).toMatchObject({streams: true, wasRebuilt: true, slot: 'site_a'});
  expect(existsSync(join(rebuilt.oldDirectory, 'PG_VERSION'))).toBe(true);
  expect(await pair.primary.sql('select pg_is_in_recovery() as standby, max(id) as id from orders')).toEqual([
    {standby: true, id: 2},
  ]);
  expect(existsSync(`${data}.rebuilding.json`)).toBe(false);
  expect(
    await pair.standby.sql(`select usename from pg_stat_replication where application_name <> 'pg_basebackup'`),
  ).toEqual([{usename: 'follower'}]);
  expect(await answer(rebuild, env)).toMatchObject({wasRebuilt: false});
  expectRefusal(
    await backup(['rebuild-standby', '--data', pair.standby.dataDirectory, '--slot', 'site_b'], env),
    9,
    /A server runs in/,
  );
});
