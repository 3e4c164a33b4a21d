/** Proof that a server is the lab's own: it says the token back on the very session that will be used. */
import {fail, type Result, succeed} from '../base/result.ts';
import {type Connection, connect} from '../postgres/connect.ts';
import type {DatabaseFailure} from '../postgres/failure.ts';
import {rowsOf} from '../postgres/query.ts';
import type {ConnectionTarget} from '../postgres/uri.ts';

/**
 * What the lab looks at stands in no audit log: the log is there to tell who read what, and the lab reads every row.
 * Only a superuser may say so, and only where there is such a log.
 */
const unheard = `
  (select set_config('pgaudit.log', 'none', false)
    where current_setting('is_superuser') = 'on' and current_setting('pgaudit.log', true) is not null)`;

/** The token stands on the server's command line and nowhere in its files, so a physical copy of a lab is no lab. */
const showsToken = async (connection: Connection, token: string): Promise<Result<boolean, DatabaseFailure>> => {
  const rows = await rowsOf(connection, `select current_setting('lifeboat.lab', true) as token, ${unheard} as unheard`);
  return rows.ok ? succeed(token !== '' && rows.value[0]?.token === token) : rows;
};

/** Opens a session and lets go of it again when it is not the lab's. */
export const connectToLab = async (where: string | ConnectionTarget, token: string): Promise<Result<Connection>> => {
  const connection = await connect(where, {statementTimeoutMs: 10 * 60_000});
  if (!connection.ok) {
    return fail(connection.reason.message);
  }

  const proven = await showsToken(connection.value, token);
  if (proven.ok && proven.value) {
    return succeed(connection.value);
  }
  await connection.value.close();
  return fail(
    proven.ok ? 'this server does not show the token of the lab, so nothing is done to it' : proven.reason.message,
  );
};

/** Whether the server behind a connection string is this lab's. A server that cannot be asked is not. */
export const isLabServer = async (uri: string, token: string): Promise<boolean> => {
  const connection = await connectToLab(uri, token);
  if (connection.ok) {
    await connection.value.close();
  }
  return connection.ok;
};
