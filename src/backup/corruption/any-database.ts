/** A session on a server whose database may not be usable: in that database, else in one that every cluster has. */
import {userInfo} from 'node:os';
import {fail, type Result, succeed} from '../../base/result.ts';
import {type Connection, connect} from '../../postgres/connect.ts';
import type {DatabaseFailure} from '../../postgres/failure.ts';
import {rowsOf} from '../../postgres/query.ts';
import {type ConnectionTarget, parseConnection} from '../../postgres/uri.ts';

export type AnyDatabase = {
  readonly connection: Connection;
  /** The database that was named; the session may be in another one. */
  readonly named: string;
  /** Why that one does not serve; null where it does. */
  readonly whyNot: string | null;
};

/** Where maintenance has its place when nothing else works (PostgreSQL manual, 23.2). */
const everyCluster = ['postgres', 'template1'];

/** A damaged catalogue lets sessions in and then fails their first question, so one is asked. */
const usable = `select count(*) from pg_class c join pg_attribute a on a.attrelid = c.oid`;

/** Opens one; the reason is that of the named database when none of them answers. The caller closes it. */
const connectToAny = async (where: string): Promise<Result<AnyDatabase, DatabaseFailure>> => {
  const target = parseConnection(where, {user: process.env.PGUSER ?? userInfo().username});
  if (!target.ok) {
    return fail({message: target.reason, sqlstate: null, uncertain: false});
  }
  const named = target.value.database;
  const own = await connectToUsable(target.value);
  if (own.ok) {
    return succeed({connection: own.value, named, whyNot: null});
  }
  for (const database of everyCluster.filter(name => name !== named)) {
    const other = await connectToUsable({...target.value, database});
    if (other.ok) {
      return succeed({connection: other.value, named, whyNot: own.reason.message});
    }
  }
  return own;
};

const connectToUsable = async (target: ConnectionTarget): Promise<Result<Connection, DatabaseFailure>> => {
  const connection = await connect(target);
  if (!connection.ok) {
    return connection;
  }
  const asked = await rowsOf(connection.value, usable);
  if (!asked.ok) {
    await connection.value.close();
    return asked;
  }
  return connection;
};

/** Opens one for a piece of work and closes it whatever happens. */
export const withAnyDatabase = async <Value>(
  where: string,
  work: (any: AnyDatabase) => Promise<Result<Value, DatabaseFailure>>,
): Promise<Result<Value>> => {
  const any = await connectToAny(where);
  if (!any.ok) {
    return fail(any.reason.message);
  }
  try {
    const done = await work(any.value);
    return done.ok ? done : fail(done.reason.message);
  } finally {
    await any.value.connection.close();
  }
};
