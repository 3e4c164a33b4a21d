/** Before anything is decided: does this base backup with this archive lead to the moment before the deletion? */
import {mkdirSync, readdirSync, renameSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {archiveWal} from '../../src/backup/archive-wal.ts';
import {type CheckBackupRequest, checkBackup} from '../../src/backup/check-backup.ts';
import {giveTo, runAs} from '../../src/postgres/server-user.ts';
import {backupStatements, type Cluster, makeCluster} from '../support/postgres-cluster.ts';
import {must} from '../support/postgres-must.ts';

let cluster: Cluster;
let backup: string;
let request: CheckBackupRequest;

const positionNow = async () => String((await cluster.sql('select pg_current_wal_lsn() as lsn'))[0]?.lsn);

beforeAll(async () => {
  cluster = await makeCluster();
  await cluster.sql('create table seats (id int primary key)');
  const early = await positionNow();
  backup = await cluster.backUp();
  await cluster.sql('insert into seats select generate_series(1, 5)');
  must(await archiveWal({live: cluster.uri}));
  await cluster.sql('insert into seats select generate_series(6, 9)');
  must(await archiveWal({live: cluster.uri}));
  await cluster.sql('delete from seats');
  request = {live: cluster.uri, backupDir: backup, archiveDir: cluster.archive, beforeLsn: await positionNow()};
  expect(await checkBackup({...request, beforeLsn: early})).toMatchObject({
    ok: false,
    reason: expect.stringContaining('was begun after the deletion'),
  });
});

afterAll(() => cluster.remove());

test('a backup and an archive without a gap are taken, also while the last segment is on the server alone', async () => {
  const before = must(await checkBackup(request));
  expect(before).toMatchObject({archived: false});
  must(await archiveWal({live: cluster.uri}));
  expect(must(await checkBackup(request))).toEqual({...before, segments: before.segments + 1, archived: true});
});

test('a segment that is missing in between is named, and so is one that is compressed', async () => {
  const {firstSegment} = must(await checkBackup(request));
  const file = join(cluster.archive, firstSegment);
  renameSync(file, `${file}.gz`);
  expect(await checkBackup(request)).toMatchObject({
    ok: false,
    reason: expect.stringContaining(`has ${firstSegment}.gz where ${firstSegment} is needed`),
  });
  renameSync(`${file}.gz`, join(cluster.root, 'aside'));
  expect(await checkBackup(request)).toMatchObject({
    ok: false,
    reason: expect.stringContaining(`lacks the segment ${firstSegment}`),
  });
  renameSync(join(cluster.root, 'aside'), file);
});

test('the backup of another cluster is refused, and so are places that are not there or no backup', async () => {
  const other = await makeCluster();
  const foreign = await other.backUp();
  expect(await checkBackup({...request, backupDir: foreign})).toMatchObject({
    ok: false,
    reason: expect.stringContaining('is of another cluster'),
  });
  await other.remove();
  expect(await checkBackup({...request, backupDir: foreign})).toMatchObject({
    ok: false,
    reason: expect.stringContaining('does not exist'),
  });
  expect(await checkBackup({...request, backupDir: cluster.archive})).toMatchObject({
    ok: false,
    reason: expect.stringContaining('is not a base backup'),
  });
  const empty = join(cluster.root, 'empty archive');
  mkdirSync(empty);
  giveTo(cluster.tools.user, empty);
  expect(await checkBackup({...request, archiveDir: empty})).toMatchObject({
    ok: false,
    reason: expect.stringContaining('lacks the segment'),
  });
  rmSync(empty, {recursive: true});
  expect(await checkBackup({...request, archiveDir: empty})).toMatchObject({
    ok: false,
    reason: expect.stringContaining('cannot read the WAL archive'),
  });
});

test('a backup that was still being taken when the deletion committed is refused, by its history file or its manifest', async () => {
  const early = must(await checkBackup(request));
  expect(early).toMatchObject({endKnown: true});
  const connection = await cluster.open();
  const statements = backupStatements(connection);
  must(await connection.run(statements.start));
  await cluster.sql('insert into seats values (1); delete from seats');
  const beforeLsn = await positionNow();
  const slow = join(cluster.root, 'slow backup');
  must(await runAs(cluster.tools.user, ['cp', '-a', backup, slow]));
  await cluster.sql('create table since (id int)');
  const label = String(must(await connection.run(statements.stop))[0]?.rows[0]?.labelfile);
  await connection.close();
  writeFileSync(join(slow, 'backup_label'), label);
  must(await archiveWal({live: cluster.uri}));

  const late = {...request, backupDir: slow, beforeLsn};
  const refused = {ok: false, reason: expect.stringContaining('was still being taken when the deletion committed')};
  expect(await checkBackup(late)).toMatchObject(refused);
  const end = await positionNow();
  writeFileSync(
    join(slow, 'backup_manifest'),
    JSON.stringify({'WAL-Ranges': [{Timeline: 1, 'Start-LSN': '0/1', 'End-LSN': end}]}, null, 1),
  );
  const history = readdirSync(cluster.archive).filter(name => name.endsWith('.backup'));
  for (const name of history) {
    rmSync(join(cluster.archive, name));
  }
  expect(await checkBackup(late)).toMatchObject(refused);
  rmSync(join(slow, 'backup_manifest'));
  expect(await checkBackup(late)).toMatchObject({ok: true, value: {endKnown: false}});
});
