/** Makes a side instance a server of its own, where no other one is: it takes writes, has its own configuration, and stays. */

import {existsSync, readFileSync, renameSync, rmSync} from 'node:fs';
import {userInfo} from 'node:os';
import {basename, join} from 'node:path';
import {fail, type Result, succeed} from '../../base/result.ts';
import {type Connection, withConnection} from '../../postgres/connect.ts';
import {writeDraft} from '../../postgres/drafts.ts';
import {rowsOf} from '../../postgres/query.ts';
import {runningServer, type ServerTools, startServer, stopServer} from '../../postgres/server.ts';
import {findServerBinaries} from '../../postgres/server-binaries.ts';
import {findServerUser, runAs} from '../../postgres/server-user.ts';
import {formatConnection} from '../../postgres/uri.ts';
import {readSideMarker, type SideMarker, sideNames} from '../side-marker.ts';
import {type SideLogin, sideConnection} from '../side-state.ts';
import {keptLimits, ownConfiguration} from './own-configuration.ts';

export type SettleRequest = SideLogin & {
  /** The directory of the side instance. */
  readonly intoDir: string;
  readonly port: number;
  readonly listen: string;
  readonly socketDir: string;
  readonly allow: readonly string[];
};

export type Settled = {
  readonly connection: string;
  readonly dataDirectory: string;
  readonly pid: number;
  readonly timeline: number;
  readonly logFile: string;
  /** What is left to do, in sentences. */
  readonly notes: readonly string[];
};

/** Killed on the way, it may be asked for again: the marker, by which it is known, goes last. */
export const settle = async (request: SettleRequest): Promise<Result<Settled>> => {
  const {intoDir} = request;
  const marker = readSideMarker(intoDir);
  const dataDirectory = join(intoDir, sideNames.data);
  const user = findServerUser();
  if (marker === null || !existsSync(dataDirectory)) {
    return fail(`${intoDir} is not a side instance of ours; restore one there first`);
  }
  const major = Number.parseInt(readFileSync(join(dataDirectory, 'PG_VERSION'), 'utf8'), 10);
  const binaries = user.ok ? await findServerBinaries(user.value, {major}) : user;
  if (!user.ok || !binaries.ok) {
    return user.ok ? (binaries.ok ? fail('') : binaries) : user;
  }
  const tools = {user: user.value, binaries: binaries.value};
  const limits = await promote(marker, request);
  return limits.ok ? moveIn({request, marker, tools, limits: limits.value}) : limits;
};

type Limits = Readonly<Record<string, string>>;

/** It waits at its target until then. What it had of each limit is asked for on the way. */
const promote = async (marker: SideMarker, login: SideLogin): Promise<Result<Limits>> => {
  const asked = await withConnection(sideConnection(marker, login), readAndPromote, {statementTimeoutMs: 10 * 60_000});
  return asked.ok ? asked : fail(`the side instance cannot be let go: ${asked.reason.message}`);
};

const readAndPromote = async (connection: Connection) => {
  const done = await rowsOf(connection, 'select pg_is_in_recovery() and not pg_promote(true, 300) as waits');
  const rows = done.ok
    ? await rowsOf(connection, 'select name, setting from pg_settings where name = any ($1)', [keptLimits])
    : done;
  return rows.ok
    ? succeed(Object.fromEntries(rows.value.map(({name, setting}) => [String(name), String(setting)])))
    : rows;
};

type Moving = {
  readonly request: SettleRequest;
  readonly marker: SideMarker;
  readonly tools: ServerTools;
  readonly limits: Limits;
};

const moveIn = async ({request, marker, tools, limits}: Moving): Promise<Result<Settled>> => {
  const {intoDir, socketDir, port, listen, allow, user: role = 'postgres', database = 'postgres'} = request;
  const dataDirectory = join(intoDir, sideNames.data);
  const stopped = await stopServer(dataDirectory, 'fast');
  if (!stopped.ok) {
    return stopped;
  }
  // Until now nothing was synced, because it was only to be looked at.
  const synced = await runAs(
    tools.user,
    [join(tools.binaries.directory, 'initdb'), '--sync-only', '-D', dataDirectory],
    {
      timeoutMs: 60 * 60_000,
    },
  );
  if (!synced.ok) {
    return fail(`the files cannot be brought to the disk: ${synced.reason.output.trim().split('\n').at(-1)}`);
  }
  const accounts = new Set([tools.user.kind === 'self' ? userInfo().username : tools.user.name, userInfo().username]);
  const files = ownConfiguration({
    socketDir,
    port,
    listen,
    allow,
    console: [...accounts].map(account => ({account, role})),
    limits,
  });
  const kept = keepFromBackup(dataDirectory, Object.keys(files));
  for (const [name, text] of Object.entries(files)) {
    const path = join(dataDirectory, name);
    writeDraft(path, text, {owner: tools.user});
  }
  const logFile = join(intoDir, sideNames.log);
  const started = await startServer(tools, {dataDirectory, logFile, options: []});
  if (!started.ok) {
    return fail(`the server does not start with its own configuration: ${started.reason}`);
  }
  const connection = formatConnection({host: socketDir, port, user: role, database, options: {}});
  const proven = await withConnection(connection, session => rowsOf(session, proofSql));
  if (!proven.ok) {
    return fail(`the server runs and cannot be used: ${proven.reason.message}`);
  }
  forgetSide(intoDir, marker);
  return succeed({
    connection,
    dataDirectory,
    pid: runningServer(dataDirectory)?.pid ?? 0,
    timeline: Number(proven.value[0]?.timeline),
    logFile,
    notes: [
      'It archives nowhere, and never into the archive that it was restored from. Give it an archive of its own, and take a base backup.',
      'Its memory, logging and libraries are those of a new server: set shared_buffers, shared_preload_libraries and what the application needs.',
      ...(kept.length > 0 ? [`What the backup had of them is kept beside: ${kept.join(', ')}.`] : []),
      ...(allow.length === 0 ? ['Nobody comes in over the network: no network was allowed.'] : []),
    ],
  });
};

const ofBackup = '.of-the-backup';

/** It names places, ports and libraries of the host that it was on; whoever wants one of them finds it. Once only: a second try finds ours. */
const keepFromBackup = (dataDirectory: string, names: readonly string[]): readonly string[] => {
  for (const name of names) {
    const [path, aside] = [join(dataDirectory, name), join(dataDirectory, `${name}${ofBackup}`)];
    if (existsSync(path) && !existsSync(aside)) {
      renameSync(path, aside);
    }
  }
  return names.map(name => `${name}${ofBackup}`).filter(name => existsSync(join(dataDirectory, name)));
};

/** A record that is written is the proof that it takes writes. */
const proofSql = `
  select (select timeline_id from pg_control_checkpoint()) as timeline, pg_current_xact_id() is not null as writes`;

/** From now on nobody discards it as a side instance. */
const forgetSide = (intoDir: string, {socketDir}: SideMarker): void => {
  for (const name of [sideNames.settings, sideNames.hba, sideNames.ident, sideNames.marker]) {
    rmSync(join(intoDir, name), {force: true});
  }
  if (socketDir !== intoDir && basename(socketDir).startsWith('lifeboat-side-')) {
    rmSync(socketDir, {recursive: true, force: true});
  }
};
