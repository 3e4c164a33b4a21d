/** Sends what a running PgBouncer passes on to another server: its file changed, read again, and its own word that it does. */

import {copyFileSync, existsSync, lstatSync, readFileSync, statSync} from 'node:fs';
import {type Result, succeed} from '../../base/result.ts';
import {askAdminConsole} from '../../postgres/admin-console.ts';
import {replaceByDraft} from '../../postgres/drafts.ts';
import {type Hindrance, impossible, unsafe} from '../in-place/hindrance.ts';
import {databasesIn, leadsTo, type Place, withPlace} from './pooler-file.ts';
import {unexplained} from './pooler-others.ts';

export type PoolerOrder = {
  /** Connection to its admin console (the database `pgbouncer`). */
  readonly console: string;
  readonly configFile: string;
  /** Where its databases lead now, as its file writes it. */
  readonly from: Place;
  /** How its file names the old server besides, by a person's word: another spelling, an alias, another address of it. */
  readonly also: readonly Place[];
  /** Databases that lead to another server on purpose, by a person's word. */
  readonly keeps: readonly string[];
  readonly to: Place;
};

export type RedirectedPooler = {
  /** Those that lead to the new place now, by its own word. */
  readonly databases: readonly string[];
  /** Those that lead elsewhere and were kept there by a person's word. */
  readonly elsewhere: readonly string[];
  readonly changed: boolean;
  readonly to: string;
  /** The configuration as it was before the first change. */
  readonly saved: string;
};

/**
 * May be done again; with both places exchanged it is taken back. As long as a database leads to neither place and nobody has
 * said what it is, nothing is changed: the old primary may be behind it, and its clients would go on writing there.
 */
export const redirectPooler = async (order: PoolerOrder): Promise<Result<RedirectedPooler, Hindrance>> => {
  const {configFile, from, also, to} = order;
  if (lstatSync(configFile, {throwIfNoEntry: false})?.isFile() !== true) {
    return unsafe(`${configFile} is no file.`, 'Name the configuration file that PgBouncer was started with.');
  }
  const saved = `${configFile}.before-failover`;
  try {
    const before = readFileSync(configFile, 'utf8');
    const running = await askAdminConsole(order.console, ['SHOW DATABASES']);
    if (!running.ok) {
      return cannotAsk(running.reason.message);
    }
    const others = await unexplained(order, before, running.value[0] ?? []);
    if (!others.ok) {
      return others;
    }
    const after = withPlace(before, [from, ...also], to);
    if (!databasesIn(after).some(one => leadsTo(one, [to]))) {
      return impossible(
        `No database in ${configFile} leads to ${from.host}:${from.port}, and none to ${to.host}:${to.port}.`,
        'See its section [databases]: the host there is written as it has to be given with --from.',
      );
    }
    if (after !== before) {
      if (!existsSync(saved)) {
        copyFileSync(configFile, saved);
      }
      replace(configFile, after);
    }
    const told = await takeUp(order);
    return told.ok
      ? succeed({
          databases: told.value,
          elsewhere: others.value,
          changed: after !== before,
          to: `${to.host}:${to.port}`,
          saved,
        })
      : told;
  } catch (thrown) {
    return impossible(
      `The configuration of PgBouncer cannot be changed: ${thrown instanceof Error ? thrown.message : String(thrown)}.`,
      'Change the host in its section [databases] by hand, and send it RELOAD.',
    );
  }
};

/** Whole or not at all, with the owner and the rights that it had. Throws what the file system throws. */
const replace = (path: string, text: string): void => {
  const {mode, uid, gid} = statSync(path);
  replaceByDraft(path, text, {mode: mode & 0o777, owner: {uid, gid}});
};

/**
 * RELOAD alone leaves sessions to the old place as they are, until the network gives up. KILL ends those of the database on both
 * sides at once, and RESUME lets clients in again, who find the new place.
 */
const takeUp = async ({console, from, also, to}: PoolerOrder): Promise<Result<readonly string[], Hindrance>> => {
  const reloaded = await askAdminConsole(console, ['RELOAD', 'SHOW DATABASES']);
  if (!reloaded.ok) {
    return cannotAsk(reloaded.reason.message);
  }
  const databases = reloaded.value.at(-1) ?? [];
  const at = ({host, port}: Place) => databases.filter(row => row.host === host && Number(row.port) === port);
  const there = at(to).map(({name}) => String(name));
  const stillThere = [from, ...also].find(place => at(place).length > 0);
  if (there.length === 0 || stillThere !== undefined) {
    const {host, port} = stillThere ?? from;
    return impossible(
      `PgBouncer has read its file again, and still leads to ${host}:${port}.`,
      'See its log: it goes on with what it had where it does not understand its file. A database of a file that it includes is changed there, by hand.',
    );
  }
  const ends = there.flatMap(name => [`KILL ${quoted(name)}`, `RESUME ${quoted(name)}`]);
  const ended = await askAdminConsole(console, ends);
  return ended.ok ? succeed(there) : cannotAsk(ended.reason.message);
};

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

const cannotAsk = (why: string): Result<never, Hindrance> =>
  impossible(
    `The admin console of PgBouncer cannot be asked: ${why}.`,
    'Connect to its database "pgbouncer" as one of its admin_users.',
  );
