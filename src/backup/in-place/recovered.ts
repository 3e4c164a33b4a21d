/** Starts the server of a restored directory as it was started before, and says how far it recovered once it takes writes. */
import {existsSync, statSync} from 'node:fs';
import {basename} from 'node:path';
import {setTimeout as delay} from 'node:timers/promises';
import {type Result, succeed} from '../../base/result.ts';
import {type Connection, withConnection} from '../../postgres/connect.ts';
import {readControlFile} from '../../postgres/control-file.ts';
import {type DatabaseFailure, refusal} from '../../postgres/failure.ts';
import {type FoundServer, findServer} from '../../postgres/found-server.ts';
import {rowsOf} from '../../postgres/query.ts';
import {fatalLine, type ServerTools, startServer} from '../../postgres/server.ts';
import {runAs} from '../../postgres/server-user.ts';
import type {ServerWords} from '../../postgres/server-words.ts';
import {removeStaleLocks} from '../../postgres/stale-locks.ts';
import {formatConnection} from '../../postgres/uri.ts';
import {formatLsn} from '../base-backup.ts';
import {withoutRecoveryOptions} from './configuration.ts';
import {type Hindrance, impossible} from './hindrance.ts';

export type StartAgain = {
  readonly directory: string;
  readonly tools: ServerTools;
  readonly words: ServerWords | null;
  /** Where it wrote to before; another file is taken where it may not write there. */
  readonly logFile: string | null;
  /** Where its socket was, whose lock a killed server leaves. */
  readonly socket: FoundServer['socket'];
  readonly timeoutMs: number;
  readonly onProgress?: (sentence: string) => void;
};

export type StartedAgain = {readonly pid: number; readonly logFile: string; readonly startedAt: string | null};

/** With the options of its last start, as `pg_ctl restart` does it; one that runs already is taken as it is. */
export const startAgain = async (request: StartAgain): Promise<Result<StartedAgain, Hindrance>> => {
  const {directory, tools, words, timeoutMs} = request;
  const logFile = await logFor(request);
  if (findServer(directory).process === null) {
    removeStaleLocks(directory, request.socket);
    const options = withoutRecoveryOptions(words?.options ?? []);
    const telling = tellReplay(directory, request.onProgress);
    const started = await startServer(tools, {dataDirectory: directory, logFile, options, timeoutMs});
    clearInterval(telling);
    if (!started.ok) {
      return impossible(
        `The server in ${directory} does not start: ${inPlainWords(started.reason)}.`,
        `See ${logFile}; run this again when the cause is gone.`,
      );
    }
  }
  const server = findServer(directory);
  const startedAt = server.startedAtMs === null ? null : new Date(server.startedAtMs).toISOString();
  return succeed({pid: server.process?.pid ?? 0, logFile: server.logFile ?? logFile, startedAt});
};

/** What the server means by its last word, where that is not plain. */
const inPlainWords = (fatal: string): string => {
  const meaning = meanings.find(([words]) => words.test(fatal))?.[1];
  const own = fatal.replace(/\.+$/, '');
  return meaning === undefined ? own : `${meaning} (${own})`;
};

const meanings: readonly (readonly [RegExp, string])[] = [
  [
    /recovery ended before configured recovery target/,
    'the WAL ends before the target, so all of it lies before: without a target all of it comes back',
  ],
  [/before consistent recovery point/, 'the backup was complete only after the target; an earlier one is needed'],
  [/could not locate required checkpoint record|WAL ends before/, 'WAL that the backup itself needs is missing'],
  [/requested timeline \d+ (is not|does not)/, 'the archive lacks the history of the timeline'],
];

const tellEveryMs = 5_000;

/** The start of a server that recovers may take hours; how far it is stands in pg_control. */
const tellReplay = (directory: string, onProgress: StartAgain['onProgress']): NodeJS.Timeout => {
  let told = 0n;
  return setInterval(() => {
    const lsn = readControlFile(directory)?.replayedLsn ?? 0n;
    if (lsn > told) {
      told = lsn;
      onProgress?.(`replayed up to ${formatLsn(lsn)} at least`);
    }
  }, tellEveryMs);
};

const logFor = async ({directory, tools, logFile}: StartAgain): Promise<string> => {
  const isWritable =
    logFile !== null && (await runAs(tools.user, ['/bin/sh', '-c', 'test -f "$1" && test -w "$1"', 'sh', logFile])).ok;
  return isWritable ? logFile : `${directory}.log`;
};

const pollEveryMs = 50;

/** Waits for the end of recovery. A server that answers may still be recovering, and one that cannot arrive ends itself. */
export const waitUntilRecovered = async (
  directory: string,
  {logFile, fromByte, timeoutMs}: {readonly logFile: string; readonly fromByte: number; readonly timeoutMs: number},
): Promise<Result<void, Hindrance>> => {
  for (const deadlineMs = performance.now() + timeoutMs; ; ) {
    const server = findServer(directory);
    if (server.process === null) {
      return impossible(
        `The server ended while it recovered: ${inPlainWords(fatalLine(logFile, fromByte) ?? 'it does not say why')}.`,
        `See ${logFile}; lifeboat backup undo-restore puts the old data back.`,
      );
    }
    if (server.status === 'ready' && readControlFile(directory)?.isInProduction === true) {
      return succeed(undefined);
    }
    if (performance.now() > deadlineMs) {
      return impossible(
        `Recovery has not ended in ${Math.round(timeoutMs / 1000)} s; the server goes on with it.`,
        'Run this again to go on waiting.',
      );
    }
    await delay(pollEveryMs);
  }
};

export type Asking = {
  readonly directory: string;
  readonly live: string | undefined;
  readonly user: string;
  readonly database: string;
};

export type Answer = {
  /** The last commit that was replayed, RFC 3339 with microseconds; null where there was none, or the server was started again since. */
  readonly recoveredTo: string | null;
  readonly lsn: string | null;
  readonly timeline: number;
  /** Seen by a record that was written and flushed. */
  readonly takesWrites: true;
};

/** Asks the server itself, by the connection that was given or by its socket; fails with a sentence where neither lets us in. */
export const askRecovered = (asking: Asking): Promise<Result<Answer, string>> =>
  atServer(asking, (connection, _place) => ask(connection, asking.directory));

/** The connection string by which it answers. */
export const placeOf = (asking: Asking): Promise<Result<string, string>> =>
  atServer(asking, async (connection, place) => {
    const asked = await ask(connection, asking.directory);
    return asked.ok ? succeed(place) : asked;
  });

type AtServer<Value> = (connection: Connection, place: string) => Promise<Result<Value, DatabaseFailure>>;

const atServer = async <Value>(asking: Asking, work: AtServer<Value>): Promise<Result<Value, string>> => {
  const {socket} = findServer(asking.directory);
  const own =
    socket === null
      ? []
      : [
          formatConnection({
            host: socket.directory,
            port: socket.port,
            user: asking.user,
            database: asking.database,
            options: {},
          }),
        ];
  const reasons: string[] = [];
  for (const place of [...(asking.live === undefined ? [] : [asking.live]), ...own]) {
    const answer = await withConnection(place, connection => work(connection, place), {
      connectTimeoutMs: 5_000,
      statementTimeoutMs: 30_000,
    });
    if (answer.ok) {
      return answer;
    }
    reasons.push(answer.reason.message);
  }
  return {
    ok: false,
    reason: reasons.join('; ') || `${basename(asking.directory)} has no socket, and no connection was given`,
  };
};

const ask = async (connection: Connection, directory: string): Promise<Result<Answer, DatabaseFailure>> => {
  const rows = await rowsOf(
    connection,
    `select pg_last_xact_replay_timestamp() as at, pg_last_wal_replay_lsn()::text as lsn, pg_is_in_recovery() as recovering,
            ('x' || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8))::bit(32)::int as timeline,
            (select setting from pg_settings where name = 'data_directory') as directory`,
  );
  if (!rows.ok) {
    return rows;
  }
  const row = rows.value[0] ?? {};
  if (row.directory !== null && row.directory !== directory) {
    return {ok: false, reason: refusal(`the connection leads to a server whose data directory is ${row.directory}`)};
  }
  const written = await rowsOf(
    connection,
    `select pg_logical_emit_message(true, 'lifeboat', 'restored in place')::text`,
  );
  if (!written.ok) {
    return written;
  }
  return succeed({
    recoveredTo: typeof row.at === 'string' ? row.at : null,
    lsn: typeof row.lsn === 'string' ? row.lsn : null,
    timeline: Number(row.timeline),
    takesWrites: true,
  });
};

/** How long a log is now: what comes after is the next server's. */
export const logEnd = (logFile: string | null): number =>
  logFile !== null && existsSync(logFile) ? statSync(logFile).size : 0;

/** Lets the server read its settings again; `startedPid` where no file says which it is. */
export const askToReload = (directory: string, startedPid: number): void => {
  const pid = findServer(directory).process?.pid ?? startedPid;
  // Zero would be ourselves and all that we started.
  if (pid > 0) {
    process.kill(pid, 'SIGHUP');
  }
};
