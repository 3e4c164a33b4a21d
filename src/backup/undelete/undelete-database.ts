/** Brings a dropped database back from a side instance: under another name first, compared, and only then under its own. */
import {fail, type Result, succeed} from '../../base/result.ts';
import {type Connection, withConnection} from '../../postgres/connect.ts';
import {type DatabaseFailure, refusal} from '../../postgres/failure.ts';
import {rowsOf} from '../../postgres/query.ts';
import {findServerUser} from '../../postgres/server-user.ts';
import {formatConnection, parseConnection} from '../../postgres/uri.ts';
import {betweenBoth} from '../both-servers.ts';
import {sidePosition} from '../side-position.ts';
import {carryDatabase, findCarriers} from './carry-database.ts';
import {compareDatabases, type DatabaseComparison} from './compare-databases.ts';
import {createOptionsSql, databaseSettingsSql} from './database-sql.ts';
import {giveName, interim, makeEmpty} from './interim-database.ts';

export type UndeleteDatabaseRequest = {
  /** The side instance, and the live cluster; whatever database they name, `postgres` is what is connected to. */
  readonly from: string;
  readonly into: string;
  readonly database: string;
  readonly beforeLsn: string;
  readonly onProgress?: (sentence: string) => void;
};

export type DatabaseCheck = {
  /** The database is there on the live server. */
  readonly there: boolean;
  /** All that the side instance has of it is there, every row byte for byte. */
  readonly complete: boolean;
  readonly bytes: number;
  readonly tables: number;
  readonly rows: number;
  readonly missing: readonly string[];
  readonly sideIsJustBefore: boolean;
};

export type UndeletedDatabase = {
  readonly database: string;
  readonly alreadyThere: boolean;
  readonly tables: number;
  readonly rowsRestored: number;
  readonly sideIsJustBefore: boolean;
};

/** Changes nothing. Where the database is there, its rows of then are looked for one by one. */
export const checkUndeleteDatabase = async (request: UndeleteDatabaseRequest): Promise<Result<DatabaseCheck>> => {
  const state = await lookAtBoth(request);
  if (!state.ok) {
    return state;
  }
  const {there, bytes, sideIsJustBefore} = state.value;
  const pair = {from: inDatabase(request.from, request.database), into: inDatabase(request.into, request.database)};
  const compared = await compareDatabases(there ? pair : {from: pair.from, into: null});
  return compared.ok
    ? succeed({
        there,
        complete: there && compared.value.missing.length === 0,
        bytes,
        tables: compared.value.tables,
        rows: compared.value.rows,
        missing: compared.value.missing,
        sideIsJustBefore,
      })
    : compared;
};

/** One that is there already is left alone. What an earlier try left under the other name is made anew. */
export const undeleteDatabase = async (request: UndeleteDatabaseRequest): Promise<Result<UndeletedDatabase>> => {
  const state = await lookAtBoth(request);
  if (!state.ok) {
    return state;
  }
  const {there, major, create, sideIsJustBefore} = state.value;
  const {database} = request;
  if (there) {
    return succeed({database, alreadyThere: true, tables: 0, rowsRestored: 0, sideIsJustBefore});
  }
  const carriers = await findCarriers(major);
  if (!carriers.ok) {
    return carriers;
  }
  const made = await onServer(request.into, connection => makeEmpty(connection, database, create));
  if (!made.ok) {
    return made;
  }
  request.onProgress?.(`carrying the database ${database} over, under the name ${interim(database)}`);
  const compared = await carryAndCompare(request, major);
  if (!compared.ok) {
    return compared;
  }
  const settings = await onServer(request.from, connection =>
    rowsOf(connection, databaseSettingsSql, [database, database]),
  );
  const named = settings.ok
    ? await onServer(request.into, connection =>
        giveName(
          connection,
          database,
          settings.value.map(({text}) => String(text)),
        ),
      )
    : settings;
  const {tables, rows} = compared.value;
  return named.ok ? succeed({database, alreadyThere: false, tables, rowsRestored: rows, sideIsJustBefore}) : named;
};

type State = {
  readonly there: boolean;
  readonly major: number;
  readonly bytes: number;
  readonly create: string;
  readonly sideIsJustBefore: boolean;
};

const lookAtBoth = ({from, into, database, beforeLsn}: UndeleteDatabaseRequest): Promise<Result<State>> =>
  betweenBoth(
    {from: inDatabase(from, 'postgres'), into: inDatabase(into, 'postgres')},
    async (side, live): Promise<Result<State, DatabaseFailure>> => {
      const options = await rowsOf(side, createOptionsSql, [database]);
      if (!options.ok) {
        return options;
      }
      const create = options.value[0]?.text;
      if (typeof create !== 'string') {
        return fail(
          refusal(`the side instance has no database ${database}; it stands at another moment, or the name is another`),
        );
      }
      const position = await sidePosition(side, beforeLsn);
      if (!position.ok) {
        return position;
      }
      const size = await rowsOf(side, 'select pg_database_size($1::name) as bytes', [database]);
      if (!size.ok) {
        return size;
      }
      const now = await rowsOf(live, 'select from pg_database where datname = $1', [database]);
      return now.ok
        ? succeed({
            there: now.value.length > 0,
            major: Math.floor(side.serverVersion / 10_000),
            bytes: Number(size.value[0]?.bytes),
            create,
            sideIsJustBefore: position.value.isJustBefore,
          })
        : now;
    },
  );

const carryAndCompare = async (
  {from, into, database}: UndeleteDatabaseRequest,
  major: number,
): Promise<Result<DatabaseComparison>> => {
  const pair = {from: inDatabase(from, database), into: inDatabase(into, interim(database))};
  const source = parseConnection(pair.from);
  const target = parseConnection(pair.into);
  const user = findServerUser();
  if (!source.ok || !target.ok || !user.ok) {
    return fail([source, target, user].flatMap(one => (one.ok ? [] : [one.reason])).join('; '));
  }
  const carried = await carryDatabase({from: source.value, into: target.value, major, user: user.value});
  if (!carried.ok) {
    return carried;
  }
  const compared = await compareDatabases(pair);
  if (!compared.ok) {
    return compared;
  }
  const {missing} = compared.value;
  return missing.length === 0
    ? compared
    : fail(
        `what came over is not what was there, so the database did not get its name back: ${missing.slice(0, shownMax).join('; ')}`,
      );
};

const shownMax = 3;

const onServer = async <Value>(
  uri: string,
  work: (connection: Connection) => Promise<Result<Value, DatabaseFailure>>,
): Promise<Result<Value>> => {
  // Making a database copies files, and dropping one waits for a checkpoint.
  const done = await withConnection(inDatabase(uri, 'postgres'), work, {statementTimeoutMs: 0});
  return done.ok ? done : fail(done.reason.message);
};

/** The same server, another database. A text that is no connection stays what it is, and is refused where it is used. */
const inDatabase = (uri: string, database: string): string => {
  const target = parseConnection(uri);
  return target.ok ? formatConnection({...target.value, database}, {withPassword: true}) : uri;
};
