/** Deleted rows of a database of 1.3 GiB, brought back unattended by the shipped runbook, against the shortest script that can do it. */
import {spawnSync} from 'node:child_process';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {ticketing} from '../../src/lab/datasets/ticketing.ts';
import {elapsedMs, judgeRatio, type Pair} from '../support/measuring.ts';
import {type Cluster, makeCluster} from '../support/postgres-cluster.ts';

const ratioMax = 1.5;
/** Of the time from the start of the run to data verified, what is not spent in a step. */
const engineShareMax = 0.05;
const rounds = Number(process.env.LIFEBOAT_ROUNDS ?? 3);
/** 1.3 GiB. */
const orders = Number(process.env.LIFEBOAT_SCALE ?? 1_200_000);

const root = join(import.meta.dirname, '../..');
const runbook = join(root, 'runbooks/deletion/accidental-deletion.yaml');

type Deleted = {readonly at: string; readonly since: string};

/** One event of the calendar: its orders, and their tickets and payments, in one transaction. */
const deleteEvent = async (cluster: Cluster): Promise<Deleted> => {
  const [before] = await cluster.sql('select now()::text as at, pg_current_wal_lsn()::text as since');
  await cluster.sql(`begin;
    delete from payments where order_id in (select id from orders where event_id = 42);
    delete from tickets where order_id in (select id from orders where event_id = 42);
    delete from orders where event_id = 42; commit`);
  return {at: String(before?.at), since: String(before?.since)};
};

const rowsOfEvent = async (cluster: Cluster): Promise<string> => {
  const [rows] = await cluster.sql(`
    select (select count(*) from orders where event_id = 42) as orders,
      (select md5(string_agg(o::text, '|' order by id)) from orders o where event_id = 42) as orders_sum,
      (select md5(string_agg(t::text, '|' order by t.id)) from tickets t join orders o on o.id = order_id where o.event_id = 42) as tickets,
      (select md5(string_agg(p::text, '|' order by p.id)) from payments p join orders o on o.id = order_id where o.event_id = 42) as payments`);
  return JSON.stringify(rows);
};

const must = (what: string, {status, stdout, stderr}: ReturnType<typeof spawnSync>): string => {
  if (status !== 0) {
    throw new Error(`${what} ended with ${status}: ${String(stderr)}${String(stdout).slice(-2_000)}`);
  }
  return String(stdout);
};

const byHand = (cluster: Cluster, {backup, work, since}: {backup: string; work: string; since: string}): void => {
  const {tools, root: place, archive} = cluster;
  const env = {
    ...process.env,
    BIN: tools.binaries.directory,
    AS: tools.user.kind === 'account' ? tools.user.prefix.join(' ') : '',
    ROOT: place,
    ARCHIVE: archive,
    BACKUP: backup,
    WORK: work,
    SINCE: since,
    DATABASE: 'ticketing',
    TABLES: 'orders tickets payments',
  };
  must('the script', spawnSync(join(import.meta.dirname, 'recovery/put-back-by-hand.sh'), {env, cwd: '/'}));
  rmSync(join(place, 'by-hand'), {recursive: true, force: true});
};

const answers = 'is_it_this: this_one\nmay_we: Grace Hopper\nput_back: ticketing\nreview_access: done\n';

/** From the start of the program to `data_verified`, and how much of the run until then no step accounts for. */
const byRunbook = (cluster: Cluster, {backup, work, at}: {backup: string; work: string; at: string}) => {
  const state = mkdtempSync(join(work, 'state-'));
  const file = join(work, 'answers.yaml');
  writeFileSync(file, answers);
  const settings = [
    'tables=orders',
    `deleted_at=${at}`,
    'search_within=20s',
    `base_backup=${backup}`,
    `wal_archive=${cluster.archive}`,
    `side_directory=${join(cluster.root, 'side')}`,
  ].flatMap(setting => ['--set', setting]);
  const env = {...process.env, LIFEBOAT_STATE: state, DIRECT_URL: cluster.uri};
  const lifeboat = (args: readonly string[]) =>
    spawnSync(process.execPath, ['bin/lifeboat.cjs', ...args], {cwd: root, env, encoding: 'utf8'});
  const startedMs = Date.now();
  const ran = lifeboat(['run', runbook, ...settings, '--answers', file]);
  must('the run', ran);
  const [run] = JSON.parse(must('runs', lifeboat(['runs', '--json'])));
  const shown: Shown = JSON.parse(must('show', lifeboat(['show', run.run, '--json'])));
  const verifiedMs = Date.parse(shown.steps.find(({id}) => id === 'verified')?.finishedAt ?? '');
  const spent = shown.steps.filter(({finishedAt}) => finishedAt && Date.parse(finishedAt) <= verifiedMs);
  const inStepsMs = spent.reduce((sum, {elapsedMs: ms}) => sum + (ms ?? 0), 0);
  const runMs = verifiedMs - Date.parse(shown.startedAt);
  rmSync(state, {recursive: true});
  return {oursMs: verifiedMs - startedMs, share: (runMs - inStepsMs) / runMs, steps: spent};
};

type Shown = {
  readonly startedAt: string;
  readonly steps: readonly {
    readonly id: string;
    readonly finishedAt: string | null;
    readonly elapsedMs: number | null;
  }[];
};

const cluster = await makeCluster('ticketing');
const work = mkdtempSync('/var/tmp/lifeboat-bench-');
let code = 0;
try {
  await cluster.restart({wal_keep_size: '256MB', max_wal_size: '4GB', shared_buffers: '256MB'});
  await cluster.sql('create role app login');
  for (const statement of ticketing.load(orders).flat()) {
    await cluster.sql(statement);
  }
  await cluster.sql('checkpoint');
  const backup = await cluster.backUp();
  const [size] = await cluster.sql('select pg_size_pretty(pg_database_size(current_database())) as size');
  const truth = await rowsOfEvent(cluster);
  process.stdout.write(`${String(size?.size)} of ticketing; lost: ${truth}\n`);
  const pairs: Pair[] = [];
  const shares: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const first = await deleteEvent(cluster);
    const peerMs = elapsedMs(() => byHand(cluster, {backup, work, since: first.since}));
    const afterScript = await rowsOfEvent(cluster);
    const {at} = await deleteEvent(cluster);
    const {oursMs, share, steps} = byRunbook(cluster, {backup, work, at});
    if (afterScript !== truth || (await rowsOfEvent(cluster)) !== truth) {
      throw new Error('the rows are not what they were');
    }
    pairs.push({oursMs, peerMs});
    shares.push(share);
    process.stdout.write(`  ${steps.map(step => `${step.id} ${step.elapsedMs}`).join(', ')}\n`);
  }
  code = judgeRatio('deleted rows back and verified, against the script', pairs, ratioMax);
  const share = shares.toSorted((a, b) => a - b)[Math.floor(shares.length / 2)] ?? 1;
  const isSmall = share <= engineShareMax;
  process.stdout.write(
    `the engine's own share: ${(share * 100).toFixed(1)} %, ${isSmall ? 'within' : 'MISSED'} ${engineShareMax * 100} %\n`,
  );
  code ||= isSmall ? 0 : 1;
} finally {
  await cluster.remove();
  rmSync(work, {recursive: true, force: true});
}
process.exitCode = code;
