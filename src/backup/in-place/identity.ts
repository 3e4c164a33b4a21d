/** Whether the files in a data directory are those that were confirmed: compared with the backup, and with what a person saw. */
import {accessSync, constants, existsSync, readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {type Result, succeed} from '../../base/result.ts';
import {readControlFile} from '../../postgres/control-file.ts';
import type {FoundServer} from '../../postgres/found-server.ts';
import {postmastersIn} from '../../postgres/process-identity.ts';
import {type Hindrance, unsafe} from './hindrance.ts';

export type Confirmed = {
  /** The system identifier that was confirmed. */
  readonly identifier?: string | undefined;
  /** RFC 3339: when the server was started that was confirmed, as in pg_postmaster_start_time(). */
  readonly started?: string | undefined;
};

/** What of the cluster is there: `unknown` is a data directory whose pg_control is gone. */
export type Found = {readonly state: 'known'; readonly identifier: string} | {readonly state: 'unknown' | 'empty'};

/** The files against what was confirmed, and against the identifier that they must have to be replaced. */
export const checkIdentity = (
  directory: string,
  {identifier}: Confirmed,
  wanted?: string,
): Result<Found, Hindrance> => {
  if (!mayLookInto(directory)) {
    return unsafe(
      `This account may not look into ${directory}, so nothing can be told of it.`,
      'Run this as the account that it belongs to, or as root.',
    );
  }
  const found = whatIsThere(directory);
  if (found === null) {
    return unsafe(
      `${directory} is not empty and holds no cluster: PG_VERSION and global/pg_control are not in it.`,
      'Name the data directory of the cluster, as "show data_directory" says it.',
    );
  }
  if (identifier !== undefined && wanted !== undefined && identifier !== wanted) {
    return unsafe(
      `The backup is of the cluster ${wanted}, and ${identifier} was confirmed.`,
      'Look at both again: lifeboat backup restore-in-place --check says what is where.',
    );
  }
  if (found.state === 'known' && identifier !== undefined && found.identifier !== identifier) {
    return unsafe(
      `${directory} holds the cluster ${found.identifier} now, and ${identifier} was confirmed.`,
      'Somebody changed it since. Look again before anything is done to it.',
    );
  }
  if (found.state === 'known' && wanted !== undefined && found.identifier !== wanted) {
    return unsafe(
      `${directory} holds the cluster ${found.identifier}, and the backup is of ${wanted}.`,
      'Name the data directory of the cluster that the backup was taken of, or an earlier backup of this one.',
    );
  }
  return found.state === 'unknown' && wanted !== undefined && identifier === undefined
    ? unsafe(
        `${directory} holds a cluster without pg_control, so nothing in it says which one.`,
        `If it is the one of the backup, confirm it with --identifier ${wanted}.`,
      )
    : succeed(found);
};

/** A server started more than a minute before it tells its own start was never seen. */
const startMarginMs = 60_000;

/** Whether the server that runs in the directory is the one that may be stopped. One that has ended meanwhile is in nobody's way. */
export const checkServer = (directory: string, server: FoundServer, {started}: Confirmed): Result<void, Hindrance> => {
  if (server.process === null) {
    return checkUnnamed(directory);
  }
  const since = server.startedAtMs === null ? 'an unknown time' : new Date(server.startedAtMs).toISOString();
  if (started === undefined) {
    return unsafe(
      `A server runs in ${directory} (process ${server.process.pid}, since ${since}).`,
      `If it is the one to be stopped, confirm it with --started ${since}.`,
    );
  }
  const confirmedMs = Date.parse(started);
  if (Number.isNaN(confirmedMs)) {
    return unsafe(`--started takes a time like 2026-11-01T03:12:00Z, not "${started}".`, 'Give it as it was shown.');
  }
  // postmaster.pid has whole seconds, from just before the moment that pg_postmaster_start_time() says.
  const aheadMs = confirmedMs - (server.startedAtMs ?? Number.NaN);
  return aheadMs >= 0 && aheadMs < startMarginMs
    ? succeed(undefined)
    : unsafe(
        `The server in ${directory} runs since ${since}, and the one that was confirmed since ${started}.`,
        'It was started again since. Look again before it is stopped.',
      );
};

/** A file that somebody removed, because they took the server for dead, says nothing of the server. */
const checkUnnamed = (directory: string): Result<void, Hindrance> => {
  const [unnamed] = postmastersIn(directory) ?? [];
  return unnamed === undefined
    ? succeed(undefined)
    : unsafe(
        `A server works in ${directory} (process ${unnamed.pid}), and postmaster.pid does not name it.`,
        'Wait: it ends by itself within minutes when that file is gone. Or stop it first.',
      );
};

const mayLookInto = (directory: string): boolean =>
  [directory, join(directory, 'global')].every(path => {
    try {
      accessSync(path, constants.R_OK | constants.X_OK);
      return true;
    } catch {
      return !existsSync(path);
    }
  });

const whatIsThere = (directory: string): Found | null => {
  if (!existsSync(directory) || readdirSync(directory).every(name => name === 'lost+found')) {
    return {state: 'empty'};
  }
  const control = readControlFile(directory);
  if (control !== null) {
    return {state: 'known', identifier: control.identifier};
  }
  return isMajor(join(directory, 'PG_VERSION')) ? {state: 'unknown'} : null;
};

const isMajor = (path: string): boolean => {
  try {
    return /^\d+\n?$/.test(readFileSync(path, 'utf8'));
  } catch {
    return false;
  }
};
