/** A database of 1.3 GiB restored on a second site by `lifeboat backup second-site`, against cp, restore_command and pg_ctl in a script. */
import {spawnSync} from 'node:child_process';
import {mkdirSync, rmSync} from 'node:fs';
import {join} from 'node:path';
import {setTimeout as delay} from 'node:timers/promises';
import {connect} from '../../src/postgres/connect.ts';
import {quoteSetting} from '../../src/postgres/quote.ts';
import {stopServer} from '../../src/postgres/server.ts';
import {giveTo, runAs} from '../../src/postgres/server-user.ts';
import {commandWord} from '../../src/postgres/shell-word.ts';
import {formatConnection} from '../../src/postgres/uri.ts';
import {judgeRatio, type Pair} from '../support/measuring.ts';
import {must} from '../support/postgres-must.ts';
import {type LargeShop, printedBy, rounds, withLargeShop} from './recovery/large-shop.ts';

const ratioMax = 1.4;

const settings = ['listen_addresses=', 'port=5433', 'archive_mode=off', 'shared_buffers=256MB', 'max_wal_size=4GB'];

/** What one writes at three in the morning who has the tools and nothing else. */
const script = `
  set -euo pipefail
  cp -a "$1" "$2"
  printf '%s\\n' "$3" >> "$2"/postgresql.auto.conf
  touch "$2"/recovery.signal
  sync -f "$2"
`;

const uriOf = ({cluster}: LargeShop): string =>
  formatConnection({
    host: join(cluster.root, 'site'),
    port: 5433,
    user: 'postgres',
    database: 'ticketing',
    options: {},
  });

/** Until it takes a write and has counted: a server that is still recovering refuses the first. */
const firstAnswer = async (shop: LargeShop): Promise<void> => {
  for (;;) {
    const connection = await connect(uriOf(shop));
    if (connection.ok) {
      const asked = await connection.value.run(
        'begin; select pg_current_xact_id(); select count(*) from orders; rollback',
      );
      await connection.value.close();
      if (asked.ok) {
        return;
      }
    }
    await delay(20);
  }
};

const clear = async ({cluster}: LargeShop): Promise<string> => {
  const site = join(cluster.root, 'site');
  must(await stopServer(join(site, 'data'), 'immediate'));
  rmSync(site, {recursive: true, force: true});
  mkdirSync(site, {mode: 0o700});
  giveTo(cluster.tools.user, site);
  return site;
};

const byScript = async (shop: LargeShop, archive: string): Promise<number> => {
  const {cluster, backup} = shop;
  const data = join(await clear(shop), 'data');
  const {user, binaries} = cluster.tools;
  const line = `restore_command = ${quoteSetting(`cp ${must(commandWord(archive))}/%f "%p"`)}`;
  const startedMs = performance.now();
  must(await runAs(user, ['/bin/bash', '-c', script, 'bash', backup, data, line], {timeoutMs: 600_000}));
  const words = [...settings, `unix_socket_directories=${join(cluster.root, 'site')}`].map(
    setting => `-c '${setting.replaceAll("'", `'\\''`)}'`,
  );
  const start = [
    join(binaries.directory, 'pg_ctl'),
    '-D',
    data,
    '-l',
    `${data}.log`,
    '-w',
    '-t',
    '600',
    '-o',
    words.join(' '),
  ];
  must(await runAs(user, [...start, 'start'], {timeoutMs: 600_000}));
  await firstAnswer(shop);
  return performance.now() - startedMs;
};

const byLifeboat = async (shop: LargeShop, archive: string): Promise<number> => {
  const {backup, work} = shop;
  const site = await clear(shop);
  const own = [...settings, `unix_socket_directories=${site}`].map(setting => `--setting=${setting}`);
  const args = ['--data', join(site, 'data'), '--backup', backup, '--archive', archive, '--database', 'ticketing'];
  const startedMs = performance.now();
  const done = spawnSync(process.execPath, ['dist/lifeboat.mjs', 'backup', 'second-site', ...args, ...own], {
    cwd: join(import.meta.dirname, '../..'),
    env: {...process.env, LIFEBOAT_STATE: join(work, 'state'), LIFEBOAT_DATABASE: uriOf(shop)},
    encoding: 'utf8',
  });
  const {seconds, wal} = JSON.parse(printedBy('the restore', done));
  await firstAnswer(shop);
  const ms = performance.now() - startedMs;
  process.stdout.write(`  ${JSON.stringify(seconds)}, WAL up to ${wal.archiveEnds}\n`);
  return ms;
};

await withLargeShop(async shop => {
  const {cluster} = shop;
  // An afternoon's work, to be replayed from the archive; then the primary is lost.
  await cluster.sql('update payments set amount_cents = amount_cents where id % 20 = 0');
  await cluster.sql('select pg_switch_wal()');
  await cluster.sql('checkpoint');
  must(await stopServer(cluster.dataDirectory));
  const pairs: Pair[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const peerMs = await byScript(shop, cluster.archive);
    pairs.push({peerMs, oursMs: await byLifeboat(shop, cluster.archive)});
  }
  await clear(shop);
  return judgeRatio('a restore on the second site, against cp, restore_command and pg_ctl', pairs, ratioMax);
});
