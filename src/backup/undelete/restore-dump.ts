/** A dump in directory format as a server of its own beside production, for rows that are told by their keys. */
import {join} from 'node:path';
import {fail, type Result, succeed} from '../../base/result.ts';
import {withConnection} from '../../postgres/connect.ts';
import {rowsOf} from '../../postgres/query.ts';
import {initCluster, runningServer, startServer, stopServer} from '../../postgres/server.ts';
import {runAs} from '../../postgres/server-user.ts';
import {clearSideDirectory, makeSideDirectory} from '../side-directory.ts';
import {sideNames, writeSideMarker} from '../side-marker.ts';
import {sideConnection} from '../side-state.ts';
import {type DumpPlan, planDump} from './dump-plan.ts';

export type RestoreDumpRequest = {
  /** The live server: the dump is read by programs of its version. */
  readonly live: string;
  readonly dumpDir: string;
  readonly intoDir: string;
  /** Whose rows are wanted, as SQL; the rest of the dump comes without rows. */
  readonly tables: readonly string[];
};

export type RestoredDump = {
  readonly connection: string;
  readonly directory: string;
  /** When the dump was taken, RFC 3339: everything written since is not in it. */
  readonly recoveredTo: string;
};

const restoreTimeoutMs = 24 * 60 * 60_000;

/** What an earlier try left is made anew. Needs pg_restore. */
export const restoreDump = async (request: RestoreDumpRequest): Promise<Result<RestoredDump>> => {
  const plan = await planDump(request);
  if (!plan.ok) {
    return plan;
  }
  const {directory, marker, tools} = plan.value;
  try {
    const stopped = await stopServer(join(directory, sideNames.data), 'immediate');
    if (!stopped.ok) {
      return stopped;
    }
    clearSideDirectory(directory, marker);
    makeSideDirectory(directory, tools.user);
    writeSideMarker(directory, marker);
  } catch (thrown) {
    return fail(
      `the directory ${directory} cannot be made: ${thrown instanceof Error ? thrown.message : String(thrown)}`,
    );
  }
  const made = await fillServer(request, plan.value);
  if (!made.ok) {
    await stopServer(join(directory, sideNames.data), 'immediate');
    clearSideDirectory(directory, marker);
    return made;
  }
  const connection = sideConnection(marker, {database: restoredName});
  return succeed({connection, directory, recoveredTo: plan.value.takenAt});
};

const restoredName = 'from_dump';

const fillServer = async (
  {tables}: RestoreDumpRequest,
  {directory, dump, pgRestore, tools, marker}: DumpPlan,
): Promise<Result<void>> => {
  const data = join(directory, sideNames.data);
  const made = await initCluster(tools, data);
  if (!made.ok) {
    return made;
  }
  const settings = [
    'listen_addresses=',
    `unix_socket_directories=${marker.socketDir}`,
    'archive_mode=off',
    'fsync=off',
    'port=5432',
  ];
  const logFile = join(directory, sideNames.log);
  const started = await startServer(tools, {
    dataDirectory: data,
    logFile,
    options: settings.flatMap(one => ['-c', one]),
  });
  if (!started.ok || runningServer(data) === null) {
    return started.ok ? fail('the server for the dump ended at once') : started;
  }
  const emptied = await withConnection(sideConnection(marker, {}), connection =>
    connection.run(`create database ${restoredName} template template0`),
  );
  if (!emptied.ok) {
    return fail(emptied.reason.message);
  }
  const common = [
    pgRestore,
    '--no-owner',
    '--no-privileges',
    '--host',
    marker.socketDir,
    '--username',
    'postgres',
    '--dbname',
    restoredName,
  ];
  const named = tables.map(table => [`--schema=${schemaOf(table)}`, `--table=${bareName(table)}`]);
  // One table at a time: two options of each kind would mean every schema with every table.
  for (const part of [['--section=pre-data'], ...named.map(one => ['--section=data', ...one])]) {
    const ran = await runAs(tools.user, [...common, ...part, dump], {timeoutMs: restoreTimeoutMs});
    if (!ran.ok) {
      return fail(`the dump cannot be read in: ${ran.reason.output.trim().split('\n').at(-1) ?? ''}`);
    }
  }
  return proveTables(sideConnection(marker, {database: restoredName}), tables);
};

/** Its exit code is no verdict: a table that is not in the dump is no error to it. */
const proveTables = async (connection: string, tables: readonly string[]): Promise<Result<void>> => {
  const missing = await withConnection(connection, session =>
    rowsOf(session, 'select given from unnest($1::text[]) given where to_regclass(given) is null', [tables]),
  );
  if (!missing.ok) {
    return fail(missing.reason.message);
  }
  return missing.value.length === 0
    ? succeed(undefined)
    : fail(`the dump has no table ${missing.value.map(({given}) => String(given)).join(', ')}`);
};

const schemaOf = (table: string): string => partsOf(table)[0] ?? '';

const bareName = (table: string): string => partsOf(table)[1] ?? '';

/** `public.orders` and `"Box Office"."Tickets"`, as the catalog gives names. */
const partsOf = (table: string): readonly string[] =>
  [...table.matchAll(/"((?:[^"]|"")*)"|([^".]+)/g)].map(
    ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '',
  );
