/** The search in the WAL that the live server still has, by its own functions. */
import {fail, type Result, succeed} from '../base/result.ts';
import {type Connection, withConnection} from '../postgres/connect.ts';
import {type DatabaseFailure, refusal} from '../postgres/failure.ts';
import {rowsOf} from '../postgres/query.ts';
import {
  type DeletedRows,
  type DeletedRowsRequest,
  type Deletion,
  type FindRequest,
  type Found,
  inMicroseconds,
} from './deletion.ts';
import {deletedRowsSql, deletionsSql, walStartSql} from './deletion-sql.ts';

/** In milliseconds; a WAL search may take a while on a busy server. */
export const searchTimeouts = {statementTimeoutMs: 10 * 60_000};

/** Transactions that deleted rows, oldest first. */
export const listDeletions = async (request: FindRequest): Promise<Result<Found>> => {
  const found = await withConnection(request.live, connection => searchServer(connection, request), searchTimeouts);
  return found.ok ? found : fail(explainSearch(found.reason));
};

/** Where the rows lay that one of them deleted. */
export const listDeletedRows = async (request: DeletedRowsRequest): Promise<Result<DeletedRows>> => {
  const found = await withConnection(request.live, connection => readDeletedRows(connection, request), searchTimeouts);
  return found.ok ? found : fail(explainSearch(found.reason));
};

/**
 * How long before its window a search begins: at first two of the notes that the server makes of its running transactions
 * (every 15 s while it writes, LOG_SNAPSHOT_INTERVAL_MS), and an hour where these show that it was not enough.
 */
const shortReach = '30 seconds';
export const longReach = '1 hour';

const searchServer = async (connection: Connection, request: FindRequest): Promise<Result<Found, DatabaseFailure>> => {
  const near = await searchFrom(connection, request, shortReach);
  const far = near.ok && !near.value.isSettled ? await startOfSearch(connection, {...request, reach: longReach}) : near;
  if (!far.ok) {
    return far;
  }
  // Where no older WAL is there to be read, all of it was read already.
  const isMore = near.ok && !near.value.isSettled && far.value.lsn !== near.value.lsn;
  const searched = isMore ? await searchFrom(connection, request, longReach) : near;
  return searched.ok ? succeed(searched.value.found) : searched;
};

/** `isSettled` is false where a transaction of the window may have begun before what was searched. */
const searchFrom = async (
  connection: Connection,
  {tables, change = 'delete', from, to, createExtension = false}: FindRequest,
  reach: string,
): Promise<Result<{readonly found: Found; readonly isSettled: boolean; readonly lsn: string}, DatabaseFailure>> => {
  const start = await startOfSearch(connection, {from, reach, createExtension});
  if (!start.ok) {
    return start;
  }
  const {lsn, covers} = start.value;
  const rows = await rowsOf(connection, deletionsSql(change), [tables ?? null, from, to ?? 'infinity', lsn]);
  if (!rows.ok) {
    return rows;
  }
  const deletions = rows.value.filter(({xid}) => xid !== null).map(toDeletion);
  const found: Found = {deletions, complete: covers, searched: ['server']};
  return succeed({found, lsn, isSettled: rows.value[0]?.settled === true});
};

const readDeletedRows = async (
  connection: Connection,
  {xid, change = 'delete', firstLsn, commitLsn, tables, except}: DeletedRowsRequest,
): Promise<Result<DeletedRows, DatabaseFailure>> => {
  // The commit record itself must be read too, and its end is not known: the next records do no harm.
  const end = await rowsOf(connection, 'select least($1::pg_lsn + 65536, pg_current_wal_flush_lsn())::text as lsn', [
    commitLsn,
  ]);
  if (!end.ok) {
    return end;
  }
  const upTo = end.value[0]?.lsn;
  const rows = await rowsOf(connection, deletedRowsSql(change), [tables ?? null, xid, firstLsn, upTo, except ?? null]);
  if (!rows.ok) {
    return rows;
  }
  return rows.value.length > 0
    ? succeed(
        Object.fromEntries(
          rows.value.map(({table, rows: ctids}) => [String(table), Array.isArray(ctids) ? ctids.map(String) : []]),
        ),
      )
    : fail(
        refusal(
          `transaction ${xid} ${change === 'delete' ? 'deleted' : 'changed'} no row of these tables between ${firstLsn} and ${commitLsn}`,
        ),
      );
};

/** Where to begin reading, and whether the server still has all that is older than the window. */
export const startOfSearch = async (
  connection: Connection,
  {from, reach, createExtension = false}: Pick<FindRequest, 'from' | 'createExtension'> & {readonly reach: string},
): Promise<Result<{readonly lsn: string; readonly covers: boolean}, DatabaseFailure>> => {
  const able = await prepareSearch(connection, createExtension);
  const start = able.ok ? await rowsOf(connection, walStartSql, [from, reach]) : able;
  return start.ok ? succeed({lsn: String(start.value[0]?.lsn), covers: start.value[0]?.covers === true}) : start;
};

/** Sees to it that this primary can be asked for its WAL. */
const prepareSearch = async (
  connection: Connection,
  createExtension: boolean,
): Promise<Result<void, DatabaseFailure>> => {
  const state = await rowsOf(
    connection,
    `select exists (select from pg_extension where extname = 'pg_walinspect') as installed,
            exists (select from pg_available_extensions where name = 'pg_walinspect') as available,
            pg_is_in_recovery() as standby`,
  );
  if (!state.ok) {
    return state;
  }

  const {installed, available, standby} = state.value[0] ?? {};
  if (standby === true) {
    return fail(refusal('this server is a standby; name the primary'));
  }
  if (installed === true) {
    return succeed(undefined);
  }
  if (available !== true) {
    return fail(
      refusal(
        'this server has no pg_walinspect (it comes with PostgreSQL 15 and later, in the package of contributed modules); recover by time instead',
      ),
    );
  }
  if (!createExtension) {
    return fail(
      refusal('the extension pg_walinspect is not installed in this database; run: create extension pg_walinspect'),
    );
  }
  const created = await connection.run('create extension if not exists pg_walinspect');
  return created.ok ? succeed(undefined) : created;
};

/** Why it cannot be searched, with the way out. */
export const explainSearch = ({message, sqlstate}: DatabaseFailure): string => {
  if (
    /could not find a valid record|requested WAL segment .* has already been removed|could not open file "pg_wal/.test(
      message,
    )
  ) {
    return `that WAL is no longer on the server (${message}); recover by time instead`;
  }
  return sqlstate === '42501' ? `${message}; a superuser may` : message;
};

const toDeletion = (row: Readonly<Record<string, unknown>>): Deletion => ({
  xid: String(row.xid),
  committedAt: inMicroseconds(String(row.committed_at)),
  firstLsn: String(row.first_lsn),
  commitLsn: String(row.commit_lsn),
  savepoints: Array.isArray(row.savepoints) ? row.savepoints.map(String) : [],
  rows: Number(row.rows),
  unknownRows: Number(row.unknown_rows),
  whole: row.whole === true,
  tables: Object.fromEntries(Object.entries(row.tables ?? {}).map(([table, rows]) => [table, Number(rows)])),
});
