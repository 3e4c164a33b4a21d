/** A database under another name while it comes back, and how it gets its own. */
import {type Result, succeed} from '../../base/result.ts';
import type {Connection} from '../../postgres/connect.ts';
import type {DatabaseFailure} from '../../postgres/failure.ts';
import {quoteIdentifier} from '../../postgres/quote.ts';
import {makeAnew} from '../make-anew.ts';

/** The name while it comes back: nobody looks for it there, so nobody writes into a half of it. */
export const interim = (database: string): string => `lifeboat ${database}`.slice(0, nameMax);

/** NAMEDATALEN less one. */
const nameMax = 63;

const ours = 'Made while a dropped database comes back';

/** An empty database under that name; what an earlier try left there goes first, and nothing that is somebody's own. */
export const makeEmpty = (
  connection: Connection,
  database: string,
  create: string,
): Promise<Result<void, DatabaseFailure>> => makeAnew(connection, {name: interim(database), mark: ours, create});

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
