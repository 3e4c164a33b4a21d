/** Reads what was put back again before it counts. */
import {fail, type Result, succeed} from '../base/result.ts';
import type {Connection} from '../postgres/connect.ts';
import {type DatabaseFailure, refusal} from '../postgres/failure.ts';
import {compareTable} from './compare-lost.ts';
import type {Compared} from './stage-and-compare.ts';

/** A trigger may have changed a row on its way in. */
export const proveRestored = async (
  live: Connection,
  compared: readonly Compared[],
): Promise<Result<void, DatabaseFailure>> => {
  for (const {lost, comparison} of compared) {
    const all = comparison.lost + comparison.there;
    const after = await compareTable(live, lost);
    if (!after.ok) {
      return after;
    }
    if (after.value.there !== all) {
      return fail(
        refusal(
          `${all - after.value.there} rows of ${lost.table} are not as they were once written; a trigger changes them; skip triggers to put the rows back as they were`,
        ),
      );
    }
  }
  return succeed(undefined);
};
