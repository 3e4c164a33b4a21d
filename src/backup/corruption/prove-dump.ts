/** Before pages are given up for what a dump has: whether it can be brought back at all, and whether giving them up would help. */
import {fail, type Result, succeed} from '../../base/result.ts';
import type {Connection} from '../../postgres/connect.ts';
import {type DatabaseFailure, refusal} from '../../postgres/failure.ts';
import {rowsOf} from '../../postgres/query.ts';
import {carryTable} from '../undelete/refill.ts';
import {wholeSum} from './compare-copy.ts';
import {isDamage} from './damaged-block.ts';

/**
 * Gives the tables that cannot be read. Everything is tried that needs none of their pages: columns and keys of both sides, and
 * each row of the dump in a table beside, by type; that is rolled back.
 */
export const proveDump = async (
  dump: Connection,
  live: Connection,
  tables: readonly string[],
): Promise<Result<readonly string[], DatabaseFailure>> => {
  const carried = await tryCarrying(dump, live, tables);
  if (!carried.ok) {
    return carried;
  }
  const unreadable: string[] = [];
  for (const table of tables) {
    const given = await mustBeGivenUp(live, table);
    if (!given.ok) {
      return given;
    }
    unreadable.push(...(given.value ? [table] : []));
  }
  return succeed(unreadable);
};

const mustBeGivenUp = async (live: Connection, table: string): Promise<Result<boolean, DatabaseFailure>> => {
  const read = await canBeRead(live, table);
  if (!read.ok || read.value) {
    return read.ok ? succeed(false) : read;
  }
  const helps = await longValuesAreThere(live, table);
  return helps.ok ? succeed(true) : helps;
};

const tryCarrying = async (
  dump: Connection,
  live: Connection,
  tables: readonly string[],
): Promise<Result<void, DatabaseFailure>> => {
  const begun = await live.run('begin');
  if (!begun.ok) {
    return begun;
  }
  for (const [index, table] of tables.entries()) {
    const carried = await carryTable(dump, live, {table, index, where: undefined});
    if (!carried.ok) {
      await live.run('rollback');
      return fail({...carried.reason, message: `${carried.reason.message}; no page was given up`});
    }
  }
  const back = await live.run('rollback');
  return back.ok ? succeed(undefined) : back;
};

/** Read twice: a disk or a cable that fails now and then gives a page the second time, and then it is not given up. */
const canBeRead = async (live: Connection, table: string): Promise<Result<boolean, DatabaseFailure>> => {
  for (const _try of ['first', 'second']) {
    const read = await wholeSum(live, table);
    if (read.ok || !isDamage(read.reason)) {
      return read.ok ? succeed(true) : read;
    }
  }
  return succeed(false);
};

/** Rows whose long values lie on a damaged page cannot be written anew: that would fail half way, with pages that only memory takes for empty. */
const longValuesAreThere = async (live: Connection, table: string): Promise<Result<void, DatabaseFailure>> => {
  const found = await rowsOf(
    live,
    'select reltoastrelid::regclass::text as toast from pg_class where oid = to_regclass($1) and reltoastrelid <> 0',
    [table],
  );
  const toast = found.ok ? found.value[0]?.toast : undefined;
  if (!found.ok || typeof toast !== 'string') {
    return found.ok ? succeed(undefined) : found;
  }
  // Not of a column of its index: after a vacuum those are counted without a look at the page.
  const read = await rowsOf(live, `select count(chunk_data) from ${toast}`);
  return read.ok || !isDamage(read.reason)
    ? read.ok
      ? succeed(undefined)
      : read
    : fail(
        refusal(
          `long values of ${table} lie on pages of its TOAST table that cannot be read, which a dump cannot mend row by row; no page was given up; restore in place, fail over, or bring the whole table from the dump instead`,
        ),
      );
};
