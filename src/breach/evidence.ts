/** Preserves evidence before anything is changed: what the server knows now, its logs and its configuration, with a chain of custody. */
import {hostname, userInfo} from 'node:os';
import {basename} from 'node:path';
import {printedJson} from '../base/printed-json.ts';
import {fail, type Result, succeed} from '../base/result.ts';
import {type Connection, withConnection} from '../postgres/connect.ts';
import {type DatabaseFailure, refusal} from '../postgres/failure.ts';
import {inTransaction, rowsOf} from '../postgres/query.ts';
import {displayTarget} from '../postgres/uri.ts';
import {cleaned} from './clean-session.ts';
import {type Kept, makeEvidenceDirectory} from './evidence-directory.ts';
import {readiness} from './readiness.ts';
import {findServerFile, listServerFiles, readServerFile, type ServerFile} from './server-files.ts';
import {snapshots} from './snapshots.ts';

export type EvidenceRequest = {
  readonly database: string;
  /** A directory here: each time a new one is made in it. */
  readonly intoDir: string;
  /** Log files that were last written before this time (RFC 3339) stay where they are; all are kept when left out. */
  readonly since?: string;
  /** Further files on the server's host. */
  readonly files?: readonly string[];
  /** Directory of the logs on the server's host, where they are not where its settings say (log_directory). */
  readonly logDir?: string;
};

export type Evidence = {
  readonly directory: string;
  readonly files: number;
  readonly bytes: number;
  /** Of the list of all digests: what a journal notes, so that nobody can write the list anew unseen. */
  readonly digest: string;
  /** What could not be kept, a sentence each. */
  readonly missing: readonly string[];
  readonly summary: string;
  /** Where the WAL stood, and when, by the server's clock. */
  readonly lsn: string;
  readonly at: string;
};

/** Reads only, in one transaction, so that all snapshots are of one moment. A question that fails is noted, and the rest goes on. */
export const keepEvidence = async (request: EvidenceRequest): Promise<Result<Evidence>> => {
  const kept = await withConnection(cleaned(request.database), connection => keepAll(connection, request), {
    statementTimeoutMs: 0,
  });
  return kept.ok ? kept : fail(kept.reason.message);
};

const keepAll = async (
  connection: Connection,
  request: EvidenceRequest,
): Promise<Result<Evidence, DatabaseFailure>> => {
  const ready = await readiness(connection);
  if (!ready.ok) {
    return ready;
  }
  const directory = makeEvidenceDirectory(request.intoDir);
  if (!directory.ok) {
    return fail(refusal(directory.reason));
  }
  const startedAt = new Date().toISOString();
  const missing: string[] = [];
  const seen = await keepSnapshots(connection, directory.value, missing);
  await keepFiles({connection, kept: directory.value, missing}, request, request.logDir ?? ready.value.logDirectory);
  const stand = seen.get('wal')?.[0] ?? {};
  const custody = {
    collectedBy: userInfo().username,
    onHost: hostname(),
    server: displayTarget(connection.target),
    systemIdentifier: seen.get('server')?.[0]?.system_identifier ?? null,
    startedAt,
    finishedAt: new Date().toISOString(),
    serverTime: ready.value.serverTime,
    wal: stand.lsn ?? null,
    missing,
  };
  directory.value.add('custody.json', [`${printedJson(custody, 2)}\n`]);
  const {digest, files, bytes} = directory.value.seal();
  return succeed({
    directory: directory.value.directory,
    files,
    bytes,
    digest,
    missing,
    summary: `${files} files${missing.length === 0 ? '' : `, not kept: ${missing.join('; ')}`}`,
    lsn: String(stand.lsn ?? ''),
    at: ready.value.serverTime,
  });
};

type Rows = readonly Readonly<Record<string, unknown>>[];

const keepSnapshots = async (
  connection: Connection,
  kept: Kept,
  missing: string[],
): Promise<ReadonlyMap<string, Rows>> => {
  const seen = new Map<string, Rows>();
  await inTransaction(
    connection,
    async () => {
      for (const [name, query] of Object.entries(snapshots)) {
        // A view that this version has in another form must not end the transaction for all others.
        await connection.run('savepoint one');
        const rows = await rowsOf(connection, query);
        if (rows.ok) {
          seen.set(name, rows.value);
          kept.add(`${name}.json`, asLines(rows.value));
        } else {
          missing.push(`${name} (${rows.reason.message})`);
          await connection.run('rollback to savepoint one');
        }
      }
      return succeed(undefined);
    },
    'begin isolation level repeatable read, read only',
  );
  return seen;
};

/** One row a line: tools for lines find what they look for in it. */
function* asLines(rows: Rows): Iterable<string> {
  for (const row of rows) {
    yield `${printedJson(row)}\n`;
  }
}

type Keeping = {readonly connection: Connection; readonly kept: Kept; readonly missing: string[]};

const keepFiles = async (
  {connection, kept, missing}: Keeping,
  {since, files = []}: EvidenceRequest,
  logDirectory: string,
): Promise<void> => {
  const wanted: ServerFile[] = [];
  const paths = await configurationFiles(connection);
  for (const path of [...paths, ...files]) {
    const file = await findServerFile(connection, path);
    if (file.ok && file.value !== null) {
      wanted.push(file.value);
    } else if (files.includes(path)) {
      missing.push(`${path} (${file.ok ? 'it is not on the server' : file.reason.message})`);
    }
  }
  const logs = await findLogs(connection, logDirectory, since);
  wanted.push(...(logs.ok ? logs.value : []));
  missing.push(...(logs.ok ? [] : [logs.reason]));
  for (const [index, file] of wanted.entries()) {
    // Two directories may have files of the same name; the number keeps them apart, and the order as they were read.
    const name = `file-${String(index + 1).padStart(3, '0')}-${basename(file.path).replaceAll(/[^A-Za-z0-9._-]/g, '_')}`;
    const into = kept.open(name);
    const read = await readServerFile(connection, file, into.take);
    into.close();
    if (!read.ok) {
      missing.push(`${file.path} (${read.reason.message})`);
    }
  }
  kept.add('files.json', [`${printedJson(wanted, 2)}\n`]);
};

/** Where nothing collects its log, the server does not know where whoever started it lets it go: then none is found, and that is told. */
const findLogs = async (
  connection: Connection,
  directory: string,
  since: string | undefined,
): Promise<Result<readonly ServerFile[]>> => {
  const logs = await listServerFiles(connection, directory);
  if (!logs.ok) {
    return fail(`the logs in ${directory} (${logs.reason.message})`);
  }
  return logs.value.length === 0
    ? fail(`the server's log (${directory} has no file; name the directory where it is)`)
    : succeed(logs.value.filter(({changedAt}) => since === undefined || Date.parse(changedAt) >= Date.parse(since)));
};

/** Those that the server has read, with all that they include. */
const configurationFiles = async (connection: Connection): Promise<readonly string[]> => {
  const rows = await rowsOf(
    connection,
    `select distinct path from (
       select current_setting('config_file') as path union all select current_setting('hba_file')
       union all select current_setting('ident_file') union all select sourcefile from pg_file_settings
       union all select current_setting('data_directory') || '/postgresql.auto.conf'
       union all select current_setting('data_directory') || '/current_logfiles') files
      where path is not null order by path`,
  );
  return rows.ok ? rows.value.map(({path}) => String(path)) : [];
};
