/** A side instance disturbs nobody, says plainly why it cannot come up, and needs nothing of the primary's configuration. */

import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import {join} from 'node:path';
import {afterAll, beforeAll, expect, test, vi} from 'vitest';
import {archiveWal} from '../../src/backup/archive-wal.ts';
import {discardSide} from '../../src/backup/discard-side.ts';
import {restoreBeside} from '../../src/backup/restore-beside.ts';
import type {PlainBackup, SideWishes} from '../../src/backup/side-plan.ts';
import {connect} from '../../src/postgres/connect.ts';
import {identify, serversIn} from '../../src/postgres/process-identity.ts';
import {rowsOf} from '../../src/postgres/query.ts';
import {giveTo} from '../../src/postgres/server-user.ts';
import {type Cluster, makeCluster} from '../support/postgres-cluster.ts';
import {must} from '../support/postgres-must.ts';
import {workPlace} from '../support/work-place.ts';

let cluster: Cluster;
let request: PlainBackup & SideWishes;
let room: string;
const moments: string[] = [];

beforeAll(async () => {
  cluster = await makeCluster();
  room = mkdtempSync(join(workPlace, 'lifeboat-room-'));
  giveTo(cluster.tools.user, room);
  // What the primary has, its side instance must not have: libraries, a port, an archive, names of other places.
  await cluster.sql(`alter system set shared_preload_libraries = 'no_such_library'`);
  await cluster.sql(`alter system set log_directory = '/no/such/directory'`);
  await cluster.sql('create table notes (at timestamptz default clock_timestamp(), n int)');
  const backupDir = await cluster.backUp();
  appendFileSync(join(backupDir, 'postgresql.conf'), "include '/etc/no-such-file'\n");
  // As Debian's backups: without their configuration, which lives elsewhere.
  renameSync(join(backupDir, 'pg_hba.conf'), join(room, 'pg_hba.conf'));
  await cluster.sql('alter system reset all');
  await cluster.restart({max_connections: '177', max_prepared_transactions: '5'});
  for (const n of [1, 2, 3]) {
    const [row] = await cluster.sql(
      'insert into notes (n) values ($1) returning at, pg_current_xact_id()::text as xid',
      [n],
    );
    moments.push(String(row?.xid));
  }
  must(await archiveWal({live: cluster.uri}));
  request = {
    backupDir,
    wal: {archiveDir: cluster.archive},
    intoDir: join(room, 'side'),
    target: {beforeXid: moments[1] ?? ''},
    database: 'shop',
  };
});

afterAll(async () => {
  await discardSide(request.intoDir);
  rmSync(room, {recursive: true, force: true});
  await cluster.remove();
});

const ask = async (uri: string, sql: string) => {
  const connection = must(await connect(uri));
  try {
    return must(await rowsOf(connection, sql));
  } finally {
    await connection.close();
  }
};

const refusal = async (changes: Partial<PlainBackup & SideWishes>) => {
  const refused = await restoreBeside({...request, ...changes});
  return refused.ok ? `came up at ${refused.value.target}` : refused.reason;
};

test('it shows the moment just before the transaction, with settings of its own and as many connections as the primary had', async () => {
  const said: string[] = [];
  const side = must(await restoreBeside({...request, onProgress: sentence => said.push(sentence)}));
  expect(await ask(side.connection, 'select n from notes order by n')).toEqual([{n: 1}]);
  expect(
    await ask(
      side.connection,
      `select name, setting from pg_settings where name in
    ('listen_addresses', 'archive_mode', 'max_connections', 'max_prepared_transactions', 'shared_preload_libraries') order by 1`,
    ),
  ).toEqual([
    {name: 'archive_mode', setting: 'off'},
    {name: 'listen_addresses', setting: ''},
    {name: 'max_connections', setting: '177'},
    {name: 'max_prepared_transactions', setting: '5'},
    {name: 'shared_preload_libraries', setting: ''},
  ]);
  expect(said).toEqual(expect.arrayContaining([`replaying WAL up to just before transaction ${moments[1]} committed`]));

  expect(must(await restoreBeside(request))).toMatchObject({
    reused: true,
    pid: side.pid,
    recoveredTo: side.recoveredTo,
  });
  expect(await refusal({target: {beforeXid: moments[2] ?? ''}})).toContain(
    'holds a side instance of just before transaction',
  );
});

test('a side instance that was killed is made anew in the same place', async () => {
  const standing = must(await restoreBeside(request));
  process.kill(standing.pid, 'SIGKILL');
  await vi.waitUntil(() => identify(standing.pid) === null);
  const anew = must(await restoreBeside(request));
  expect(anew).toMatchObject({reused: false, recoveredTo: standing.recoveredTo});
  expect(anew.pid).not.toBe(standing.pid);
});

test('discarding it leaves no process and no directory, twice is as good as once, and other directories are left alone', async () => {
  expect(must(await discardSide(request.intoDir))).toMatchObject({removed: true});
  expect(existsSync(request.intoDir)).toBe(false);
  expect(serversIn(request.intoDir)).toEqual([]);
  expect(must(await discardSide(request.intoDir))).toMatchObject({removed: false});
  expect(await discardSide(request.backupDir)).toEqual({ok: false, reason: expect.stringContaining('is left alone')});
});

test('a time keeps what committed before it, and a position in the WAL does too', async () => {
  const [at] = await cluster.sql('select at from notes where n = 2');
  const byTime = must(await restoreBeside({...request, target: {untilTime: String(at?.at)}}));
  expect(await ask(byTime.connection, 'select max(n) as n from notes')).toEqual([{n: 1}]);
  const byLsn = must(await restoreBeside({...request, intoDir: join(room, 'other'), target: {untilLsn: byTime.lsn}}));
  expect(await ask(byLsn.connection, 'select max(n) as n from notes')).toEqual([{n: 1}]);
  must(await discardSide(join(room, 'other')));
  must(await discardSide(request.intoDir));
});

test('a target beyond the archive is named as such, and nothing is left behind', async () => {
  expect(await refusal({target: {beforeXid: '4000000'}})).toBe(
    'the WAL archive ends before the target (just before transaction 4000000 committed); make the cluster archive its current WAL (select pg_switch_wal()), wait until it is there, and check the target',
  );
  expect(serversIn(request.intoDir)).toEqual([]);
  expect(existsSync(request.intoDir) ? readdirSync(request.intoDir) : []).toEqual([]);
});

test('an archive without the WAL of the backup is named as such', async () => {
  const empty = join(room, 'empty archive');
  mkdirSync(empty, {mode: 0o755});
  expect(await refusal({wal: {archiveDir: empty}})).toContain('lacks segments that the base backup needs');
});

test('places that are not empty, not there, or too near to what is restored from are refused before anything is done', async () => {
  const taken = join(room, 'taken');
  mkdirSync(taken);
  writeFileSync(join(taken, 'precious'), 'data');
  expect(await refusal({intoDir: taken})).toContain('is not empty and not a side instance of ours');
  const link = join(room, 'link');
  symlinkSync(taken, link);
  expect(await refusal({intoDir: link})).toContain('is a link; name the directory itself');
  expect(await refusal({intoDir: join(request.backupDir, 'side')})).toContain('lie inside each other');
  expect(await refusal({intoDir: join(cluster.archive, 'side')})).toContain('lie inside each other');
  expect(await refusal({intoDir: 'side'})).toContain('must be an absolute path');
  expect(await refusal({intoDir: '/no/such/place'})).toContain('/no/such does not exist');
  expect(await refusal({backupDir: cluster.dataDirectory})).toContain('has no backup_label');
  expect(await refusal({backupDir: room})).toContain('is not a base backup');
  expect(await refusal({wal: {archiveDir: join(room, 'nowhere')}})).toContain('does not exist');
  expect(await refusal({target: {untilTime: '2026-11-24 03:12'}})).toContain('is not a time with an offset');
  expect(readdirSync(taken)).toEqual(['precious']);
});
