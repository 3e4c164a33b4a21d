/** A moment is looked at before anything starts: whether it is in the WAL, which backup leads there, and what is in the way. */
import {readdirSync, readFileSync, renameSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {archiveWal} from '../../src/backup/archive-wal.ts';
import {builtin} from '../../src/backup/drivers/builtin.ts';
import {checkTarget} from '../../src/backup/point-in-time/check-target.ts';
import {latestTarget} from '../../src/backup/point-in-time/latest.ts';
import {listRestorePoints} from '../../src/backup/point-in-time/restore-points.ts';
import type {RecoveryTarget} from '../../src/backup/recovery-target.ts';
import {type Cluster, makeCluster} from '../support/postgres-cluster.ts';
import {must} from '../support/postgres-must.ts';

let cluster: Cluster;
const labels: string[] = [];
const moment = {time: '', lsn: '', xid: '', savepoint: '', rolledBack: ''};

const repository = () => ({directory: join(cluster.root, 'backups'), archiveDir: cluster.archive});

const backUp = async () => {
  const taken = await builtin.take({repository: repository(), live: cluster.uri, onProgress: () => undefined});
  labels.push(must(taken).label);
};

const answer = async (sql: string): Promise<string> => String(Object.values((await cluster.sql(sql))[0] ?? {})[0]);

beforeAll(async () => {
  cluster = await makeCluster('shop', ['--wal-segsize=1', '--data-checksums']);
  await cluster.sql('create table tickets (n int, seat text)');
  await backUp();
  await cluster.sql(`insert into tickets select n, 'A' || n from generate_series(1, 20000) n`);
  await cluster.sql(`select pg_create_restore_point('before-migration')`);
  moment.lsn = await answer('select pg_current_wal_insert_lsn()::text');
  moment.time = await answer(`select to_json(clock_timestamp() at time zone 'UTC') #>> '{}' || 'Z'`);
  const connection = await cluster.open();
  must(await connection.run('begin; update tickets set seat = null; savepoint second'));
  moment.xid = String(must(await connection.run('select pg_current_xact_id()::xid::text as xid'))[0]?.rows[0]?.xid);
  must(await connection.run('insert into tickets values (0)'));
  moment.savepoint = String(
    must(await connection.run('select xmin::text as x from tickets where n = 0'))[0]?.rows[0]?.x,
  );
  must(await connection.run('commit; begin; delete from tickets'));
  moment.rolledBack = String(must(await connection.run('select pg_current_xact_id()::xid::text as x'))[0]?.rows[0]?.x);
  must(await connection.run('rollback'));
  await connection.close();
  await backUp();
  await cluster.sql(`insert into tickets values (1, 'late')`);
  must(await archiveWal({live: cluster.uri}));
});

afterAll(async () => cluster.remove());

const check = async (target: RecoveryTarget, label?: string) => {
  const backups = must(await builtin.list(repository()));
  const walOf = must(await builtin.wal(repository()));
  return checkTarget({target, backups, walOf, label, nowMs: Date.now()});
};

test('the same moment is found by its time, its position, its transaction and its name, and the backup before it is chosen', async () => {
  const targets: readonly RecoveryTarget[] = [
    {untilTime: moment.time},
    {untilLsn: moment.lsn},
    {beforeXid: moment.xid},
    {restorePoint: 'before-migration'},
  ];
  for (const target of targets) {
    const checked = must(await check(target));
    expect({target, label: checked.label, left: checked.firstLeftOut?.xid}).toEqual({
      target,
      label: labels[0],
      left: moment.xid,
    });
  }
});

test('what cannot be reached is said before anything starts, with a way out', async () => {
  const reasons: Readonly<Record<string, RecoveryTarget>> = {
    [`${moment.savepoint} is the number of a savepoint; name its transaction, ${moment.xid}`]: {
      beforeXid: moment.savepoint,
    },
    'no transaction 4000000 ended there': {beforeXid: '4000000'},
    'there is no restore point of-last-week': {restorePoint: 'of-last-week'},
    'there are before-migration': {restorePoint: 'of-last-week'},
    'the archived WAL ends before 2': {untilTime: new Date().toISOString()},
    'lies in the future': {untilTime: new Date(Date.now() + 60_000).toISOString()},
    'is not a time with an offset': {untilTime: '2026-11-24 03:12:00'},
    'no backup was complete before 2020-01-01T00:00:00Z': {untilTime: '2020-01-01T00:00:00Z'},
    'the archived WAL ends before WAL position F/0': {untilLsn: 'F/0'},
    'no backup was complete before WAL position 0/1': {untilLsn: '0/1'},
  };
  for (const [reason, target] of Object.entries(reasons)) {
    expect(await check(target)).toEqual({ok: false, reason: expect.stringContaining(reason)});
  }
  expect(await check({untilTime: moment.time}, labels[1])).toEqual({
    ok: false,
    reason: expect.stringContaining('was complete before'),
  });
});

test('everything that there is ends behind the last commit that was archived', async () => {
  const backups = must(await builtin.list(repository()));
  const walOf = must(await builtin.wal(repository()));
  const latest = must(await latestTarget(backups, walOf));
  const checked = must(await check(latest));
  expect({label: checked.label, left: checked.firstLeftOut}).toEqual({label: labels[1], left: null});
  const listed = must(await listRestorePoints(backups, walOf));
  expect(checked.lastKept?.at).toBe(listed.to.lastCommittedAt);
});

test('a transaction that was rolled back is told as one', async () => {
  expect(must(await check({beforeXid: moment.rolledBack}))).toMatchObject({
    lastKept: {xid: moment.xid},
    firstLeftOut: {xid: moment.rolledBack, isCommit: false},
    notes: [`Transaction ${moment.rolledBack} was rolled back, so nothing of it was ever there.`],
  });
});

test('restore points are listed with the backup that leads to them, and the span that can be reached', async () => {
  const backups = must(await builtin.list(repository()));
  const listed = must(await listRestorePoints(backups, must(await builtin.wal(repository()))));
  expect(listed).toMatchObject({
    restorePoints: [{name: 'before-migration', label: labels[0]}],
    from: {label: labels[0]},
    broken: null,
  });
  expect(String(listed.to.lastCommittedAt) > moment.time).toBe(true);
});

const segments = () =>
  readdirSync(cluster.archive)
    .filter(name => /^[0-9A-F]{24}$/.test(name))
    .sort();

test('a segment that is missing on the way is named, and so is one that is damaged', async () => {
  const {lastSegment = ''} = must(await check({untilTime: moment.time}));
  const before = segments()[segments().indexOf(lastSegment) - 1] ?? '';
  const path = join(cluster.archive, before);
  renameSync(path, `${path}.aside`);
  expect(await check({untilTime: moment.time})).toEqual({
    ok: false,
    reason: expect.stringContaining(`lacks the segment ${before}, though later ones are there`),
  });
  const bytes = readFileSync(`${path}.aside`);
  bytes[bytes.length / 2] = (bytes[bytes.length / 2] ?? 0) ^ 255;
  writeFileSync(path, bytes);
  expect(await check({untilTime: moment.time})).toEqual({
    ok: false,
    reason: expect.stringContaining(`${before} in ${cluster.archive} can be read in part only`),
  });
  renameSync(`${path}.aside`, path);
  expect(await check({untilTime: moment.time})).toMatchObject({ok: true});
});

test('a name that was given twice leads to no moment by itself', async () => {
  await cluster.sql(`select pg_create_restore_point('before-migration'), pg_create_restore_point('again')`);
  await cluster.sql(`select pg_create_restore_point('again')`);
  await cluster.sql(`insert into tickets values (2, 'later')`);
  must(await archiveWal({live: cluster.uri}));
  expect(await check({restorePoint: 'again'})).toEqual({
    ok: false,
    reason: expect.stringMatching(/the restore point again more than once .* say which one by its position/),
  });
  // The newer backup lies between the two, so from there the name is clear.
  expect(must(await check({restorePoint: 'before-migration'}))).toMatchObject({label: labels[1]});
});

test('WAL of another cluster is refused', async () => {
  const other = await makeCluster();
  try {
    must(await archiveWal({live: other.uri}));
    const backups = must(await builtin.list(repository()));
    const walOf = must(await builtin.wal({archiveDir: other.archive}));
    const checked = await checkTarget({
      target: {untilTime: moment.time},
      backups: backups.map(one => ({...one, path: null, startLsn: '0/1000028'})),
      walOf,
      nowMs: Date.now(),
    });
    expect(checked).toEqual({ok: false, reason: expect.stringContaining('is of another cluster')});
  } finally {
    await other.remove();
  }
});
