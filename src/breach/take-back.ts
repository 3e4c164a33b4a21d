/** Runs what takes differences back, each with a savepoint of its own, in whatever order they hang on one another. */
import {fail, type Result, succeed} from '../base/result.ts';
import type {Connection} from '../postgres/connect.ts';
import type {DatabaseFailure} from '../postgres/failure.ts';
import type {Difference} from './difference.ts';

/** What hangs on another thing fails and is tried again when that is done; where nothing goes any more, the first failure is the reason. */
export const takeAllBack = async (
  live: Connection,
  differences: readonly Difference[],
): Promise<Result<void, DatabaseFailure>> => {
  let waiting = differences;
  while (waiting.length > 0) {
    const failed: {readonly difference: Difference; readonly reason: DatabaseFailure}[] = [];
    for (const difference of waiting) {
      const done = await takeBack(live, difference);
      if (!done.ok) {
        failed.push({difference, reason: done.reason});
      }
    }
    const [first] = failed;
    if (first !== undefined && failed.length === waiting.length) {
      const {message, detail} = first.reason;
      return fail({
        ...first.reason,
        message: `${first.difference.what} cannot be taken back: ${message}${detail === undefined ? '' : ` ${detail}`}; nothing was changed`,
      });
    }
    waiting = failed.map(({difference}) => difference);
  }
  return succeed(undefined);
};

const takeBack = async (live: Connection, {statements}: Difference): Promise<Result<void, DatabaseFailure>> => {
  const begun = await live.run('savepoint one');
  if (!begun.ok) {
    return begun;
  }
  for (const statement of statements) {
    const done = await live.run(statement);
    if (!done.ok) {
      await live.run('rollback to savepoint one');
      return done;
    }
  }
  return succeed(undefined);
};
