/** Proof that a server is the lab's own: it says the token back on the very session that will be used. */
import {realpathSync} from 'node:fs';
import {dirname, isAbsolute} from 'node:path';
import {fail, type Result, succeed} from '../base/result.ts';
import {type Connection, connect} from '../postgres/connect.ts';
import type {DatabaseFailure} from '../postgres/failure.ts';
import {rowsOf} from '../postgres/query.ts';
import type {ConnectionTarget} from '../postgres/uri.ts';
import {inspectLabDirectory} from './lab-directory.ts';
import {listenerAt} from './own-socket.ts';

/**
 * What the lab looks at stands in no audit log: the log is there to tell who read what, and the lab reads every row.
 * Only a superuser may say so, and only where there is such a log.
 */
const unheard = `
  (select set_config('pgaudit.log', 'none', false)
    where current_setting('is_superuser') = 'on' and current_setting('pgaudit.log', true) is not null)`;

/** The token stands on the server's command line and nowhere in its files, so a physical copy of a lab is no lab. */
const tokenOf = async (connection: Connection): Promise<Result<string, DatabaseFailure>> => {
  const rows = await rowsOf(
    connection,
    `select coalesce(current_setting('lifeboat.lab', true), '') as token, ${unheard} as unheard`,
  );
  return rows.ok ? succeed(String(rows.value[0]?.token)) : rows;
};

/** Opens a session and lets go of it again when it is not the lab's. */
export const connectToLab = async (where: string | ConnectionTarget, token: string): Promise<Result<Connection>> => {
  const connection = await connect(where, {statementTimeoutMs: 10 * 60_000});
  if (!connection.ok) {
    return fail(connection.reason.message);
  }

  const shown = await tokenOf(connection.value);
  const isOurs = shown.ok && token !== '' && shown.value === token;
  const hasNone = shown.ok && token !== '' && shown.value === '';
  if (isOurs || (hasNone && (await isServedFromLab(connection.value, token)))) {
    return succeed(connection.value);
  }
  await connection.value.close();
  return fail(
    shown.ok ? 'this server does not show the token of the lab, so nothing is done to it' : shown.reason.message,
  );
};

/**
 * One that a step of the runbook restored and started has no token. It is the lab's where it listens on a socket in the
 * lab's own closed directory, and its process works in a data directory there.
 */
const isServedFromLab = async ({target: {host, port}}: Connection, token: string): Promise<boolean> => {
  const directory = [host, dirname(host)].find(
    place => isAbsolute(place) && inspectLabDirectory(place, token) === 'ours',
  );
  const listener = directory === undefined ? {who: 'unknown' as const} : await listenerAt(host, port);
  return listener.who === 'server' && realpathSync(listener.dataDirectory).startsWith(`${directory}/`);
};

/** Whether the server behind a connection string is this lab's. A server that cannot be asked is not. */
export const isLabServer = async (uri: string, token: string): Promise<boolean> => {
  const connection = await connectToLab(uri, token);
  if (connection.ok) {
    await connection.value.close();
  }
  return connection.ok;
};
