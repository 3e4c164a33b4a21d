/** Sends what a running PgBouncer passes on to another server: its file changed, read again, and its own word that it does. */

import {copyFileSync, existsSync, lstatSync, readFileSync, statSync} from 'node:fs';
import {type Result, succeed} from '../../base/result.ts';
import {askAdminConsole} from '../../postgres/admin-console.ts';
import {replaceByDraft} from '../../postgres/drafts.ts';
import {type Hindrance, impossible, unsafe} from '../in-place/hindrance.ts';
import {type Place, sortByPlace, withPlace} from './pooler-file.ts';

export type PoolerOrder = {
  /** Connection to its admin console (the database `pgbouncer`). */
  readonly console: string;
  readonly configFile: string;
  /** Where its databases lead now; those alone are sent elsewhere. */
  readonly from: Place;
  readonly to: Place;
};

export type RedirectedPooler = {
  /** Those that lead to the new place now, by its own word. */
  readonly databases: readonly string[];
  /** Those of the file that lead to neither place: the old one may be among them in another spelling. */
  readonly elsewhere: readonly string[];
  readonly changed: boolean;
  readonly to: string;
  /** The configuration as it was before the first change. */
  readonly saved: string;
};

/** May be done again; with both places exchanged it is taken back. */
export const redirectPooler = async (order: PoolerOrder): Promise<Result<RedirectedPooler, Hindrance>> => {
  const {configFile, from, to} = order;
  if (lstatSync(configFile, {throwIfNoEntry: false})?.isFile() !== true) {
    return unsafe(`${configFile} is no file.`, 'Name the configuration file that PgBouncer was started with.');
  }
  const saved = `${configFile}.before-failover`;
  try {
    const before = readFileSync(configFile, 'utf8');
    const after = withPlace(before, from, to);
    if (after !== before) {
      if (!existsSync(saved)) {
        copyFileSync(configFile, saved);
      }
      replace(configFile, after);
    }
    const {meant, elsewhere} = sortByPlace(after, to);
    if (meant.length === 0) {
      return impossible(
        `No database in ${configFile} leads to ${from.host}:${from.port}, and none to ${to.host}:${to.port}.`,
        'See its section [databases]: the host there is written as it has to be given with --from.',
      );
    }
    const told = await takeUp(order);
    return told.ok
      ? succeed({databases: told.value, elsewhere, changed: after !== before, to: `${to.host}:${to.port}`, saved})
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
const takeUp = async ({console, from, to}: PoolerOrder): Promise<Result<readonly string[], Hindrance>> => {
  const reloaded = await askAdminConsole(console, ['RELOAD', 'SHOW DATABASES']);
  if (!reloaded.ok) {
    return cannotAsk(reloaded.reason.message);
  }
  const databases = reloaded.value.at(-1) ?? [];
  const at = ({host, port}: Place) => databases.filter(row => row.host === host && Number(row.port) === port);
  const there = at(to).map(({name}) => String(name));
  if (there.length === 0 || at(from).length > 0) {
    return impossible(
      `PgBouncer has read its file again, and still leads to ${from.host}:${from.port}.`,
      'See its log: it goes on with what it had where it does not understand its file.',
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
