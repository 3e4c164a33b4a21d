/** Which rows the transactions of an intruder changed and removed, by the WAL: the addresses that those rows had before. */
import type {DeletedRows, Deletion} from '../backup/deletion.ts';
import {deletedRows, findDeletion} from '../backup/find-deletion.ts';
import {fail, type Result, succeed} from '../base/result.ts';

export type WritesRequest = {
  readonly live: string;
  /** Numbers of the intruder's transactions, as the audit log or a search of the WAL gave them. */
  readonly transactions: readonly string[];
  /** The window of their commits, RFC 3339. */
  readonly from: string;
  readonly to?: string;
  readonly archiveDir?: string;
  /** Tables that stay as they are, as SQL. */
  readonly except?: readonly string[];
  readonly createExtension?: boolean;
};

export type Writes = {
  readonly updated: DeletedRows;
  readonly removed: DeletedRows;
  /** The transactions and their savepoints: what rows carry that they wrote. */
  readonly numbers: readonly string[];
  /** Rows that they changed or removed in tables that were rewritten or dropped since. */
  readonly unknownRows: number;
};

/** A search that is not complete is a reason to stop: what it has not seen would stay as the intruder left it. */
export const intruderWrites = async (request: WritesRequest): Promise<Result<Writes>> => {
  const updates = await changesOf(request, 'update');
  if (!updates.ok) {
    return updates;
  }
  const removals = await changesOf(request, 'delete');
  if (!removals.ok) {
    return removals;
  }
  const all = [...updates.value, ...removals.value];
  const updated = await addressesOf(request, updates.value, 'update');
  if (!updated.ok) {
    return updated;
  }
  const removed = await addressesOf(request, removals.value, 'delete');
  if (!removed.ok) {
    return removed;
  }
  return succeed({
    updated: updated.value,
    removed: removed.value,
    numbers: [...new Set([...request.transactions, ...all.flatMap(({savepoints}) => savepoints)])],
    unknownRows: all.reduce((sum, {unknownRows}) => sum + unknownRows, 0),
  });
};

type Change = 'update' | 'delete';

const changesOf = async (
  {live, transactions, from, to, archiveDir, createExtension}: WritesRequest,
  change: Change,
): Promise<Result<readonly Deletion[]>> => {
  const found = await findDeletion({
    live,
    change,
    from,
    switchWal: true,
    ...(to !== undefined && {to}),
    ...(archiveDir !== undefined && {archiveDir}),
    ...(createExtension && {createExtension}),
  });
  if (!found.ok) {
    return found;
  }
  const theirs = found.value.deletions.filter(({xid}) => transactions.includes(xid));
  const broken = theirs.find(({whole}) => !whole);
  if (broken !== undefined) {
    return fail(`transaction ${broken.xid} began before the WAL that was searched; search from an earlier time on`);
  }
  return found.value.complete
    ? succeed(theirs)
    : fail('a part of the WAL of that time could not be searched; name the archive, or search from a later time on');
};

const addressesOf = async (
  {live, archiveDir, except = []}: WritesRequest,
  changes: readonly Deletion[],
  change: Change,
): Promise<Result<DeletedRows>> => {
  const merged: Record<string, string[]> = {};
  for (const {xid, firstLsn, commitLsn, committedAt, tables} of changes) {
    // The search knows the tables; one whose rows all stay as they are is not asked for.
    if (Object.keys(tables).every(table => except.includes(table))) {
      continue;
    }
    const rows = await deletedRows({
      live,
      change,
      xid,
      firstLsn,
      commitLsn,
      committedAt,
      ...(except.length > 0 && {except}),
      ...(archiveDir !== undefined && {archiveDir}),
    });
    if (!rows.ok) {
      return rows;
    }
    for (const [table, addresses] of Object.entries(rows.value)) {
      merged[table] = [...(merged[table] ?? []), ...addresses];
    }
  }
  return succeed(merged);
};
