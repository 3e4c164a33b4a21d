/** Writes a table anew without its pages that cannot be read: what was on them is given up, and everything else stays. */
import {fail, type Result, succeed} from '../../base/result.ts';
import type {Connection} from '../../postgres/connect.ts';
import type {DatabaseFailure} from '../../postgres/failure.ts';

/** VACUUM FULL, because a plain VACUUM forgets the zeros. Not in a transaction: the server allows none around it. */
export const writeAnew = async (live: Connection, table: string): Promise<Result<void, DatabaseFailure>> => {
  const set = await live.run('set zero_damaged_pages = on');
  if (!set.ok) {
    return set;
  }
  const written = await live.run(`vacuum (full) ${table}`);
  await live.run('set zero_damaged_pages = off');
  return written.ok
    ? succeed(undefined)
    : fail({
        ...written.reason,
        // The zeroed pages are in memory now, and rows of them would be missing without any error.
        message: `${table} could not be written anew (${written.reason.message}); restart the server before anybody reads it, so that it forgets the pages that were taken for empty`,
      });
};
