/** Deleted rows of a database of 1.3 GiB, brought back unattended by the shipped runbook, against the shortest script that can do it. */
import {spawnSync} from 'node:child_process';
import {rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {elapsedMs, judgeRatio, type Pair} from '../support/measuring.ts';
import type {Cluster} from '../support/postgres-cluster.ts';
import {type LargeShop, printedBy, rounds, walk, withLargeShop} from './recovery/large-shop.ts';

const ratioMax = 1.5;
/** Of the time from the start of the run to data verified, what is not spent in a step. */
const engineShareMax = 0.05;

type Deleted = {readonly at: string; readonly since: string};

/** Twelve events of the calendar: their 240 orders, and the tickets and payments of these, in one transaction. */
const doomed = 'event_id between 42 and 53';

const deleteEvents = async (cluster: Cluster): Promise<Deleted> => {
  const [before] = await cluster.sql('select now()::text as at, pg_current_wal_lsn()::text as since');
  await cluster.sql(`begin;
    delete from payments where order_id in (select id from orders where ${doomed});
    delete from tickets where order_id in (select id from orders where ${doomed});
    delete from orders where ${doomed}; commit`);
  return {at: String(before?.at), since: String(before?.since)};
};

const rowsOfEvents = async (cluster: Cluster): Promise<string> => {
  const sums = ['orders', 'tickets', 'payments'].map(
    table => `(select md5(string_agg(t::text, '|' order by t.id)) from ${table} t
      where ${table === 'orders' ? doomed : `order_id in (select id from orders where ${doomed})`}) as ${table}`,
  );
  const [rows] = await cluster.sql(`select ${sums.join(', ')}`);
  return JSON.stringify(rows);
};

const byHand = ({cluster, backup, work}: LargeShop, since: string): void => {
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
  printedBy('the script', spawnSync(join(import.meta.dirname, 'recovery/put-back-by-hand.sh'), {env, cwd: '/'}));
  rmSync(join(place, 'by-hand'), {recursive: true, force: true});
};

/** From the start of the program to `data_verified`, and how much of the run until then no step accounts for. */
const byRunbook = (shop: LargeShop, at: string) => {
  const answers = join(shop.work, 'answers.yaml');
  writeFileSync(
    answers,
    'is_it_this: this_one\nchoose_path: point_in_time\nis_it_there: right\nmay_we: Grace Hopper\nput_back: ticketing\nreview_access: done\n',
  );
  const {startedMs, shown} = walk(shop, {
    runbook: 'deletion/accidental-deletion.yaml',
    answers,
    inputs: {
      tables: 'orders',
      deleted_at: at,
      search_within: '20s',
      base_backup: shop.backup,
      wal_archive: shop.cluster.archive,
      side_directory: join(shop.cluster.root, 'side'),
    },
  });
  const verifiedMs = Date.parse(shown.steps.find(({id}) => id === 'verified')?.finishedAt ?? '');
  const isAround = (path: string): boolean =>
    shown.steps.some(step => step.path.startsWith(`${path}:`) || step.path.startsWith(`${path}/`));
  // The time of a step with others inside is theirs.
  const spent = shown.steps.filter(
    ({finishedAt, path}) => finishedAt && Date.parse(finishedAt) <= verifiedMs && !isAround(path),
  );
  const inStepsMs = spent.reduce((sum, {elapsedMs: ms}) => sum + (ms ?? 0), 0);
  const runMs = verifiedMs - Date.parse(shown.startedAt);
  return {oursMs: verifiedMs - startedMs, share: (runMs - inStepsMs) / runMs, steps: spent};
};

await withLargeShop(async shop => {
  const {cluster} = shop;
  const truth = await rowsOfEvents(cluster);
  const pairs: Pair[] = [];
  const shares: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const {since} = await deleteEvents(cluster);
    const peerMs = elapsedMs(() => byHand(shop, since));
    const afterScript = await rowsOfEvents(cluster);
    const {at} = await deleteEvents(cluster);
    const {oursMs, share, steps} = byRunbook(shop, at);
    if (afterScript !== truth || (await rowsOfEvents(cluster)) !== truth) {
      throw new Error('the rows are not what they were');
    }
    pairs.push({oursMs, peerMs});
    shares.push(share);
    const told = steps.map(step => `${step.id} ${step.elapsedMs}`).join(', ');
    process.stdout.write(`  the script ${peerMs.toFixed(0)}, the run ${oursMs.toFixed(0)}: ${told}\n`);
  }
  const code = judgeRatio('deleted rows back and verified, against the script', pairs, ratioMax);
  const share = shares.toSorted((a, b) => a - b)[Math.floor(shares.length / 2)] ?? 1;
  const isSmall = share <= engineShareMax;
  const percent = `${(share * 100).toFixed(1)} %, ${isSmall ? 'within' : 'MISSED'} ${engineShareMax * 100} %`;
  process.stdout.write(`the engine's own share: ${percent}\n`);
  return isSmall ? code : 1;
});
