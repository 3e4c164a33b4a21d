/** `lifeboat backup restore-in-place` as a step or a person types it: every danger is exit 9 and changes nothing. */
import {readdirSync, rmSync, symlinkSync} from 'node:fs';
import {join} from 'node:path';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {readRecord} from '../../src/backup/in-place/record.ts';
import {findServer} from '../../src/postgres/found-server.ts';
import {eventually, expectRefusal, makeLastingDesk} from '../support/lifeboat.ts';
import {type Cluster, makeCluster} from '../support/postgres-cluster.ts';

const desk = makeLastingDesk();
let cluster: Cluster;
let backup: string;
let identifier: string;

beforeAll(async () => {
  cluster = await makeCluster();
  await cluster.sql('create table notes (n int)');
  backup = await cluster.backUp();
  await cluster.sql('insert into notes values (1)');
  const [row] = await cluster.sql('select system_identifier::text as id from pg_control_system()');
  identifier = String(row?.id);
});

afterAll(() => cluster.remove());

const started = (): string => new Date(findServer(cluster.dataDirectory).startedAtMs ?? 0).toISOString();

const restore = (args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
  desk.lifeboat(
    ['backup', 'restore-in-place', '--backup', backup, '--archive', cluster.archive, '--database', 'shop', ...args],
    {env},
  );

/** Each with what makes it one; nothing may have happened to the cluster. */
const refuses = async (says: RegExp, args: readonly string[], env: Readonly<Record<string, string>> = {}) => {
  const since = started();
  expectRefusal(await restore(args, env), 9, says);
  expect(started()).toBe(since);
  expect(await cluster.sql('select n from notes')).toEqual([{n: 1}]);
  expect(readdirSync(cluster.root).filter(name => name.startsWith('data.'))).toEqual([]);
};

test('nothing is done where the target may be the wrong one', async () => {
  const confirmed = ['--data', cluster.dataDirectory, '--identifier', identifier, '--started', started()];
  await refuses(/A server runs in/, ['--data', cluster.dataDirectory]);
  await refuses(/runs since/, [...confirmed, '--started', '2026-11-23T01:00:00Z']);
  await refuses(/was confirmed/, [...confirmed, '--identifier', '7711152328148641719']);
  await refuses(/far more than a cluster/, ['--data', '/']);
  await refuses(/inside each other/, confirmed, {LIFEBOAT_STATE: join(cluster.dataDirectory, 'base')});
  await refuses(/This is a drill/, confirmed, {LIFEBOAT_DRILL: desk.lab});
  await refuses(/The backup .* inside each other/, ['--data', backup]);

  const link = join(cluster.root, 'link');
  symlinkSync(cluster.dataDirectory, link);
  await refuses(/leads by a link/, [...confirmed, '--data', link]);
  rmSync(link);
});

test('a connection that leads to another cluster stops it', async () => {
  const other = await makeCluster();
  try {
    await refuses(
      /The connection leads to the cluster/,
      ['--data', cluster.dataDirectory, '--identifier', identifier, '--started', started()],
      {LIFEBOAT_DATABASE: other.uri},
    );
  } finally {
    await other.remove();
  }
});

test('a person is shown what would happen, and what comes back is everything', async () => {
  const looked = JSON.parse((await restore(['--data', cluster.dataDirectory, '--check', '--once', 'run1'])).stdout);
  expect(looked).toMatchObject({identifier, backupIdentifier: identifier, isRunning: true, isFinished: false});

  const confirmed = ['--data', cluster.dataDirectory, '--identifier', looked.identifier, '--started', looked.startedAt];
  const restored = await restore([...confirmed, '--once', 'run1'], {LIFEBOAT_DATABASE: cluster.uri});
  expect(restored.stderr).toContain('keeping the old data in');
  expect(JSON.parse(restored.stdout)).toMatchObject({isComplete: true, takesWrites: true});
  expect(await cluster.sql('select n from notes')).toEqual([{n: 1}]);

  const after = JSON.parse((await restore(['--data', cluster.dataDirectory, '--check', '--once', 'run1'])).stdout);
  expect(after).toMatchObject({isFinished: true, earlier: {phase: 'finished'}});

  const undone = await desk.lifeboat(['backup', 'undo-restore', '--data', cluster.dataDirectory]);
  expect(JSON.parse(undone.stdout)).toMatchObject({undone: true, isRunning: true});
  expect(await cluster.sql('select n from notes')).toEqual([{n: 1}]);
});

const phases = ['switching', 'preparing', 'recovering'];

test.each(process.env.CI === 'true' ? phases : phases.slice(0, 1))(
  'killed while it is %s, it goes on when it is typed again',
  async phase => {
    const before = Number((await cluster.sql('select count(*) as n from notes'))[0]?.n);
    await cluster.sql('insert into notes values (2)');
    const args = ['--data', cluster.dataDirectory, '--identifier', identifier, '--started', started(), '--once', phase];
    const common = ['--backup', backup, '--archive', cluster.archive, '--database', 'shop'];
    const killed = desk.start(['backup', 'restore-in-place', ...common, ...args]);
    // A later phase will do where this one was over too soon to be seen.
    await eventually(() => {
      const record = readRecord(cluster.dataDirectory);
      return record?.once === phase && [phase, 'recovering', 'finished'].includes(record.phase);
    }).toBe(true);
    await killed.kill();
    const again = await restore(args);
    expect(again).toMatchObject({code: 0, stdout: expect.stringContaining('"takesWrites":true')});
    expect(await cluster.sql('select count(*)::int as n from notes')).toEqual([{n: before + 1}]);
  },
);
