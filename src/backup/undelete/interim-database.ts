/** A database under another name while it comes back, and how it gets its own. */
import {fail, type Result, succeed} from '../../base/result.ts';
import type {Connection} from '../../postgres/connect.ts';
import {type DatabaseFailure, refusal} from '../../postgres/failure.ts';
import {rowsOf} from '../../postgres/query.ts';
import {quoteIdentifier, quoteLiteral} from '../../postgres/quote.ts';

/** The name while it comes back: nobody looks for it there, so nobody writes into a half of it. */
export const interim = (database: string): string => `lifeboat ${database}`.slice(0, nameMax);

/** NAMEDATALEN less one. */
const nameMax = 63;

const ours = 'Made while a dropped database comes back';

/** An empty database under that name; what an earlier try left there goes first, and nothing that is somebody's own. */
export const makeEmpty = async (
  connection: Connection,
  database: string,
  create: string,
): Promise<Result<void, DatabaseFailure>> => {
  const name = interim(database);
  const left = await rowsOf(
    connection,
    `select coalesce(shobj_description(oid, 'pg_database'), '') as comment from pg_database where datname = $1`,
    [name],
  );
  if (!left.ok) {
    return left;
  }
  if (left.value.length > 0 && left.value[0]?.comment !== ours) {
    return fail(refusal(`there is a database "${name}" that is somebody's own; rename it, and try again`));
  }
  const quoted = quoteIdentifier(name);
  const statements = [
    ...(left.value.length > 0 ? [`drop database ${quoted} with (force)`] : []),
    `create database ${quoted}${create}`,
    `comment on database ${quoted} is ${quoteLiteral(ours)}`,
  ];
  for (const statement of statements) {
    const ran = await connection.run(statement);
    if (!ran.ok) {
      return ran;
    }
  }
  return succeed(undefined);
};

/** All or nothing: rights and settings with the name, in one transaction. */
export const giveName = async (
  connection: Connection,
  database: string,
  settings: readonly string[],
): Promise<Result<void, DatabaseFailure>> => {
  const name = quoteIdentifier(interim(database));
  const begun = await connection.run('begin');
  const renamed = begun.ok
    ? await connection.run(
        `comment on database ${name} is null; alter database ${name} rename to ${quoteIdentifier(database)}`,
      )
    : begun;
  let last: Result<unknown, DatabaseFailure> = renamed;
  for (const statement of settings) {
    last = last.ok ? await connection.run(statement) : last;
  }
  const ended = await connection.run(last.ok ? 'commit' : 'rollback');
  if (!last.ok) {
    return last;
  }
  return ended.ok ? succeed(undefined) : ended;
};
