/** Without a healthy copy: gives up the pages of tables that cannot be read, and brings back by key what a dump has of them. */
import {fail, type Result, succeed} from '../../base/result.ts';
import type {Connection} from '../../postgres/connect.ts';
import type {DatabaseFailure} from '../../postgres/failure.ts';
import {betweenBoth} from '../both-servers.ts';
import {putBack} from '../put-back.ts';
import {wholeSum} from './compare-copy.ts';
import {isDamage} from './damaged-block.ts';
import {writeAnew} from './write-anew.ts';

export type DumpMendRequest = {
  /** A server that was made of the dump. */
  readonly from: string;
  readonly into: string;
  /** As SQL; those that can be read are not written anew. */
  readonly tables: readonly string[];
};

export type MendedFromDump = {
  /** Rows that the dump had and the table did not have any more: also what was deleted on purpose since. */
  readonly restored: number;
  readonly rewritten: readonly string[];
};

/**
 * What was on the damaged pages and is younger than the dump is lost, and nobody can count it: the keys were on the pages.
 * Rows that are there stay as they are. May be done twice.
 */
export const mendFromDump = async ({from, into, tables}: DumpMendRequest): Promise<Result<MendedFromDump>> => {
  const rewritten = await betweenBoth({from, into, isDump: true}, (_dump, live) => rewriteUnreadable(live, tables));
  if (!rewritten.ok) {
    return rewritten;
  }
  const rows = Object.fromEntries(tables.map(table => [table, []]));
  const restored = await putBack({from, into, rows, isDump: true, triggers: 'skip'});
  return restored.ok
    ? succeed({restored: restored.value.rowsRestored, rewritten: rewritten.value})
    : fail(restored.reason);
};

const rewriteUnreadable = async (
  live: Connection,
  tables: readonly string[],
): Promise<Result<readonly string[], DatabaseFailure>> => {
  const rewritten: string[] = [];
  for (const table of tables) {
    const read = await wholeSum(live, table);
    if (!read.ok && !isDamage(read.reason)) {
      return read;
    }
    const written = read.ok ? succeed(undefined) : await writeAnew(live, table);
    if (!written.ok) {
      return written;
    }
    rewritten.push(...(read.ok ? [] : [table]));
  }
  return succeed(rewritten);
};
