/** An empty database of ours, made anew: what an earlier try left goes first, and nothing that is somebody's own. */
import {fail, type Result, succeed} from '../base/result.ts';
import type {Connection} from '../postgres/connect.ts';
import {type DatabaseFailure, refusal} from '../postgres/failure.ts';
import {rowsOf} from '../postgres/query.ts';
import {quoteIdentifier, quoteLiteral} from '../postgres/quote.ts';

export type Anew = {
  readonly name: string;
  /** The comment that tells ours from everybody else's. */
  readonly mark: string;
  /** What stands behind the name in CREATE DATABASE, as SQL. */
  readonly create: string;
};

/** Drops one of that name only when it carries the mark. */
export const makeAnew = async (
  connection: Connection,
  {name, mark, create}: Anew,
): Promise<Result<void, DatabaseFailure>> => {
  const left = await rowsOf(
    connection,
    `select coalesce(shobj_description(oid, 'pg_database'), '') as comment from pg_database where datname = $1`,
    [name],
  );
  if (!left.ok) {
    return left;
  }
  const comment = left.value[0]?.comment;
  if (left.value.length > 0 && comment !== mark) {
    // Ours with a word more is one in which somebody has worked since.
    const whose = String(comment).startsWith(`${mark};`) ? 'is not dropped' : "is somebody's own";
    return fail(
      refusal(
        `there is a database "${name}" that ${whose}${comment === '' ? '' : ` (${String(comment)})`}; rename it, and try again`,
      ),
    );
  }
  const quoted = quoteIdentifier(name);
  const statements = [
    ...(left.value.length > 0 ? [`drop database ${quoted} with (force)`] : []),
    `create database ${quoted}${create}`,
    `comment on database ${quoted} is ${quoteLiteral(mark)}`,
  ];
  for (const statement of statements) {
    const ran = await connection.run(statement);
    if (!ran.ok) {
      return ran;
    }
  }
  return succeed(undefined);
};
