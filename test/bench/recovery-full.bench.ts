/** A whole database of 1.3 GiB restored in place by the shipped runbook, against a plain copy of its directory, and against a dump. */
import {rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {connect} from '../../src/postgres/connect.ts';
import {initCluster, startServer, stopServer} from '../../src/postgres/server.ts';
import {runAs} from '../../src/postgres/server-user.ts';
import {formatConnection} from '../../src/postgres/uri.ts';
import {judgeRatio, type Pair, reportRatio} from '../support/measuring.ts';
import {must} from '../support/postgres-must.ts';
import {type LargeShop, rounds, settings, walk, withLargeShop} from './recovery/large-shop.ts';

const ratioMax = 1.4;
/** A dump takes at least this many times as long. */
const fasterMin = 5;

/** What reads every page, row or index entry; what it takes is given apart. */
const deep = new Set(['look', 'find_damage', 'compare']);

const inShell = async ({cluster}: LargeShop, script: string, args: readonly string[]): Promise<void> => {
  const {tools} = cluster;
  const path = `export PATH="${tools.binaries.directory}:$PATH"; set -euo pipefail; ${script}`;
  must(await runAs(tools.user, ['/bin/bash', '-c', path, 'bash', ...args], {timeoutMs: 600_000}));
};

const took = async (work: () => Promise<void>): Promise<number> => {
  const startedMs = performance.now();
  await work();
  return performance.now() - startedMs;
};

/** A server beside the cluster, on files of its own, up to its first write and its first answer. */
const startBeside = async ({cluster}: LargeShop, dataDirectory: string): Promise<void> => {
  const settings = ['listen_addresses=', `unix_socket_directories=${cluster.root}`, 'port=5433', 'archive_mode=off'];
  const options = [...settings, 'shared_buffers=256MB'].flatMap(setting => ['-c', setting]);
  must(await startServer(cluster.tools, {dataDirectory, logFile: `${dataDirectory}.log`, options}));
};

const firstAnswer = async ({cluster}: LargeShop, port: number): Promise<void> => {
  const uri = formatConnection({host: cluster.root, port, user: 'postgres', database: 'ticketing', options: {}});
  const connection = must(await connect(uri));
  must(await connection.run('begin; select pg_current_xact_id(); select count(*) from orders; rollback'));
  await connection.close();
};

/** The limit of what any restore can take: the same files once more, on the disk, and a server on them. */
const byCopy = async (shop: LargeShop): Promise<number> => {
  const {dataDirectory, root, restart} = shop.cluster;
  const copy = join(root, 'copy');
  must(await stopServer(dataDirectory));
  const ms = await took(async () => {
    await inShell(shop, 'cp -a "$1" "$2"; sync -f "$2"', [dataDirectory, copy]);
    await startBeside(shop, copy);
    await firstAnswer(shop, 5433);
  });
  must(await stopServer(copy));
  rmSync(copy, {recursive: true, force: true});
  await restart(settings);
  return ms;
};

/** As many a cron job and many a page tells: `gunzip | psql` into a new cluster, to the first answer. */
const byDump = async (shop: LargeShop): Promise<number> => {
  const {root, tools} = shop.cluster;
  const dump = join(root, 'dump.sql.gz');
  await inShell(shop, 'pg_dump -h "$1" -U postgres ticketing | gzip > "$2"', [root, dump]);
  const data = join(root, 'from dump');
  const ms = await took(async () => {
    must(await initCluster(tools, data));
    await startBeside(shop, data);
    const script = `
      psql -X -q -h "$1" -p 5433 -U postgres -d postgres -c 'create role app login' -c 'create database ticketing'
      gunzip < "$2" | psql -X -q -h "$1" -p 5433 -U postgres -d ticketing -v ON_ERROR_STOP=1 > "$2.out"
      psql -X -q -h "$1" -p 5433 -U postgres -d ticketing -c analyze`;
    await inShell(shop, script, [root, dump]);
    await firstAnswer(shop, 5433);
  });
  must(await stopServer(data));
  rmSync(data, {recursive: true, force: true});
  return ms;
};

const answers = `cure: restore
may_restore: Grace Hopper
restore_in_place: ticketing
root_cause: done
backup_by_hand: done
`;

/** From the start of the program until the restored server takes writes and has answered; the deep verification apart. */
const byRunbook = (
  shop: LargeShop,
): {readonly restoreMs: number; readonly ms: number; readonly deepMs: number; readonly told: string} => {
  const file = join(shop.work, 'answers.yaml');
  writeFileSync(file, answers);
  const {startedMs, shown} = walk(shop, {
    runbook: 'corruption/database-corruption.yaml',
    answers: file,
    inputs: {
      app: 'app',
      corrupted_at: new Date().toISOString(),
      base_backup: shop.backup,
      wal_archive: shop.cluster.archive,
      side_directory: join(shop.cluster.root, 'side'),
      evidence_directory: join(shop.cluster.root, 'evidence'),
    },
  });
  const restored = shown.steps.find(({id}) => id === 'restore_in_place');
  const until = Date.parse(restored?.finishedAt ?? '');
  const spent = shown.steps.filter(({finishedAt}) => finishedAt && Date.parse(finishedAt) <= until);
  const deepMs = spent.filter(({id}) => deep.has(id)).reduce((sum, {elapsedMs: ms}) => sum + (ms ?? 0), 0);
  return {
    restoreMs: restored?.elapsedMs ?? Number.NaN,
    ms: until - startedMs - deepMs,
    deepMs,
    told: spent.map(({id, elapsedMs: ms}) => `${id} ${ms}`).join(', '),
  };
};

await withLargeShop(async shop => {
  const pairs: Pair[] = [];
  const alone: Pair[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const peerMs = await byCopy(shop);
    const {restoreMs, ms, deepMs, told} = byRunbook(shop);
    pairs.push({oursMs: ms, peerMs});
    alone.push({oursMs: restoreMs, peerMs});
    process.stdout.write(`  ${told}; deep verification ${deepMs}\n`);
    await inShell(shop, 'rm -rf "$1".incident-*', [shop.cluster.dataDirectory]);
  }
  const code = judgeRatio('a full restore by the runbook, against a copy and a start', pairs, ratioMax);
  reportRatio('the step that restores alone, against the same', alone);
  const dumpMs = await byDump(shop);
  const ours = pairs.map(({oursMs}) => oursMs).toSorted((a, b) => a - b)[Math.floor(pairs.length / 2)] ?? Number.NaN;
  const faster = dumpMs / ours;
  process.stdout.write(
    `gunzip | psql takes ${(dumpMs / 1000).toFixed(1)} s, ${faster.toFixed(1)} times as long, ${faster >= fasterMin ? 'at least' : 'MISSED'} ${fasterMin}\n`,
  );
  reportRatio(
    'gunzip | psql against the copy',
    pairs.map(({peerMs}) => ({oursMs: dumpMs, peerMs})),
  );
  return faster >= fasterMin ? code : 1;
});
