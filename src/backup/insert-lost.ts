/** Writes the lost rows into their tables, in the caller's transaction. */
import {fail, type Result, succeed} from '../base/result.ts';
import type {Connection} from '../postgres/connect.ts';
import {type DatabaseFailure, refusal} from '../postgres/failure.ts';
import {quoteIdentifier} from '../postgres/quote.ts';
import type {Compared} from './stage-and-compare.ts';

/** Triggers see the search path that they see in every other session, and those that wait for the commit fire now. */
export const insertAll = async (
  live: Connection,
  compared: readonly Compared[],
  triggers: 'fire' | 'skip',
): Promise<Result<unknown, DatabaseFailure>> => {
  const role = triggers === 'skip' ? 'set local session_replication_role = replica;' : '';
  const before = await live.run(`${role} set local search_path to default`);
  if (!before.ok) {
    return before;
  }
  for (const one of compared) {
    const inserted = await insertLost(live, one);
    if (!inserted.ok) {
      return inserted;
    }
  }
  return live.run('set constraints all immediate; set local search_path = pg_catalog');
};

const insertLost = async (live: Connection, {lost, comparison}: Compared): Promise<Result<void, DatabaseFailure>> => {
  const names = lost.columns.map(({name}) => quoteIdentifier(name)).join(', ');
  const inserted = await live.run(
    `insert into ${lost.table} (${names}) overriding system value
     select ${names} from ${lost.stagedRows} s where not exists (select from ${lost.liveRows} t where ${lost.sameRow})`,
  );
  if (!inserted.ok) {
    const {message, detail} = inserted.reason;
    return fail({
      ...inserted.reason,
      message: `rows of ${lost.table} cannot go back: ${message}${detail === undefined ? '' : ` ${detail}`}`,
    });
  }
  const rows = inserted.value[0]?.rowCount ?? 0;
  return rows === comparison.lost
    ? succeed(undefined)
    : fail(
        refusal(
          `${rows} rows of ${lost.table} were written where ${comparison.lost} were lost; a trigger or a rule of the table interferes`,
        ),
      );
};
