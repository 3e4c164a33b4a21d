/** Runs what takes differences back, each with a savepoint of its own, in whatever order they hang on one another. */
import {fail, type Result, succeed} from '../base/result.ts';
import type {Connection} from '../postgres/connect.ts';
import type {DatabaseFailure} from '../postgres/failure.ts';
import type {Difference} from './difference.ts';

/**
 * What hangs on another thing fails and is tried again when that is done; where nothing goes any more, the first failure is the reason.
 * Code comes first, and all of it that was changed: a constraint that is made again, or a column that gets its type back, calls
 * functions for each row with the rights of whoever takes back, and they shall be those of before.
 */
export const takeAllBack = async (
  live: Connection,
  differences: readonly Difference[],
): Promise<Result<void, DatabaseFailure>> => {
  // A body may name what is gone as well, and comes back after it.
  const unlooked = await live.run('set local check_function_bodies = off');
  if (!unlooked.ok) {
    return unlooked;
  }
  const early = await takeWhatGoes(live, differences.filter(isEarly));
  const stuck = early.find(({difference}) => difference.change === 'changed');
  if (stuck !== undefined) {
    return failed(stuck);
  }
  const later = [...early.map(({difference}) => difference), ...differences.filter(one => !isEarly(one))];
  const [first] = await takeWhatGoes(live, later);
  return first === undefined ? succeed(undefined) : failed(first);
};

/** Code that stands in the way of nothing else: what came with the intruder goes with what hangs on it. */
const isEarly = ({what, change}: Difference): boolean =>
  change !== 'added' && /^(function|procedure|aggregate|cast|operator) /.test(what);

type Failed = {readonly difference: Difference; readonly reason: DatabaseFailure};

const failed = ({difference, reason}: Failed): Result<never, DatabaseFailure> =>
  fail({
    ...reason,
    message: `${difference.what} cannot be taken back: ${reason.message}${reason.detail === undefined ? '' : ` ${reason.detail}`}; nothing was changed`,
  });

/** Gives those that do not go, however often they are tried. */
const takeWhatGoes = async (live: Connection, differences: readonly Difference[]): Promise<readonly Failed[]> => {
  for (let left = differences; ; ) {
    const stuck: Failed[] = [];
    for (const difference of left) {
      const done = await takeBack(live, difference);
      if (!done.ok) {
        stuck.push({difference, reason: done.reason});
      }
    }
    if (stuck.length === 0 || stuck.length === left.length) {
      return stuck;
    }
    left = stuck.map(({difference}) => difference);
  }
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
