/** Opens a session on a PostgreSQL server; every wait in it has an end, unless its caller sets one of its own. */
import {Socket} from 'node:net';
import {userInfo} from 'node:os';
import pg from 'pg';
import {fail, type Result, succeed} from '../base/result.ts';
import {type Copying, startCopy} from './copy-query.ts';
import {connectFailure, type DatabaseFailure, refusal, statementFailure} from './failure.ts';
import {withoutRefused} from './guarded-session.ts';
import {SshStream} from './through-ssh.ts';
import {tlsOptions} from './tls-options.ts';
import {type ConnectionTarget, parseConnection} from './uri.ts';
import {type Row, textOnly, toRow} from './values.ts';

/** What one statement did. */
export type Outcome = {
  readonly command: string;
  readonly rows: readonly Row[];
  /** Rows returned or changed; 0 where the statement has none. */
  readonly rowCount: number;
};

export type Connection = {
  readonly target: ConnectionTarget;
  /** The server's process for this session, as in pg_stat_activity. */
  readonly backendPid: number;
  /** As in server_version_num: 150018 is 15.18. */
  readonly serverVersion: number;
  /** Runs a text; several statements are allowed only without values for `$1`. Never throws. */
  readonly run: (text: string, values?: readonly unknown[]) => Promise<Result<readonly Outcome[], DatabaseFailure>>;
  /** Starts a COPY to or from standard input and output; `copyBetween` leads rows from one session to another. */
  readonly copy: (text: string, onChunk?: Parameters<typeof startCopy>[2]) => Copying;
  /** Asks the server, through a second connection, to stop what this session does. */
  readonly cancel: () => Promise<void>;
  readonly close: () => Promise<void>;
};

export type ConnectOptions = {
  readonly connectTimeoutMs?: number;
  /** The server's own limit for a statement; the client waits a little longer, in case the server is gone. 0: no limit. */
  readonly statementTimeoutMs?: number;
  readonly lockTimeoutMs?: number;
  readonly applicationName?: string;
  /** How long the client waits for an answer, where that is not a little longer than the server may take; 0: no limit. */
  readonly answerTimeoutMs?: number;
  /** The address of this host that the session comes from; the system chooses one where none is given. */
  readonly from?: string;
  /** The host that reaches it, as ssh takes it; without one it is reached from here. */
  readonly through?: string | undefined;
};

/** pg waits for ever by default; ten seconds is long for a healthy network and short for a person who waits. */
const connectTimeoutMs = 10_000;
const statementTimeoutMs = 15 * 60_000;
/** So that a server that still lives answers first, with its own reason. */
const clientGraceMs = 5_000;

/** Connects to a URI or to libpq's `key=value` text. The reason is a sentence without secrets. */
export const connect = async (
  where: string | ConnectionTarget,
  options: ConnectOptions = {},
): Promise<Result<Connection, DatabaseFailure>> => {
  const opened = await openClient(where, options, {});
  if (!opened.ok) {
    return opened;
  }
  const {client, target} = opened.value;
  try {
    const about = await client.query(preamble(options));
    const [row] = [about].flat().at(-1)?.rows ?? [];
    return succeed(asConnection(client, {target, through: options.through}, row));
  } catch (thrown) {
    await endClient(client);
    return fail(connectFailure(thrown, target));
  }
};

export type OpenClient = {readonly client: pg.Client; readonly target: ConnectionTarget};

/**
 * The driver's own client, for what is no statement: replication. Whoever opens it ends it with `endClient`. What guards a
 * session and this server does not know is left out, and the target says so.
 */
export const openClient = async (
  where: string | ConnectionTarget,
  options: ConnectOptions,
  settings: {readonly replication?: 'true'},
): Promise<Result<OpenClient, DatabaseFailure>> => {
  const target = typeof where === 'string' ? parseConnection(where, {user: systemUser()}) : succeed(where);
  if (!target.ok) {
    return fail(refusal(target.reason));
  }
  for (let one = target.value; ; ) {
    const opened = await openOnce(one, options, settings);
    const less = opened.ok ? null : withoutRefused(one, opened.reason);
    if (less === null) {
      return opened;
    }
    one = less;
  }
};

const openOnce = async (
  target: ConnectionTarget,
  options: ConnectOptions,
  settings: {readonly replication?: 'true'},
): Promise<Result<OpenClient, DatabaseFailure>> => {
  if (options.through !== undefined && target.host.startsWith('/')) {
    return fail(
      refusal(`${target.host} is a socket of this host; name the host and port that ${options.through} reaches it by`),
    );
  }

  const tls = tlsOptions(target);
  if (!tls.ok) {
    return fail(refusal(tls.reason));
  }

  const client = newClient(target, {...options, ...settings}, tls.value);
  // A session that breaks while idle reports here, and nowhere else; the next statement then says so.
  client.on('error', () => undefined);
  try {
    await client.connect();
    return succeed({client, target});
  } catch (thrown) {
    await endClient(client);
    return fail(connectFailure(thrown, target));
  }
};

/** Opens a session for one piece of work and closes it whatever happens. */
export const withConnection = async <Value>(
  where: string | ConnectionTarget,
  work: (connection: Connection) => Promise<Result<Value, DatabaseFailure>>,
  options: ConnectOptions = {},
): Promise<Result<Value, DatabaseFailure>> => {
  const connection = await connect(where, options);
  if (!connection.ok) {
    return connection;
  }
  try {
    return await work(connection.value);
  } finally {
    await connection.value.close();
  }
};

/** How long the client waits for a statement that the server gives so long; 0 is no limit, for both. */
export const clientTimeoutMs = (ofServerMs: number): number => (ofServerMs === 0 ? 0 : ofServerMs + clientGraceMs);

type ClientSettings = ConnectOptions & {readonly replication?: 'true'};

const newClient = (target: ConnectionTarget, options: ClientSettings, ssl: pg.ClientConfig['ssl']): pg.Client => {
  const config: pg.ClientConfig & {readonly replication?: 'true'} = {
    host: target.host,
    port: target.port,
    user: target.user,
    database: target.database,
    ...(target.password !== undefined && {password: target.password}),
    ...(ssl !== undefined && {ssl}),
    ...(options.through !== undefined && {stream: throughSsh(options.through)}),
    ...(options.from !== undefined && {stream: comingFrom(options.from)}),
    ...(target.options.options !== undefined && {options: target.options.options}),
    application_name: options.applicationName ?? target.options.application_name ?? 'lifeboat',
    connectionTimeoutMillis: options.connectTimeoutMs ?? connectTimeoutMs,
    query_timeout: options.answerTimeoutMs ?? clientTimeoutMs(options.statementTimeoutMs ?? statementTimeoutMs),
    keepAlive: true,
    ...(options.replication !== undefined && {replication: options.replication}),
  };
  return new pg.Client(config);
};

const throughSsh = (host: string): NonNullable<pg.ClientConfig['stream']> => (() => new SshStream(host)) as never;

/** The driver only says where to; a socket of its own knows where from, too. */
const comingFrom = (localAddress: string): NonNullable<pg.ClientConfig['stream']> => {
  const socket = (): Socket => {
    const made = new Socket();
    const connectTo = made.connect.bind(made);
    return Object.assign(made, {connect: (port: number, host: string) => connectTo({port, host, localAddress})});
  };
  return socket as never;
};

// Statements, not start-up parameters: a pooler in between refuses parameters that it does not know.
const preamble = (options: ConnectOptions): string => `
  set datestyle = 'ISO, YMD';
  set timezone = 'UTC';
  set intervalstyle = 'postgres';
  set bytea_output = 'hex';
  set extra_float_digits = 3;
  set standard_conforming_strings = on;
  set statement_timeout = ${options.statementTimeoutMs ?? statementTimeoutMs};
  set lock_timeout = ${options.lockTimeoutMs ?? 0};
  select pg_catalog.pg_backend_pid() as pid, pg_catalog.current_setting('server_version_num')::int as version`;

const asConnection = (
  client: pg.Client,
  {target, through}: {readonly target: ConnectionTarget} & Pick<ConnectOptions, 'through'>,
  about: {pid: number; version: number},
): Connection => ({
  target,
  backendPid: about.pid,
  serverVersion: about.version,
  run: async (text, values = []) => {
    try {
      const results = await client.query({text, values: [...values], rowMode: 'array', types: textOnly});
      return succeed([results].flat().map(toOutcome));
    } catch (thrown) {
      return fail(statementFailure(thrown));
    }
  },
  copy: (text, onChunk) => startCopy(client, text, onChunk),
  cancel: async () => {
    const other = await connect(target, {connectTimeoutMs: 3_000, statementTimeoutMs: 3_000, through});
    if (other.ok) {
      await other.value.run('select pg_cancel_backend($1)', [about.pid]);
      await other.value.close();
    }
  },
  close: () => endClient(client),
});

const toOutcome = ({command, rows, fields, rowCount}: pg.QueryArrayResult<(string | null)[]>): Outcome => ({
  command,
  rows: rows.map(texts => toRow(fields, texts)),
  rowCount: rowCount ?? 0,
});

// A server that is gone never answers the goodbye; nobody waits for it longer than a second.
export const endClient = async (client: pg.Client): Promise<void> => {
  const waited = new Promise<void>(resolve => {
    setTimeout(resolve, 1_000).unref();
  });
  await Promise.race([client.end().catch(() => undefined), waited]);
};

const systemUser = (): string => process.env.PGUSER ?? userInfo().username;
