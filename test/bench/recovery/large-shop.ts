/** What the measurements of recoveries share: a database of 1.3 GiB on a cluster of a user's own, and the program run on it. */
import {spawnSync} from 'node:child_process';
import {mkdtempSync, rmSync} from 'node:fs';
import {join} from 'node:path';
import {ticketing} from '../../../src/lab/datasets/ticketing.ts';
import {type Cluster, makeCluster} from '../../support/postgres-cluster.ts';
import {diskPlace} from '../../support/work-place.ts';

/** 1.3 GiB; another scale tries the measurement itself. */
const orders = Number(process.env.LIFEBOAT_SCALE ?? 1_280_000);

export const rounds = Number(process.env.LIFEBOAT_ROUNDS ?? 3);

const root = join(import.meta.dirname, '../../..');

export type LargeShop = {
  readonly cluster: Cluster;
  readonly backup: string;
  /** For whatever a measurement writes; removed with all else. */
  readonly work: string;
};

/** As a server is run whose data are worth a recovery. It is loaded without syncs, which nobody measures. */
export const settings = {wal_keep_size: '256MB', max_wal_size: '4GB', shared_buffers: '256MB', fsync: 'on'};

/** Makes it on a disk, says how large it is, and removes everything when the work is done or fails. */
export const withLargeShop = async (work: (shop: LargeShop) => Promise<number>): Promise<void> => {
  const cluster = await makeCluster('ticketing', ['--data-checksums'], diskPlace);
  const place = mkdtempSync(join(diskPlace, 'lifeboat-bench-'));
  // What is built is built before anything is measured.
  printedBy('the program', spawnSync(process.execPath, ['bin/lifeboat.cjs', '--version'], {cwd: root}));
  try {
    await cluster.restart({...settings, fsync: 'off'});
    await cluster.sql('create role app login');
    for (const stage of ticketing.load(orders)) {
      await Promise.all(stage.map(statement => cluster.sql(statement)));
    }
    await cluster.sql('checkpoint');
    await cluster.restart(settings);
    const backup = await cluster.backUp();
    const [size] = await cluster.sql('select pg_size_pretty(pg_database_size(current_database())) as size');
    process.stdout.write(`${String(size?.size)} of ticketing\n`);
    process.exitCode = await work({cluster, backup, work: place});
  } finally {
    await cluster.remove();
    rmSync(place, {recursive: true, force: true});
  }
};

/** What a program that succeeded printed; throws with the end of what one said that did not. */
export const printedBy = (what: string, {status, stdout, stderr}: ReturnType<typeof spawnSync>): string => {
  if (status !== 0) {
    throw new Error(`${what} ended with ${status}: ${String(stderr)}${String(stdout).slice(-2_000)}`);
  }
  return String(stdout);
};

export type Walked = {
  readonly startedMs: number;
  readonly shown: {
    readonly startedAt: string;
    readonly steps: readonly {
      readonly id: string;
      readonly path: string;
      readonly startedAt: string | null;
      readonly finishedAt: string | null;
      readonly elapsedMs: number | null;
    }[];
  };
};

export type Walk = {
  /** Below runbooks/. */
  readonly runbook: string;
  readonly inputs: Readonly<Record<string, string>>;
  /** A file of answers. */
  readonly answers: string;
};

/** Runs a shipped runbook as a user does, unattended, and gives what the record says of it. */
export const walk = ({cluster, work}: LargeShop, {runbook, inputs, answers}: Walk): Walked => {
  const state = mkdtempSync(join(work, 'state-'));
  const env = {...process.env, LIFEBOAT_STATE: state, DIRECT_URL: cluster.uri};
  const lifeboat = (args: readonly string[]) =>
    spawnSync(process.execPath, ['bin/lifeboat.cjs', ...args], {cwd: root, env, encoding: 'utf8'});
  const settings = Object.entries(inputs).flatMap(([name, value]) => ['--set', `${name}=${value}`]);
  const startedMs = Date.now();
  printedBy('the run', lifeboat(['run', join(root, 'runbooks', runbook), ...settings, '--answers', answers]));
  const [run] = JSON.parse(printedBy('runs', lifeboat(['runs', '--json'])));
  const shown = JSON.parse(printedBy('show', lifeboat(['show', run.run, '--json'])));
  rmSync(state, {recursive: true});
  return {startedMs, shown};
};
