/** Why an archive takes nothing, and what fills a disk, seen on a real server. */
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import {join} from 'node:path';
import {afterAll, beforeAll, expect, onTestFinished, test, vi} from 'vitest';
import {archiveWal} from '../../src/backup/archive-wal.ts';
import {explainArchive} from '../../src/backup/upkeep/archive-trouble.ts';
import {lookAtDisks} from '../../src/backup/upkeep/disk-use.ts';
import {stopServer} from '../../src/postgres/server.ts';
import {type Cluster, makeCluster} from '../support/postgres-cluster.ts';
import {must} from '../support/postgres-must.ts';

let cluster: Cluster;

beforeAll(async () => {
  cluster = await makeCluster('shop', ['--wal-segsize=1']);
  must(await archiveWal({live: cluster.uri}));
});

afterAll(() => cluster.remove());

const failedCount = async () =>
  Number((await cluster.sql('select failed_count::int as n from pg_stat_archiver'))[0]?.n);

/** Ends a segment, and waits until the archiver has failed with it once more. */
const fails = async () => {
  const before = await failedCount();
  await cluster.sql(`select pg_logical_emit_message(true, 'shop', 'sold'), pg_switch_wal()`);
  await vi.waitUntil(async () => (await failedCount()) > before, {timeout: 60_000, interval: 100});
};

const command = (text: string) =>
  cluster.restart({archive_command: text.replaceAll('ARCHIVE', `'${cluster.archive.replaceAll("'", "'\\''")}'`)});

const explained = async () => must(await explainArchive(cluster.uri));

test('an archive that works has no trouble', async () => {
  expect(await explained()).toMatchObject({cause: 'none', place: null, says: []});
});

test('a directory that its own account may not write to any more, with what the log says', async () => {
  chmodSync(cluster.archive, 0o500);
  await fails();
  expect(await explained()).toMatchObject({
    cause: 'no_right',
    place: cluster.archive,
    mode: '0500',
    isOwn: true,
    says: [expect.stringContaining('Permission denied'), expect.stringContaining('archive command failed')],
  });
  chmodSync(cluster.archive, 0o700);
  must(await archiveWal({live: cluster.uri}));
});

test('a directory that is not there', async () => {
  renameSync(cluster.archive, `${cluster.archive}.away`);
  await fails();
  expect(await explained()).toMatchObject({cause: 'no_place', place: cluster.archive});
  renameSync(`${cluster.archive}.away`, cluster.archive);
  must(await archiveWal({live: cluster.uri}));
});

test('half of a segment under its name, which the command does not replace', async () => {
  await command('test ! -f ARCHIVE/%f && cp %p ARCHIVE/%f');
  const [row] = await cluster.sql('select pg_walfile_name(pg_current_wal_lsn()) as segment');
  const file = join(cluster.archive, String(row?.segment));
  writeFileSync(file, 'half');
  await fails();
  expect(await explained()).toMatchObject({
    cause: 'in_the_way',
    place: file,
    segment: row?.segment,
    sentence: expect.stringContaining('4 bytes of 1.0 MiB'),
  });
  renameSync(file, `${file}.in-the-way`);
  must(await archiveWal({live: cluster.uri}));
});

test('a segment of another cluster under its name, which the backups of that one need where it is', async () => {
  const former = await makeCluster('shop', ['--wal-segsize=1']);
  onTestFinished(former.remove);
  await command('test ! -f ARCHIVE/%f && cp %p ARCHIVE/%f');
  const [row] = await cluster.sql('select pg_walfile_name(pg_current_wal_lsn()) as segment');
  const file = join(cluster.archive, String(row?.segment));
  const [theirs = ''] = readdirSync(join(former.dataDirectory, 'pg_wal')).filter(name => /^[0-9A-F]{24}$/.test(name));
  copyFileSync(join(former.dataDirectory, 'pg_wal', theirs), file);
  await fails();
  expect(await explained()).toMatchObject({
    cause: 'another_cluster',
    place: file,
    sentence: expect.stringMatching(/is a segment of the cluster \d+, and this one is \d+: two clusters/),
  });
  rmSync(file);
  must(await archiveWal({live: cluster.uri}));
});

test('a program that the account of the server does not find', async () => {
  await command('push-to-vault %p && cp %p ARCHIVE/%f');
  expect(await explained()).toMatchObject({cause: 'no_program', place: 'push-to-vault'});
  await command('');
  expect(await explained()).toMatchObject({cause: 'no_command', place: null});
});

test('what fills a disk is told with the server up and down: slots, what waits, and files of no cluster', async () => {
  const surroundings = {apart: []};
  const own = {dataDirectory: cluster.dataDirectory, identifier: undefined, surroundings};
  await cluster.sql(`select pg_create_physical_replication_slot('left_behind', true)`);
  await cluster.sql(`select pg_logical_emit_message(true, 'shop', repeat('x', 3000000))`);
  await cluster.sql('checkpoint');
  mkdirSync(join(cluster.root, 'dumps'));
  const dump = join(cluster.root, 'dumps', 'shop.dump');
  const largest = 600 * 1024 * 1024;
  writeFileSync(dump, '');
  truncateSync(dump, largest);

  const up = must(await lookAtDisks(own));
  expect(up).toMatchObject({running: true, isFull: false, slots: [{name: 'left_behind', isLogical: false}]});
  expect(up.slots[0]?.heldBytes).toBeGreaterThan(2_900_000);
  expect(up.otherFiles).toContainEqual({path: dump, bytes: largest});
  expect(up.otherFiles.filter(({path}) => path.startsWith(cluster.dataDirectory))).toEqual([]);
  expect(up.otherFiles.filter(({path}) => path.startsWith(cluster.archive))).toEqual([]);

  must(await stopServer(cluster.dataDirectory));
  expect(readdirSync(cluster.dataDirectory)).not.toContain('postmaster.pid');
  expect(must(await lookAtDisks(own))).toMatchObject({running: false, slots: [{name: 'left_behind'}]});
  expect(await lookAtDisks({...own, identifier: '7711152328148641719'})).toMatchObject({
    ok: false,
    reason: {kind: 'unsafe'},
  });
  expect(await lookAtDisks({...own, dataDirectory: join(cluster.root, 'dumps')})).toMatchObject({ok: false});
});
