/** What a restore in place, its undo and a stop must not do: take what is somebody else's, or say that something is done that is not. */
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import {join} from 'node:path';
import {execa} from 'execa';
import {afterEach, beforeEach, expect, test} from 'vitest';
import {lookAtOwnServer, stopOwnServer} from '../../src/backup/in-place/own-server.ts';
import {readRecord} from '../../src/backup/in-place/record.ts';
import {type InPlaceRun, restoreInPlace} from '../../src/backup/in-place/restore-in-place.ts';
import {openPlainBackup} from '../../src/backup/in-place/source.ts';
import {undoRestore} from '../../src/backup/in-place/undo-restore.ts';
import {releaseDelayed} from '../../src/backup/undelete/delayed-standby.ts';
import {findServer} from '../../src/postgres/found-server.ts';
import {giveTo} from '../../src/postgres/server-user.ts';
import {type Cluster, makeCluster} from '../support/postgres-cluster.ts';
import {must} from '../support/postgres-must.ts';
import {workPlace} from '../support/work-place.ts';

let cluster: Cluster;
let run: InPlaceRun;
let backup: string;

beforeEach(async () => {
  cluster = await makeCluster();
  await cluster.sql('create table notes (n int)');
  backup = await cluster.backUp();
  run = await runWith(backup);
});

afterEach(() => cluster.remove());

const runWith = async (backupDir: string): Promise<InPlaceRun> => {
  const source = must(await openPlainBackup({backupDir, wal: {archiveDir: cluster.archive}}));
  return {
    dataDirectory: cluster.dataDirectory,
    source,
    target: 'end',
    confirmed: {
      identifier: source.identifier,
      started: new Date(findServer(cluster.dataDirectory).startedAtMs ?? 0).toISOString(),
    },
    surroundings: {apart: []},
    isDelta: false,
    allowGap: false,
    login: {user: 'postgres', database: 'shop'},
    stopWithinMs: 60_000,
    timeoutMs: 60_000,
    onProgress: () => undefined,
  };
};

test('a directory that stands where the new files would be laid is not removed, be it anybody’s or the backup itself', async () => {
  const place = `${cluster.dataDirectory}.restoring`;
  mkdirSync(place);
  writeFileSync(join(place, 'payments.csv'), 'the only copy');
  expect(await restoreInPlace(run)).toMatchObject({ok: false, reason: {kind: 'unsafe'}});
  expect(readFileSync(join(place, 'payments.csv'), 'utf8')).toBe('the only copy');

  rmSync(place, {recursive: true});
  renameSync(backup, place);
  expect(await restoreInPlace(await runWith(place))).toMatchObject({ok: false, reason: {kind: 'unsafe'}});
  expect(existsSync(join(place, 'backup_label'))).toBe(true);
});

test('a cluster with tablespaces is not moved aside, because both would write into the same tablespace', async () => {
  const space = mkdtempSync(join(workPlace, 'lifeboat-space-'));
  giveTo(cluster.tools.user, space);
  try {
    await cluster.sql(`create tablespace fast location '${space}'`);
    await cluster.sql('create table seats tablespace fast as select 1 as n');
    const restored = await restoreInPlace(run);
    expect(restored).toMatchObject({
      ok: false,
      reason: {kind: 'impossible', sentence: expect.stringContaining('tablespace')},
    });
    expect(await cluster.sql('select n from seats')).toEqual([{n: 1}]);
  } finally {
    rmSync(space, {recursive: true});
  }
});

test('where the laid files are gone before they are in place, the old data are not taken for them', async () => {
  const stopped = await restoreInPlace({
    ...run,
    onProgress: said => {
      if (said.startsWith('keeping the old data')) throw new Error('interrupted');
    },
  });
  expect(stopped).toMatchObject({ok: false});
  rmSync(`${cluster.dataDirectory}.restoring`, {recursive: true});
  expect(await restoreInPlace(run)).toMatchObject({
    ok: false,
    reason: {sentence: expect.stringContaining('.restoring')},
  });
  expect(must(await undoRestore({...run, confirmed: {}}))).toMatchObject({isRunning: true});
});

test('of two programs that restore one directory at once, one does it and the other touches nothing', async () => {
  const {identifier = '', started = ''} = run.confirmed;
  const words = [`--data=${cluster.dataDirectory}`, `--backup=${backup}`, `--archive=${cluster.archive}`];
  const confirmed = [`--identifier=${identifier}`, `--started=${started}`];
  const env = {LIFEBOAT_STATE: join(cluster.root, 'state')};
  const restore = () =>
    execa(process.execPath, [join('bin', 'lifeboat.cjs'), 'backup', 'restore-in-place', ...words, ...confirmed], {
      reject: false,
      env,
    });
  const ended = await Promise.all([restore(), restore()]);
  expect(ended.map(({exitCode}) => exitCode).sort()).toEqual([0, 9]);
  expect(await cluster.sql('select n from notes')).toEqual([]);
  expect(readdirSync(cluster.root).filter(name => /^data\.restor(ing|e\.lock)/.test(name))).toEqual([]);
});

/** Taken back before it was over; the old server does not start at first, because of a setting. */
const takenBackInVain = async (): Promise<void> => {
  const restoring = {
    ...(await runWith(backup)),
    onProgress: (said: string) => {
      if (said.startsWith('replaying')) throw new Error('interrupted');
    },
  };
  expect(await restoreInPlace(restoring)).toMatchObject({ok: false});
  const old = readRecord(cluster.dataDirectory)?.oldDirectory ?? '';
  appendFileSync(join(old, 'postgresql.conf'), 'work_mem = none\n');
  expect(await undoRestore({...run, confirmed: {}})).toMatchObject({ok: false, reason: {kind: 'impossible'}});
  appendFileSync(join(cluster.dataDirectory, 'postgresql.conf'), "work_mem = '4MB'\n");
};

test('an undo whose server did not start goes on with the start when it is asked for again', async () => {
  await takenBackInVain();
  const undo = {...run, confirmed: {}};
  expect(must(await undoRestore(undo))).toMatchObject({undone: true, isRunning: true});
  expect(must(await undoRestore(undo))).toMatchObject({undone: false, isRunning: true});
});

test('after it a restore begins anew, and does not take the old data for what it restored', async () => {
  await takenBackInVain();
  const again = must(await restoreInPlace(run));
  expect(again.timeline).toBe(2);
  expect(existsSync(again.oldDirectory ?? '')).toBe(true);
});

test('a server whose postmaster.pid somebody removed is seen, and not killed as a leftover', async () => {
  const server = findServer(cluster.dataDirectory).process;
  renameSync(join(cluster.dataDirectory, 'postmaster.pid'), join(cluster.root, 'postmaster.pid'));
  const unconfirmed = {...run, confirmed: {}};
  const seen = {ok: false, reason: {kind: 'unsafe', sentence: expect.stringContaining(`process ${server?.pid}`)}};
  expect(await stopOwnServer(unconfirmed, {isImmediate: false, withinMs: 60_000})).toMatchObject(seen);
  expect(lookAtOwnServer(unconfirmed)).toMatchObject(seen);
  expect(await restoreInPlace(unconfirmed)).toMatchObject(seen);
  renameSync(join(cluster.root, 'postmaster.pid'), join(cluster.dataDirectory, 'postmaster.pid'));
  expect(findServer(cluster.dataDirectory).process).toEqual(server);
});

test('a server that was killed is gone, though its file says that it runs', async () => {
  expect(lookAtOwnServer(run)).toMatchObject({ok: true, value: {running: true}});
  const pid = findServer(cluster.dataDirectory).process?.pid ?? 0;
  process.kill(pid, 'SIGKILL');
  await expect.poll(() => findServer(cluster.dataDirectory).process, {timeout: 10_000}).toBeNull();
  expect(existsSync(join(cluster.dataDirectory, 'postmaster.pid'))).toBe(true);
  expect(lookAtOwnServer(run)).toMatchObject({ok: true, value: {running: false}});
});

test('nothing there is not a server that was stopped', async () => {
  const data = join(cluster.root, 'on another host');
  const stopped = await stopOwnServer({...run, dataDirectory: data}, {isImmediate: false, withinMs: 60_000});
  expect(stopped).toMatchObject({ok: false, reason: {kind: 'unsafe'}});
});

test('what is let go as a delayed standby is one, and a primary is not stopped for it', async () => {
  const before = findServer(cluster.dataDirectory).process;
  expect(await releaseDelayed(cluster.dataDirectory)).toMatchObject({
    ok: false,
    reason: expect.stringContaining("is no standby's data directory"),
  });
  expect(findServer(cluster.dataDirectory).process).toEqual(before);
});
