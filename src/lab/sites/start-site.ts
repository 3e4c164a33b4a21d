/** Starts a server of a lab: what makes it the lab's stands on its command line, what an administrator sets in its files. */
import {appendFileSync, readFileSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import type {Result} from '../../base/result.ts';
import type {ProcessIdentity} from '../../postgres/process-identity.ts';
import {quoteSetting} from '../../postgres/quote.ts';
import {type ServerTools, startServer} from '../../postgres/server.ts';
import {giveTo, type ServerUser} from '../../postgres/server-user.ts';
import type {Site} from './site.ts';

type Start = {readonly token: string; readonly tools: ServerTools; readonly site: Site};

/**
 * The token stands in no file of the data directory but postmaster.opts, which no backup takes along: a copy is no lab, and a
 * server that is started again with the options of that file is one.
 */
export const startSite = ({token, tools, site}: Start): Promise<Result<ProcessIdentity>> => {
  const settings = {
    'lifeboat.lab': token,
    listen_addresses: site.tcp?.listen ?? '',
    unix_socket_directories: site.host,
    unix_socket_permissions: '0700',
    port: String(site.port),
    wal_level: 'replica',
    // A standby archives nothing before it is promoted, and then where it is told to: that it may needs no restart.
    archive_mode: site.name === 'delayed' ? 'off' : 'on',
    // Small segments, switched often: the archive stays close behind and stays small.
    archive_timeout: '10s',
    track_commit_timestamp: 'on',
    // The machine may fail, and then the lab is gone with it; only processes are killed here.
    fsync: 'off',
    log_line_prefix: '%m [%p] ',
    // Where a log is collected, each site has its own, also a copy of the primary's files.
    log_directory: join(dirname(site.logFile), site.name),
    max_connections: '50',
  };
  const options = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  return startServer(tools, {dataDirectory: site.dataDirectory, logFile: site.logFile, options});
};

/** Sets it in postgresql.conf, where faults and cures can set it otherwise. Throws what the file system throws. */
export const setInFile = (site: Site, user: ServerUser, settings: Readonly<Record<string, string>>): void => {
  const file = join(site.dataDirectory, 'postgresql.conf');
  const isSetAgain = (line: string): boolean => Object.keys(settings).some(name => line.startsWith(`${name} = `));
  const kept = readFileSync(file, 'utf8')
    .split('\n')
    .filter(line => !isSetAgain(line));
  writeFileSync(file, kept.join('\n').trimEnd(), {mode: 0o600});
  appendFileSync(file, `\n${inLines(settings)}`);
  giveTo(user, file);
};

/** As they stand in a configuration file. */
export const inLines = (settings: Readonly<Record<string, string>>): string =>
  Object.entries(settings)
    .map(([name, value]) => `${name} = ${quoteSetting(value)}\n`)
    .join('');
