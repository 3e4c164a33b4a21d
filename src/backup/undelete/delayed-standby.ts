/** A standby that replays late, held just before a transaction: it has then what the primary has lost, without a restore. */
import {existsSync, realpathSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {setTimeout as delay} from 'node:timers/promises';
import {fail, type Result, succeed} from '../../base/result.ts';
import {type Connection, withConnection} from '../../postgres/connect.ts';
import {type DatabaseFailure, refusal} from '../../postgres/failure.ts';
import {findServer} from '../../postgres/found-server.ts';
import {rowsOf} from '../../postgres/query.ts';
import {fatalLine, runningServer, startServer, stopServer} from '../../postgres/server.ts';
import {findServerBinaries} from '../../postgres/server-binaries.ts';
import {findServerUser} from '../../postgres/server-user.ts';
import {sidePosition} from '../side-position.ts';

export type HoldRequest = {
  readonly delayed: string;
  readonly dataDirectory: string;
  readonly beforeXid: string;
  readonly commitLsn: string;
  readonly timeoutMs?: number;
};

export type HeldStandby = {
  readonly connection: string;
  /** The last commit that it has replayed, RFC 3339. */
  readonly recoveredTo: string | null;
  readonly lsn: string;
};

const defaultTimeoutMs = 60 * 60_000;
const pollEveryMs = 50;

/**
 * Pauses it at once, so that it can be too late only by being too late already. Then it is started again with a target: its
 * own delay would otherwise keep it from coming up to the transaction, and nothing would stop it there.
 */
export const holdDelayed = async (request: HoldRequest): Promise<Result<HeldStandby>> => {
  const directory = standbyDirectory(request.dataDirectory);
  if (!directory.ok) {
    return directory;
  }
  if (runningServer(directory.value) !== null) {
    const state = await withConnection(request.delayed, connection => pause(connection, directory.value, request));
    if (!state.ok || state.value) {
      return state.ok ? describe(request) : fail(state.reason.message);
    }
  }
  const target = {
    recovery_target_xid: request.beforeXid,
    recovery_target_inclusive: 'off',
    recovery_target_action: 'pause',
    recovery_min_apply_delay: '0',
  };
  const started = await startAgain(directory.value, target);
  return started.ok ? waitUntilHeld(request, directory.value, started.value) : started;
};

/** Starts it again as it was: it follows the primary, and replays the transaction in its time. */
export const releaseDelayed = async (dataDirectory: string): Promise<Result<{readonly released: boolean}>> => {
  const directory = standbyDirectory(dataDirectory);
  if (!directory.ok) {
    return directory;
  }
  const started = await startAgain(directory.value, {});
  return started.ok ? succeed({released: true}) : started;
};

/** Whatever runs there is stopped and started again, so it must be nothing but a standby. */
const standbyDirectory = (path: string): Result<string> => {
  const directory = realDirectory(path);
  return !directory.ok || existsSync(join(directory.value, 'standby.signal'))
    ? directory
    : fail(`${directory.value} holds no standby (standby.signal is not in it), so its server is left alone`);
};

const realDirectory = (path: string): Result<string> => {
  try {
    return succeed(realpathSync(path));
  } catch {
    return fail(`the data directory ${path} does not exist, or this user may not see it`);
  }
};

/** True where it already waits just before the transaction. */
const pause = async (
  connection: Connection,
  directory: string,
  {commitLsn}: HoldRequest,
): Promise<Result<boolean, DatabaseFailure>> => {
  const about = await rowsOf(
    connection,
    `select pg_is_in_recovery() as standby, current_setting('data_directory') as directory`,
  );
  if (!about.ok) {
    return about;
  }
  if (about.value[0]?.standby !== true) {
    return fail(refusal('the delayed standby is no standby; it takes writes'));
  }
  const own = realDirectory(String(about.value[0]?.directory));
  if (!own.ok || own.value !== directory) {
    return fail(refusal(`the delayed standby works in ${about.value[0]?.directory} and not in ${directory}`));
  }
  const paused = await connection.run('select pg_wal_replay_pause()');
  if (!paused.ok) {
    return paused;
  }
  const position = await sidePosition(connection, commitLsn);
  if (!position.ok) {
    return position;
  }
  const late = await rowsOf(connection, 'select pg_last_wal_replay_lsn() > $1::pg_lsn as late', [commitLsn]);
  if (!late.ok) {
    return late;
  }
  if (late.value[0]?.late === true) {
    await connection.run('select pg_wal_replay_resume()');
    return fail(
      refusal(
        `the delayed standby has replayed the transaction already (it stands at ${position.value.at}); take another way`,
      ),
    );
  }
  return succeed(position.value.isJustBefore);
};

type Started = {readonly logFile: string};

/** With the options of its last start, but for those of ours. */
const startAgain = async (directory: string, settings: Readonly<Record<string, string>>): Promise<Result<Started>> => {
  const {words, logFile} = findServer(directory);
  const user = findServerUser();
  if (words === null || !user.ok) {
    return fail(user.ok ? `nothing says how the server in ${directory} was started` : user.reason);
  }
  const binaries = await findServerBinaries(user.value, {choice: dirname(words.program)});
  if (!binaries.ok) {
    return binaries;
  }
  const stopped = await stopServer(directory);
  if (!stopped.ok) {
    return stopped;
  }
  const file = logFile ?? `${directory}.log`;
  const options = [
    ...withoutOurs(words.options),
    ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
  ];
  const tools = {user: user.value, binaries: binaries.value};
  const started = await startServer(tools, {dataDirectory: directory, logFile: file, options});
  return started.ok ? succeed({logFile: file}) : fail(`the delayed standby does not start: ${started.reason}`);
};

const withoutOurs = (options: readonly string[]): readonly string[] =>
  options.filter((word, index) => !isOurs(word) && !(word === '-c' && isOurs(options[index + 1] ?? '')));

const isOurs = (word: string): boolean =>
  /^(recovery_target_(xid|inclusive|action)=|recovery_min_apply_delay=0$)/.test(word);

const waitUntilHeld = async (
  request: HoldRequest,
  directory: string,
  {logFile}: Started,
): Promise<Result<HeldStandby>> => {
  for (const deadlineMs = performance.now() + (request.timeoutMs ?? defaultTimeoutMs); ; ) {
    const held = await withConnection(request.delayed, connection => sidePosition(connection, request.commitLsn));
    if (held.ok && held.value.isJustBefore) {
      return describe(request);
    }
    if (runningServer(directory) === null) {
      return fail(`the delayed standby ended: ${fatalLine(logFile) ?? 'it does not say why'}`);
    }
    if (performance.now() > deadlineMs) {
      return fail(
        `the delayed standby has not come to the transaction: ${held.ok ? `it stands at ${held.value.at}` : held.reason.message}`,
      );
    }
    await delay(pollEveryMs);
  }
};

const describe = async ({delayed}: HoldRequest): Promise<Result<HeldStandby>> => {
  const rows = await withConnection(delayed, connection =>
    rowsOf(connection, 'select pg_last_xact_replay_timestamp() as at, pg_last_wal_replay_lsn()::text as lsn'),
  );
  if (!rows.ok) {
    return fail(rows.reason.message);
  }
  const {at, lsn} = rows.value[0] ?? {};
  return succeed({connection: delayed, recoveredTo: typeof at === 'string' ? at : null, lsn: String(lsn)});
};
