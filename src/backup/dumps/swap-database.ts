/** Gives a restored database its name, and the one that was there another: both stay, so that the way back is open. */
import {fail, type Result, succeed} from '../../base/result.ts';
import type {Connection} from '../../postgres/connect.ts';
import {type DatabaseFailure, refusal} from '../../postgres/failure.ts';
import {inTransaction, rowsOf} from '../../postgres/query.ts';
import {quoteIdentifier, quoteLiteral} from '../../postgres/quote.ts';
import {databaseSettingsSql} from '../undelete/database-sql.ts';
import {onServer} from './in-database.ts';
import {keptName, ours, restoredName, wasInUse} from './interim-names.ts';

export type SwapRequest = {
  readonly live: string;
  readonly database: string;
  /** Settings and rights of the database itself, as the dump has them: for one that is gone. */
  readonly ofDatabase?: readonly string[];
};

export type DatabaseNames = {
  /** `restored` under its own name or not there, `kept` or not. */
  readonly isThere: boolean;
  readonly isWaiting: boolean;
  /** The name of the one that was there before; null where there was none. */
  readonly kept: string | null;
  /** Those of the three that let nobody in, as a swap leaves them that was killed. */
  readonly closed: readonly string[];
  /** 18.4, of the server. */
  readonly serverVersion: string;
};

export type Swapped = {readonly database: string; readonly kept: string | null; readonly isDone: boolean};

/** Which of the three there are. */
export const lookAtNames = ({live, database}: SwapRequest): Promise<Result<DatabaseNames>> =>
  onServer(live, connection => namesOf(connection, database));

/** Ends the sessions of both. Done already is done; a transaction renames both or neither. */
export const swapDatabase = ({live, database, ofDatabase = []}: SwapRequest): Promise<Result<Swapped>> =>
  onServer(live, async (connection): Promise<Result<Swapped, DatabaseFailure>> => {
    const names = await namesOf(connection, database);
    if (!names.ok) {
      return names;
    }
    const {isThere, isWaiting} = names.value;
    if (!isWaiting && isThere) {
      return openAgain(connection, database, names.value);
    }
    const hindrance = hindranceOf(database, names.value);
    return hindrance === null ? swapNow(connection, {database, isThere, ofDatabase}) : fail(refusal(hindrance));
  });

const hindranceOf = (database: string, {isThere, isWaiting, kept}: DatabaseNames): string | null => {
  if (!isWaiting) {
    return `there is no database "${restoredName(database)}" to take the name; restore the dump first`;
  }
  return isThere && kept !== null
    ? `"${kept}" is still there from an earlier restore; drop it or rename it, and try again; nothing was changed`
    : null;
};

type Swapping = {readonly database: string; readonly isThere: boolean; readonly ofDatabase: readonly string[]};

const swapNow = async (
  connection: Connection,
  {database, isThere, ofDatabase}: Swapping,
): Promise<Result<Swapped, DatabaseFailure>> => {
  const settings = isThere ? await settingsOf(connection, database) : succeed(settingsIn(ofDatabase, database));
  if (!settings.ok) {
    return settings;
  }
  const moves = [
    ...(isThere ? [{from: database, to: keptName(database)}] : []),
    {from: restoredName(database), to: database},
  ];
  const after = [`comment on database ${quoteIdentifier(database)} is null`, ...settings.value];
  const renamed = await renameAll(connection, moves, after);
  return renamed.ok ? succeed({database, kept: isThere ? keptName(database) : null, isDone: true}) : renamed;
};

/**
 * The way back: the restored one waits again under its other name, and the one that was there has its own. What was written
 * meanwhile is in the restored one alone, so that it is marked as one that nothing drops.
 */
export const swapBack = ({live, database}: SwapRequest): Promise<Result<Swapped>> =>
  onServer(live, async (connection): Promise<Result<Swapped, DatabaseFailure>> => {
    const names = await namesOf(connection, database);
    if (!names.ok) {
      return names;
    }
    const {isThere, isWaiting, kept} = names.value;
    if (isWaiting || !isThere) {
      return openAgain(connection, database, names.value);
    }
    const moves = [
      {from: database, to: restoredName(database)},
      ...(kept === null ? [] : [{from: kept, to: database}]),
    ];
    const mark = `comment on database ${quoteIdentifier(restoredName(database))} is ${quoteLiteral(wasInUse(new Date()))}`;
    const renamed = await renameAll(connection, moves, [mark]);
    return renamed.ok ? succeed({database, kept: null, isDone: true}) : renamed;
  });

/** The names are as they should be, and a try that was killed may have left them closed. */
const openAgain = async (
  connection: Connection,
  database: string,
  {kept, closed}: DatabaseNames,
): Promise<Result<Swapped, DatabaseFailure>> => {
  const opened = await runAll(connection, closed.map(opening));
  return opened.ok ? succeed({database, kept, isDone: closed.length > 0}) : opened;
};

const opening = (name: string): string => `alter database ${quoteIdentifier(name)} allow_connections true`;

/** Drops the restored one where it still waits; only what a restore from a dump has made, and never what was in use. */
export const discardRestored = ({live, database}: SwapRequest): Promise<Result<{readonly dropped: boolean}>> =>
  onServer(live, async (connection): Promise<Result<{readonly dropped: boolean}, DatabaseFailure>> => {
    const name = restoredName(database);
    const found = await rowsOf(
      connection,
      `select coalesce(shobj_description(oid, 'pg_database'), '') as comment from pg_database where datname = $1`,
      [name],
    );
    if (!found.ok) {
      return found;
    }
    const comment = String(found.value[0]?.comment ?? '');
    if (comment.startsWith(`${ours};`)) {
      return fail(
        refusal(
          `"${name}" was in use, and what was written to it then may be nowhere else (${comment}); look whether anybody needs it, and drop it by hand`,
        ),
      );
    }
    if (comment !== ours) {
      return succeed({dropped: false});
    }
    const dropped = await connection.run(`drop database ${quoteIdentifier(name)} with (force)`);
    return dropped.ok ? succeed({dropped: true}) : dropped;
  });

const namesOf = async (connection: Connection, database: string): Promise<Result<DatabaseNames, DatabaseFailure>> => {
  const wanted = [database, restoredName(database), keptName(database)];
  const rows = await rowsOf(connection, 'select datname, datallowconn from pg_database where datname = any($1)', [
    wanted,
  ]);
  if (!rows.ok) {
    return rows;
  }
  const has = (name: string | undefined): boolean => rows.value.some(({datname}) => datname === name);
  const {serverVersion: version} = connection;
  return succeed({
    serverVersion: `${Math.floor(version / 10_000)}.${version % 10_000}`,
    isThere: has(wanted[0]),
    isWaiting: has(wanted[1]),
    kept: has(wanted[2]) ? keptName(database) : null,
    closed: rows.value.filter(({datallowconn}) => datallowconn === false).map(({datname}) => String(datname)),
  });
};

type Move = {readonly from: string; readonly to: string};

/** A database in which somebody works cannot be renamed; whoever comes meanwhile is kept out until it is done. */
const renameAll = async (
  connection: Connection,
  moves: readonly Move[],
  after: readonly string[],
): Promise<Result<unknown, DatabaseFailure>> => {
  for (const {from} of moves) {
    const closed = await connection.run(`alter database ${quoteIdentifier(from)} allow_connections false`);
    if (!closed.ok) {
      return closed;
    }
  }
  const ended = await rowsOf(
    connection,
    'select pg_terminate_backend(pid, 10000) from pg_stat_activity where datname = any($1) and pid <> pg_backend_pid()',
    [moves.map(({from}) => from)],
  );
  const renamed = ended.ok
    ? await inTransaction(connection, () =>
        runAll(connection, [
          ...moves.map(({from, to}) => `alter database ${quoteIdentifier(from)} rename to ${quoteIdentifier(to)}`),
          ...after,
          ...moves.map(({to}) => opening(to)),
        ]),
      )
    : ended;
  if (!renamed.ok) {
    // As they were: nobody is kept out because of a try.
    for (const {from} of moves) {
      await connection.run(opening(from));
    }
  }
  return renamed;
};

const runAll = async (
  connection: Connection,
  statements: readonly string[],
): Promise<Result<unknown, DatabaseFailure>> => {
  let last: Result<unknown, DatabaseFailure> = succeed(undefined);
  for (const statement of statements) {
    last = last.ok ? await connection.run(statement) : last;
  }
  return last;
};

/** Read before the names change, and written for the name that it then has. */
const settingsOf = async (
  connection: Connection,
  database: string,
): Promise<Result<readonly string[], DatabaseFailure>> => {
  const rows = await rowsOf(connection, databaseSettingsSql, [database, database]);
  return rows.ok ? succeed(rows.value.flatMap(({text}) => (typeof text === 'string' ? [text] : []))) : rows;
};

/** Of another database's dump they would change that one. */
const settingsIn = (ofDatabase: readonly string[], database: string): readonly string[] => {
  const name = `(?:${escaped(database)}|${escaped(quoteIdentifier(database))})`;
  const wanted = new RegExp(
    `^(?:ALTER DATABASE ${name} |COMMENT ON DATABASE ${name} |(?:GRANT|REVOKE) .+ ON DATABASE ${name} |ALTER ROLE .+ IN DATABASE ${name} )`,
  );
  return ofDatabase.filter(line => wanted.test(line));
};

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
