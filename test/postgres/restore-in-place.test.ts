/** A cluster comes back in its own directory with everything that was ever committed, and what was there before is kept. */
import {existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync, truncateSync} from 'node:fs';
import {join} from 'node:path';
import {afterEach, beforeEach, expect, test} from 'vitest';
import {startOwnServer, stopOwnServer} from '../../src/backup/in-place/own-server.ts';
import {readRecord} from '../../src/backup/in-place/record.ts';
import {type InPlaceRun, restoreInPlace} from '../../src/backup/in-place/restore-in-place.ts';
import {openPlainBackup} from '../../src/backup/in-place/source.ts';
import {undoRestore} from '../../src/backup/in-place/undo-restore.ts';
import {findServer} from '../../src/postgres/found-server.ts';
import {type Cluster, makeCluster} from '../support/postgres-cluster.ts';
import {must} from '../support/postgres-must.ts';

let cluster: Cluster;
let run: InPlaceRun;

beforeEach(async () => {
  cluster = await makeCluster();
  await cluster.sql('create table notes (n int)');
  await cluster.sql('insert into notes values (1)');
  const source = must(await openPlainBackup({backupDir: await cluster.backUp(), wal: {archiveDir: cluster.archive}}));
  await cluster.sql('insert into notes values (2)');
  run = {
    dataDirectory: cluster.dataDirectory,
    source,
    target: 'end',
    confirmed: {identifier: source.identifier, started: started()},
    surroundings: {apart: []},
    isDelta: false,
    allowGap: false,
    login: {user: 'postgres', database: 'shop'},
    stopWithinMs: 60_000,
    timeoutMs: 60_000,
    onProgress: () => undefined,
  };
});

afterEach(() => cluster.remove());

const started = (): string => new Date(findServer(cluster.dataDirectory).startedAtMs ?? 0).toISOString();

const kill = async (): Promise<void> => {
  process.kill(findServer(cluster.dataDirectory).process?.pid ?? 0, 'SIGKILL');
  await expect.poll(() => findServer(cluster.dataDirectory).process).toBeNull();
};

const notes = async (): Promise<readonly unknown[]> =>
  (await cluster.sql('select n from notes order by n')).map(({n}) => n);

const settingOf = async (name: string): Promise<unknown> =>
  (await cluster.sql('select current_setting($1) as value', [name]))[0]?.value;

/** What was said when it was interrupted, and what the run after it came to. */
const interruptedAt = async (said: RegExp): Promise<void> => {
  const interrupted = await restoreInPlace({
    ...run,
    onProgress: sentence => {
      if (said.test(sentence)) throw new Error('interrupted');
    },
  });
  expect(interrupted).toMatchObject({ok: false, reason: {sentence: 'The restore stopped: interrupted.'}});
};

/** Each is a way that an incident may go; the first ones are gone in every run of the tests, all of them with CI=true. */
const ways: readonly (readonly [string, () => Promise<void>])[] = [
  [
    'all comes back that was ever committed, the old data lie beside, and its server runs as it was started',
    async () => {
      await cluster.sql(`alter system set work_mem = '7MB'`);
      const restored = must(await restoreInPlace(run));
      expect(await notes()).toEqual([1, 2]);
      expect(restored).toMatchObject({isComplete: true, takesWrites: true, timeline: 2, reused: false});
      expect(existsSync(join(restored.oldDirectory ?? '', 'global/pg_control'))).toBe(true);
      // As the test's cluster was started, and as it was configured since the backup.
      expect([await settingOf('max_connections'), await settingOf('work_mem')]).toEqual(['20', '7MB']);
      expect(await settingOf('restore_command')).toBe('');
      expect(readFileSync(join(cluster.dataDirectory, 'postgresql.auto.conf'), 'utf8')).not.toContain(
        'recovery_target',
      );
      expect(restored.recoveredTo).toMatch(/^\d{4}-/);
    },
  ],
  [
    'what was never archived comes back too, also from a server that was killed',
    async () => {
      await cluster.restart({archive_command: 'false'});
      await cluster.sql('insert into notes values (3)');
      await kill();
      const restored = must(await restoreInPlace({...run, confirmed: {}}));
      expect(restored.segmentsSaved).toBeGreaterThan(0);
      expect(await notes()).toEqual([1, 2, 3]);
    },
  ],
  [
    'one that was interrupted while it copied, before it moved or before it started goes on when it is asked for again',
    async () => {
      await interruptedAt(/^copying/);
      expect(await notes()).toEqual([1, 2]);
      await interruptedAt(/^keeping the old data/);
      // As if it had been killed between the two renames.
      const record = readRecord(cluster.dataDirectory);
      renameSync(cluster.dataDirectory, record?.oldDirectory ?? '');
      await interruptedAt(/^replaying/);
      const restored = must(await restoreInPlace(run));
      expect(restored).toMatchObject({oldDirectory: record?.oldDirectory, isComplete: true});
      expect(await notes()).toEqual([1, 2]);
    },
  ],
  [
    'where the directory is gone altogether, all comes back that was archived',
    async () => {
      await cluster.sql('select pg_switch_wal()');
      await kill();
      must(await stopOwnServer({...run, confirmed: {}}, {isImmediate: true, withinMs: 60_000}));
      rmSync(cluster.dataDirectory, {recursive: true});
      const restored = must(await restoreInPlace({...run, confirmed: {}}));
      expect(restored).toMatchObject({oldDirectory: null, isComplete: null});
      // Nothing is left that says how its server was started: it runs, with what the backup has.
      expect(findServer(cluster.dataDirectory).status).toBe('ready');
    },
  ],
  [
    'up to a moment of the past, what was committed later stays away',
    async () => {
      const [row] = await cluster.sql('insert into notes values (3) returning pg_current_xact_id()::text as xid');
      await cluster.sql('insert into notes values (4)');
      const restored = must(await restoreInPlace({...run, target: {beforeXid: String(row?.xid)}}));
      expect(restored.isComplete).toBeNull();
      expect(await notes()).toEqual([1, 2]);
      await cluster.sql('insert into notes values (5)');
    },
  ],
  [
    'taken back, the old data are in their place again with all their rows, and a later restore follows their own timeline',
    async () => {
      must(await restoreInPlace(run));
      await cluster.sql('insert into notes values (100)');
      const undo = {...run, confirmed: {}};
      const undone = must(await undoRestore(undo));
      expect(undone).toMatchObject({undone: true, isRunning: true});
      expect(await notes()).toEqual([1, 2]);
      expect(existsSync(undone.restoredDirectory ?? '')).toBe(true);
      expect(must(await undoRestore(undo))).toMatchObject({undone: false, isRunning: true});

      await cluster.sql('insert into notes values (3)');
      must(await restoreInPlace({...run, confirmed: {started: started()}}));
      expect(await notes()).toEqual([1, 2, 3]);
    },
  ],
  [
    'a server that was started again since the restore is not swapped for old data without a word',
    async () => {
      must(await restoreInPlace(run));
      const restored = findServer(cluster.dataDirectory).startedAtMs;
      const own = {...run, confirmed: {started: started()}};
      await expect.poll(() => Math.floor(Date.now() / 1000) * 1000).not.toBe(restored);
      must(await stopOwnServer(own, {isImmediate: false, withinMs: 60_000}));
      must(await startOwnServer(own, {logFile: null, timeoutMs: 60_000}));
      expect(await undoRestore({...run, confirmed: {}})).toMatchObject({ok: false, reason: {kind: 'unsafe'}});
      expect(must(await undoRestore({...run, confirmed: {started: started()}}))).toMatchObject({undone: true});
    },
  ],
  [
    'one that was finished under a name is not done again under it',
    async () => {
      const first = must(await restoreInPlace({...run, once: 'k7q2xw'}));
      await cluster.sql('insert into notes values (3)');
      expect(must(await restoreInPlace({...run, once: 'k7q2xw'}))).toMatchObject({
        reused: true,
        recoveredTo: first.recoveredTo,
      });
      expect(await notes()).toEqual([1, 2, 3]);
    },
  ],
  [
    'another restore does not begin while one is not finished, and that one can be taken back',
    async () => {
      await interruptedAt(/^replaying/);
      expect(await restoreInPlace({...run, target: {untilTime: '2026-11-23T03:00:00Z'}})).toMatchObject({
        ok: false,
        reason: {kind: 'unsafe', sentence: expect.stringContaining('is not finished')},
      });
      expect(must(await undoRestore({...run, confirmed: {}}))).toMatchObject({undone: true, isRunning: true});
      expect(await notes()).toEqual([1, 2]);
    },
  ],
  [
    'with delta only what differs is written, WAL is saved first, and nothing can be taken back',
    async () => {
      await cluster.restart({archive_command: 'false'});
      await cluster.sql('insert into notes values (3)');
      const restored = must(await restoreInPlace({...run, isDelta: true, confirmed: {started: started()}}));
      expect(await notes()).toEqual([1, 2, 3]);
      expect(readdirSync(join(restored.oldDirectory ?? '', 'pg_wal')).length).toBeGreaterThan(0);
      expect(await undoRestore({...run, confirmed: {}})).toMatchObject({ok: false, reason: {kind: 'unsafe'}});
    },
  ],
  [
    'a server is stopped so that nothing is lost, and starts again with its own options',
    async () => {
      const own = {...run, confirmed: {started: started()}};
      expect(must(await stopOwnServer(own, {isImmediate: false, withinMs: 60_000}))).toMatchObject({
        wasRunning: true,
        isShutDown: true,
      });
      expect(must(await stopOwnServer(own, {isImmediate: false, withinMs: 60_000}))).toMatchObject({wasRunning: false});
      expect(must(await startOwnServer(own, {logFile: null, timeoutMs: 60_000}))).toMatchObject({wasStarted: true});
      expect(await settingOf('max_connections')).toBe('20');
    },
  ],
  [
    'WAL that is missing in the middle is said before anything is touched',
    async () => {
      await cluster.sql('select pg_switch_wal()');
      await cluster.sql('insert into notes values (3)');
      must(await stopOwnServer(run, {isImmediate: false, withinMs: 60_000}));
      const archived = readdirSync(cluster.archive).filter(
        name => name > run.source.startSegment && /^[0-9A-F]{24}$/.test(name),
      );
      const [lost = ''] = archived;
      rmSync(join(cluster.archive, lost));
      rmSync(join(cluster.dataDirectory, 'pg_wal', lost), {force: true});
      expect(await restoreInPlace(run)).toMatchObject({
        ok: false,
        reason: {kind: 'impossible', sentence: expect.stringContaining(lost)},
      });
      expect(readRecord(cluster.dataDirectory)).toBeNull();
    },
  ],
  [
    'a segment whose copying to the archive ended in the middle comes from the files of the server',
    async () => {
      await cluster.sql('insert into notes values (3)');
      const [row] = await cluster.sql('select pg_walfile_name(pg_switch_wal()) as segment');
      const archived = join(cluster.archive, String(row?.segment));
      await expect.poll(() => statSync(archived, {throwIfNoEntry: false})?.size).toBe(16 * 1024 * 1024);
      await kill();
      truncateSync(archived, 4096);
      must(await restoreInPlace({...run, confirmed: {}}));
      expect(await notes()).toEqual([1, 2, 3]);
    },
  ],
];

test.each(process.env.CI === 'true' ? ways : ways.slice(0, 3))('%s', (_title, go) => go());
