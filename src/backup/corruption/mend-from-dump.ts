/** Without a healthy copy: gives up the pages of tables that cannot be read, and brings back by key what a dump has of them. */
import {fail, type Result, succeed} from '../../base/result.ts';
import type {Connection} from '../../postgres/connect.ts';
import type {DatabaseFailure} from '../../postgres/failure.ts';
import {betweenBoth} from '../both-servers.ts';
import {putBack} from '../put-back.ts';
import {proveDump} from './prove-dump.ts';
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
 * Pages are given up last: before that, everything is tried that can be without them, and a table that can be read the second time keeps them.
 * What was on the damaged pages and is younger than the dump is lost, and nobody can count it: the keys were on the pages.
 * Rows that are there stay as they are. May be done twice.
 */
export const mendFromDump = async ({from, into, tables}: DumpMendRequest): Promise<Result<MendedFromDump>> => {
  const rewritten = await betweenBoth({from, into, isDump: true}, async (dump, live) => {
    const unreadable = await proveDump(dump, live, tables);
    return unreadable.ok ? rewrite(live, unreadable.value) : unreadable;
  });
  if (!rewritten.ok) {
    return rewritten;
  }
  const rows = Object.fromEntries(tables.map(table => [table, []]));
  const restored = await putBack({from, into, rows, isDump: true, triggers: 'skip'});
  return restored.ok
    ? succeed({restored: restored.value.rowsRestored, rewritten: rewritten.value})
    : fail(restored.reason);
};

const rewrite = async (
  live: Connection,
  tables: readonly string[],
): Promise<Result<readonly string[], DatabaseFailure>> => {
  for (const table of tables) {
    const written = await writeAnew(live, table);
    if (!written.ok) {
      return written;
    }
  }
  return succeed(tables);
};
