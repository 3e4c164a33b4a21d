/** Takes back what an intruder did to rows: changed ones get their values, removed ones come back, made ones go, and all others stay. */
import {betweenBoth} from '../backup/both-servers.ts';
import {insertAll} from '../backup/insert-lost.ts';
import {proveRestored} from '../backup/prove-restored.ts';
import {writeBack} from '../backup/undelete/undo-update.ts';
import {fail, type Result, succeed} from '../base/result.ts';
import type {Connection} from '../postgres/connect.ts';
import {type DatabaseFailure, refusal} from '../postgres/failure.ts';
import {inTransaction} from '../postgres/query.ts';
import {cleaned} from './clean-session.ts';
import {intruderWrites, type Writes, type WritesRequest} from './intruder-writes.ts';
import {quieten} from './quiet-session.ts';
import {type TheirRows, type TheirTable, theirRows} from './their-rows.ts';
import {refuseForeignExpressions} from './written-expressions.ts';

export type RevertRowsRequest = Omit<WritesRequest, 'live'> & {
  /** The side instance, of before the first of these transactions. */
  readonly side: string;
  readonly into: string;
  readonly triggers?: 'fire' | 'skip';
  /** Changes of our own to what is evaluated for each row, by the names of the comparison. */
  readonly keep?: readonly string[];
};

export type RowsToRevert = {
  /** No row is left as the intruder wrote it, and none is missing that the intruder removed. */
  readonly complete: boolean;
  readonly changed: number;
  readonly removed: number;
  readonly made: number;
  /** Rows that the intruder changed and others have changed since: they stay as they are, and a person looks at them. */
  readonly changedSince: number;
  /** Rows of which nobody can tell from here whose they are. */
  readonly undecided: number;
  /** Rows in tables that were rewritten or dropped since. */
  readonly unknownRows: number;
  readonly tables: readonly {
    readonly table: string;
    readonly changed: number;
    readonly removed: number;
    readonly made: number;
    readonly forPerson: readonly string[];
  }[];
  readonly summary: string;
};

/** Counts only. */
export const checkRevertRows = async (request: RevertRowsRequest): Promise<Result<RowsToRevert>> => {
  const writes = await intruderWrites({...request, live: cleaned(request.into)});
  return writes.ok
    ? betweenBoth({from: cleaned(request.side), into: cleaned(request.into)}, async (side, live) => {
        const begun = await live.run('begin isolation level repeatable read');
        // Staging makes tables, on which an event trigger acts.
        const quiet = begun.ok ? await quieten(side, live) : begun;
        const found = quiet.ok
          ? await theirRows(side, live, {writes: writes.value, except: request.except ?? []})
          : quiet;
        await live.run('rollback');
        return found.ok ? succeed(count(found.value, writes.value)) : found;
      })
    : writes;
};

/** In one transaction, and read again before it counts. */
export const revertRows = async (request: RevertRowsRequest): Promise<Result<RowsToRevert>> => {
  const writes = await intruderWrites({...request, live: cleaned(request.into)});
  return writes.ok
    ? betweenBoth({from: cleaned(request.side), into: cleaned(request.into)}, (side, live) =>
        inTransaction(
          live,
          () => revertAll({side, live}, request, writes.value),
          'begin isolation level repeatable read',
        ),
      )
    : writes;
};

type Both = {readonly side: Connection; readonly live: Connection};

const revertAll = async (
  {side, live}: Both,
  {except = [], triggers = 'fire', keep = []}: RevertRowsRequest,
  writes: Writes,
): Promise<Result<RowsToRevert, DatabaseFailure>> => {
  const quiet = await quieten(side, live);
  const found = quiet.ok ? await theirRows(side, live, {writes, except}) : quiet;
  if (!found.ok) {
    return found;
  }
  const armed = triggers === 'skip' ? await quieten(side, live, {tables: tablesOf(found.value)}) : quiet;
  if (!armed.ok) {
    return armed;
  }
  const expressions = await refuseForeignExpressions(side, live, {tables: tablesOf(found.value), keep});
  if (!expressions.ok) {
    return expressions;
  }
  const role = triggers === 'skip' ? '' : 'set local session_replication_role = origin;';
  const before = await live.run(`${role} set constraints all deferred; set local search_path to default`);
  if (!before.ok) {
    return before;
  }
  const {removed, tables} = found.value;
  for (const step of [removeMade, giveValuesBack]) {
    const done = await step(live, tables, writes);
    if (!done.ok) {
      return done;
    }
  }
  const inserted = await insertAll(live, removed.compared, triggers);
  const proven = inserted.ok ? await proveRestored(live, removed.compared) : inserted;
  return proven.ok ? succeed({...count(found.value, writes), complete: true}) : proven;
};

const tablesOf = ({removed, tables}: TheirRows): readonly string[] => [
  ...removed.compared.map(({lost: {table}}) => table),
  ...tables.map(({lost: {table}}) => table),
];

/** Rows that point at others have to go before them; what cannot go yet is tried again after the others. */
const removeMade = async (live: Connection, tables: readonly TheirTable[]): Promise<Result<void, DatabaseFailure>> => {
  let waiting = tables.filter(({added}) => added.addresses.length > 0);
  while (waiting.length > 0) {
    const failed: {readonly one: TheirTable; readonly reason: DatabaseFailure}[] = [];
    for (const one of waiting) {
      const done = await removeIn(live, one);
      if (!done.ok) {
        failed.push({one, reason: done.reason});
      }
    }
    if (failed.length === waiting.length) {
      return fail(failed[0]?.reason ?? refusal('rows of the intruder cannot be removed'));
    }
    waiting = failed.map(({one}) => one);
  }
  return succeed(undefined);
};

const removeIn = async (live: Connection, {lost, added}: TheirTable): Promise<Result<void, DatabaseFailure>> => {
  const marked = await live.run('savepoint one');
  const gone = marked.ok
    ? await live.run(`delete from only ${lost.table} where ctid = any($1::tid[])`, [added.addresses])
    : marked;
  if (gone.ok && gone.value[0]?.rowCount === added.addresses.length) {
    return succeed(undefined);
  }
  await live.run('rollback to savepoint one');
  return fail(
    gone.ok
      ? refusal(
          `${gone.value[0]?.rowCount} rows of ${lost.table} went where ${added.addresses.length} were to go; a trigger or a rule interferes`,
        )
      : {...gone.reason, message: `rows of the intruder in ${lost.table} cannot be removed: ${gone.reason.message}`},
  );
};

const giveValuesBack = async (
  live: Connection,
  tables: readonly TheirTable[],
  {numbers}: Writes,
): Promise<Result<void, DatabaseFailure>> => {
  for (const {lost, changed} of tables) {
    const written = await writeBack(live, lost, {table: changed, request: {transactions: numbers}});
    if (!written.ok) {
      return written;
    }
  }
  return succeed(undefined);
};

const count = ({removed, tables}: TheirRows, {unknownRows}: Writes): RowsToRevert => {
  const lost = new Map(removed.compared.map(({lost: {table}, comparison}) => [table, comparison]));
  const names = [...new Set([...lost.keys(), ...tables.map(({lost: {table}}) => table)])];
  const counted = names.map(table => {
    const one = tables.find(({lost: {table: name}}) => name === table);
    const gone = lost.get(table);
    return {
      table,
      changed: one?.changed.wrong ?? 0,
      removed: gone?.lost ?? 0,
      made: one?.added.addresses.length ?? 0,
      changedSince: (one?.changed.changedSince ?? 0) + (one?.changed.goneSince ?? 0) + (gone?.conflicting ?? 0),
      undecided: one?.added.undecided ?? 0,
      forPerson: [...(one?.changed.examples ?? []), ...(one?.added.examples ?? []), ...(gone?.conflictingKeys ?? [])],
    };
  });
  const sum = (of: (one: (typeof counted)[number]) => number) => counted.reduce((total, one) => total + of(one), 0);
  const totals = {
    changed: sum(one => one.changed),
    removed: sum(one => one.removed),
    made: sum(one => one.made),
    changedSince: sum(one => one.changedSince),
    undecided: sum(one => one.undecided),
  };
  return {
    complete: totals.changed + totals.removed + totals.made === 0,
    ...totals,
    unknownRows,
    tables: counted,
    summary:
      counted
        .filter(one => one.changed + one.removed + one.made > 0)
        .map(({table, changed, removed: gone, made}) => `${table}: ${changed} changed, ${gone} removed, ${made} made`)
        .join('; ') || 'no row is left as the intruder wrote it',
  };
};
