/** Puts another pg_hba.conf in place: checked by the server before it is loaded, tried by a login, and taken back where that fails. */
import {randomBytes} from 'node:crypto';
import {setTimeout as delay} from 'node:timers/promises';
import {fail, type Result, succeed} from '../base/result.ts';
import {type Connection, connect} from '../postgres/connect.ts';
import {type DatabaseFailure, refusal} from '../postgres/failure.ts';
import {rowsOf} from '../postgres/query.ts';
import {formatConnection} from '../postgres/uri.ts';
import {readServerText, writeServerText} from './server-files.ts';

export type HbaSwitch = {
  /** Where it stands on the server's host. */
  readonly path: string;
  readonly text: string;
};

/** Where the server reads who may log in. */
export const hbaPath = async (connection: Connection): Promise<Result<string, DatabaseFailure>> => {
  const rows = await rowsOf(connection, `select current_setting('hba_file') as path`);
  return rows.ok ? succeed(String(rows.value[0]?.path)) : rows;
};

/** A server reads its files within moments of being told; one that does not answer for ten seconds will not. */
const loadWithinMs = 10_000;
const againAfterMs = 20;

/** The session that is open stays open whatever happens: it is the way back. */
export const switchHba = async (
  connection: Connection,
  {path, text}: HbaSwitch,
): Promise<Result<void, DatabaseFailure>> => {
  const before = await readServerText(connection, path);
  if (!before.ok) {
    return before;
  }
  if (before.value !== text) {
    const wrote = await writeServerText(connection, path, text);
    const checked = wrote.ok ? await refuseErrors(connection) : wrote;
    if (!checked.ok) {
      return takeBack(connection, {path, text: before.value}, checked.reason.message);
    }
  }
  const loaded = await loadAndLogIn(connection);
  return loaded.ok ? loaded : takeBack(connection, {path, text: before.value}, loaded.reason.message);
};

/** Whether a login that nobody has is refused by pg_hba.conf itself, and not only for want of the role. */
export const refusesOthers = async ({target}: Connection): Promise<boolean> => {
  const {password: _, ...place} = target;
  const nobody = `lifeboat_nobody_${randomBytes(4).toString('hex')}`;
  const tried = await connect(formatConnection({...place, user: nobody}), {connectTimeoutMs: 3_000});
  if (tried.ok) {
    await tried.value.close();
    return false;
  }
  return tried.reason.sqlstate === '28000' && /pg_hba\.conf/.test(tried.reason.message);
};

/** What the server would not understand, it would ignore as a whole, and go on with the old rules. */
const refuseErrors = async (connection: Connection): Promise<Result<void, DatabaseFailure>> => {
  const rows = await rowsOf(
    connection,
    'select line_number, error from pg_hba_file_rules where error is not null order by line_number',
  );
  if (!rows.ok) {
    return rows;
  }
  const [first] = rows.value;
  return first === undefined
    ? succeed(undefined)
    : fail(refusal(`line ${first.line_number} of pg_hba.conf is not understood: ${first.error}`));
};

/** A session that begins after the server has read the file shows both: that it is read, and that we still get in. */
const loadAndLogIn = async (connection: Connection): Promise<Result<void, DatabaseFailure>> => {
  const before = await rowsOf(connection, 'select clock_timestamp()::text as at, pg_reload_conf()');
  if (!before.ok) {
    return before;
  }
  for (const deadlineMs = performance.now() + loadWithinMs; ; ) {
    const other = await connect(connection.target, {connectTimeoutMs: 3_000});
    if (!other.ok) {
      return other;
    }
    const loaded = await rowsOf(other.value, 'select pg_conf_load_time() >= $1::timestamptz as loaded', [
      before.value[0]?.at,
    ]);
    await other.value.close();
    if (!loaded.ok) {
      return loaded;
    }
    if (loaded.value[0]?.loaded === true) {
      return succeed(undefined);
    }
    if (performance.now() > deadlineMs) {
      return fail(refusal('the server did not read its files again; see its log'));
    }
    await delay(againAfterMs);
  }
};

const takeBack = async (
  connection: Connection,
  {path, text}: HbaSwitch,
  why: string,
): Promise<Result<void, DatabaseFailure>> => {
  const wrote = await writeServerText(connection, path, text);
  const told = wrote.ok ? await connection.run('select pg_reload_conf()') : wrote;
  return fail(
    refusal(
      told.ok
        ? `${why}; pg_hba.conf is as it was before`
        : `${why}; and pg_hba.conf could not be put back (${told.reason.message}): put it back by hand, from the record, before the server reads it again`,
    ),
  );
};
