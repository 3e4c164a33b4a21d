/** Puts the rows of damaged pages right again from a healthy copy: rows that lie there otherwise, and rows on pages that cannot be read. */
import {fail, type Result, succeed} from '../../base/result.ts';
import type {Connection} from '../../postgres/connect.ts';
import {type DatabaseFailure, refusal} from '../../postgres/failure.ts';
import {inTransaction} from '../../postgres/query.ts';
import {betweenBoth} from '../both-servers.ts';
import type {DeletedRows} from '../deletion.ts';
import {holdParents} from '../hold-parents.ts';
import {insertAll} from '../insert-lost.ts';
import {findObstacles} from '../obstacles.ts';
import {proveRestored} from '../prove-restored.ts';
import {stageAndCompare} from '../stage-and-compare.ts';
import {compareAll} from './compare-copy.ts';
import {planMend} from './mend-plan.ts';
import {removeVersions} from './remove-versions.ts';
import {writeAnew} from './write-anew.ts';

export type MendRequest = {
  /** A standby or a side instance that is held still: what is written on the live server must not change it meanwhile. */
  readonly from: string;
  readonly into: string;
  /** Pages that could not be read, as the look at the damage named them: `public.orders:4321`. */
  readonly pages: readonly string[];
};

export type Mended = {
  /** Rows that lay there in another form, and are again as the copy has them. */
  readonly changed: number;
  /** Rows of pages that could not be read. */
  readonly restored: number;
  /** Tables that were written anew without their damaged pages. */
  readonly rewritten: readonly string[];
  readonly tables: readonly string[];
};

/**
 * Two moves, each of which may be done twice. Tables with pages that cannot be read are written anew without them (VACUUM
 * FULL with zero_damaged_pages: a plain VACUUM forgets the zeros). Then one transaction: away with rows in a damaged form,
 * and in with all rows as the copy has them. No trigger fires, because nothing happened to these rows.
 */
export const mendRows = (request: MendRequest): Promise<Result<Mended>> =>
  betweenBoth(request, async (copy, live): Promise<Result<Mended, DatabaseFailure>> => {
    const plan = await planMend(copy, live, request.pages);
    if (!plan.ok) {
      return plan;
    }
    const {changed, damaged, lost} = plan.value;
    for (const table of damaged) {
      const written = await writeAnew(live, table);
      if (!written.ok) {
        return written;
      }
    }
    const tables = [...new Set([...Object.keys(changed), ...Object.keys(lost)])];
    const rows = Object.fromEntries(tables.map(table => [table, [...(changed[table] ?? []), ...(lost[table] ?? [])]]));
    const count = (addresses: DeletedRows) => Object.values(addresses).reduce((sum, {length}) => sum + length, 0);
    const begin = 'begin isolation level repeatable read';
    const done = await inTransaction(live, () => replaceRows({copy, live}, {changed, rows}), begin);
    if (!done.ok) {
      return done;
    }
    const proven = await proveAlike(copy, live, [...new Set([...tables, ...damaged])]);
    return proven.ok
      ? succeed({changed: count(changed), restored: done.value - count(changed), rewritten: damaged, tables})
      : proven;
  });

type Both = {readonly copy: Connection; readonly live: Connection};

type Replacement = {readonly changed: DeletedRows; readonly rows: DeletedRows};

const replaceRows = async (both: Both, {changed, rows}: Replacement): Promise<Result<number, DatabaseFailure>> => {
  const quiet = await both.live.run('set local session_replication_role = replica');
  if (!quiet.ok) {
    return quiet;
  }
  const removed = await removeVersions(both, changed);
  return removed.ok ? insertRows(both, rows) : removed;
};

const insertRows = async ({copy, live}: Both, rows: DeletedRows): Promise<Result<number, DatabaseFailure>> => {
  const staged = await stageAndCompare(copy, live, {rows});
  if (!staged.ok) {
    return staged;
  }
  const {compared} = staged.value;
  const conflict = compared.find(({comparison}) => comparison.conflicting > 0);
  if (conflict !== undefined) {
    const {conflicting, conflictingKeys} = conflict.comparison;
    return fail(
      refusal(
        `${conflicting} rows of ${conflict.lost.table} are there in another form than the copy has them, for example ${conflictingKeys.join('; ')}; decide about them first, none was put back`,
      ),
    );
  }
  const obstacles = await findObstacles(live, staged.value);
  if (!obstacles.ok || obstacles.value.length > 0) {
    return obstacles.ok ? fail(refusal(`${obstacles.value.join('; ')}; no row was put back`)) : obstacles;
  }
  const inserted = await insertAll(live, compared, 'skip');
  if (!inserted.ok) {
    return inserted;
  }
  const proven = await proveRestored(live, compared);
  if (!proven.ok) {
    return proven;
  }
  const held = await holdParents(live, staged.value);
  return held.ok ? succeed(compared.reduce((sum, {comparison}) => sum + comparison.lost, 0)) : held;
};

/** They are again as the copy has them, wherever their rows lie now. */
const proveAlike = async (
  copy: Connection,
  live: Connection,
  only: readonly string[],
): Promise<Result<void, DatabaseFailure>> => {
  const compared = await compareAll(copy, live, {timeoutMs: 0, only});
  if (!compared.ok) {
    return compared;
  }
  const {differing} = compared.value;
  return differing.length === 0
    ? succeed(undefined)
    : fail(
        refusal(
          `${differing.map(({table}) => table).join(', ')} still differ from the copy, though the damaged rows are back; was anything written meanwhile?`,
        ),
      );
};
