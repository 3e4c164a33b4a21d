/** The same server by another database, and work in it without a limit of time. */
import {fail, type Result} from '../../base/result.ts';
import {type Connection, withConnection} from '../../postgres/connect.ts';
import type {DatabaseFailure} from '../../postgres/failure.ts';
import {formatConnection, parseConnection} from '../../postgres/uri.ts';

/** A text that is no connection stays what it is, and is refused where it is used. */
export const inDatabase = (uri: string, database: string): string => {
  const target = parseConnection(uri);
  return target.ok ? formatConnection({...target.value, database}, {withPassword: true}) : uri;
};

/** The database that every cluster has; from there others are made, renamed and dropped. */
export const onServer = <Value>(
  uri: string,
  work: (connection: Connection) => Promise<Result<Value, DatabaseFailure>>,
): Promise<Result<Value>> => within(inDatabase(uri, 'postgres'), work);

/** Making a database copies files, and dropping one waits for a checkpoint. */
export const within = async <Value>(
  uri: string,
  work: (connection: Connection) => Promise<Result<Value, DatabaseFailure>>,
): Promise<Result<Value>> => {
  const done = await withConnection(uri, work, {statementTimeoutMs: 0});
  return done.ok ? done : fail(done.reason.message);
};
