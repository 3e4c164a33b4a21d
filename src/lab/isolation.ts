/** What belongs to a lab: its servers prove it on the session itself, and its files really lie in its own directory. */
import {lstatSync, readdirSync, realpathSync} from 'node:fs';
import {basename, dirname, isAbsolute, join} from 'node:path';
import {withConnection} from '../postgres/connect.ts';
import {rowsOf} from '../postgres/query.ts';
import {parseConnection} from '../postgres/uri.ts';
import type {LabNetwork} from './network/network.ts';
import {isOfNetwork} from './network/own-network.ts';
import {listenerAt} from './own-socket.ts';
import {isLabServer} from './proof.ts';

type Lab = {readonly directory: string; readonly token: string; readonly network?: LabNetwork | null};

/** Whether a connection string, in either of libpq's spellings, or a path is this lab's. What cannot be told is not. */
export const isOfLab = async (lab: Lab, target: string): Promise<boolean> => {
  if (!leadsElsewhere.test(target) && (await isOfNetwork(lab.network ?? null, lab.token, target))) {
    return true;
  }
  const host = hostAlone(target);
  if (host !== null) {
    return isOwnOrInside(host, lab.directory) && hasOnlyOwnSockets(host);
  }
  return isConnection(target) ? isServerOfLab(lab, target) : isInside(target, lab.directory);
};

/** A host and nothing else, without the port and the name of somebody who could ask its server. */
const hostAlone = (target: string): string | null => {
  const [, host] = /^host='((?:[^'\\]|\\.)*)'$/.exec(target) ?? [];
  return host === undefined ? null : host.replace(/\\(.)/g, '$1');
};

const isConnection = (target: string): boolean => /^postgres(ql)?:\/\/|^[a-z]+\s*=/i.test(target.trim());

/** A socket that was made in the lab's closed directory is the lab's; one that is a link leads to anybody's. */
const hasOnlyOwnSockets = (directory: string): boolean => {
  try {
    return readdirSync(directory)
      .filter(name => name.startsWith('.s.PGSQL.') && !name.endsWith('.lock'))
      .every(name => lstatSync(join(directory, name)).isSocket());
  } catch {
    return false;
  }
};

/** libpq would go there, and not to the host that can be read. */
const leadsElsewhere = /\b(hostaddr|service|servicefile|passfile)\s*=/i;

/**
 * A server of the lab listens on a socket in the lab's own directory, which is closed to other accounts, and shows the
 * token. A side instance is a copy, and no copy has the token: its files lie in that directory instead. Where no session can
 * be had, because a step has stopped the server or the fault has taken the database, the socket says whose it is.
 */
const isServerOfLab = async (lab: Lab, target: string): Promise<boolean> => {
  const parsed = parseConnection(target);
  const isOwnSocket = parsed.ok && parsed.value.host.startsWith('/') && isOwnOrInside(parsed.value.host, lab.directory);
  if (!isOwnSocket || leadsElsewhere.test(target)) {
    return false;
  }
  if (await isLabServer(target, lab.token)) {
    return true;
  }
  const asked = await withConnection(target, connection => rowsOf(connection, 'show data_directory'), {
    connectTimeoutMs: 5_000,
    statementTimeoutMs: 10_000,
  });
  if (asked.ok) {
    const files = asked.value[0]?.data_directory;
    return typeof files === 'string' && isInside(files, lab.directory);
  }
  const listener = await listenerAt(parsed.value.host, parsed.value.port);
  return listener.who === 'nobody' || (listener.who === 'server' && isInside(listener.dataDirectory, lab.directory));
};

/** Whether a path, followed through every link, lies below a directory; also one where nothing is yet. */
const isInside = (path: string, directory: string): boolean => {
  const [place, own] = [realPlace(path), realPlace(directory)];
  return place !== null && own !== null && place.startsWith(`${own}/`);
};

const isOwnOrInside = (path: string, directory: string): boolean => {
  const own = realPlace(directory);
  return own !== null && (realPlace(path) === own || isInside(path, directory));
};

/** Null where it cannot be told: a relative path, a link that leads to nothing, steps back through what is not there. */
const realPlace = (path: string): string | null => {
  if (!isAbsolute(path)) {
    return null;
  }
  try {
    return realpathSync(path);
  } catch {
    const isThere = lstatSync(path, {throwIfNoEntry: false}) !== undefined;
    const parent = isThere || ['.', '..'].includes(basename(path)) ? null : realPlace(dirname(path));
    return parent === null ? null : join(parent, basename(path));
  }
};
