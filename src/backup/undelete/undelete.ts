/** Brings tables back that one transaction dropped or emptied, from a side instance just before it, all or nothing. */
import {fail, type Result, succeed} from '../../base/result.ts';
import type {Connection} from '../../postgres/connect.ts';
import {type DatabaseFailure, refusal} from '../../postgres/failure.ts';
import {inTransaction} from '../../postgres/query.ts';
import {betweenBoth} from '../both-servers.ts';
import {holdParents} from '../hold-parents.ts';
import {insertAll} from '../insert-lost.ts';
import {findObstacles} from '../obstacles.ts';
import {proveRestored} from '../prove-restored.ts';
import {sidePosition} from '../side-position.ts';
import type {Compared, ComparedTables} from '../stage-and-compare.ts';
import {bringCountersForward} from './counters.ts';
import {finishRecreated, recreate} from './recreate.ts';
import {stageTables} from './refill.ts';
import {type RemovedTables, removedTables, type WhichTables} from './removed-tables.ts';
import {asTable, countRows, type UndeletedTable} from './undeleted-table.ts';

export type UndeleteRequest = WhichTables & {
  /** The side instance, paused just before the transaction. */
  readonly from: string;
  readonly into: string;
  /** Where the side instance should stand, as the search gave it. */
  readonly beforeLsn: string;
  /** Of tables that are there, as in `putBack`; a table that is made anew has none while its rows come in. */
  readonly triggers?: 'fire' | 'skip';
};

export type Undeleted = {
  readonly tables: readonly UndeletedTable[];
  readonly rowsRestored: number;
  readonly tablesRestored: number;
  readonly sideIsJustBefore: boolean;
};

/** Brings them back. A row that is there in another form is a refusal, never overwritten. */
export const undelete = (request: UndeleteRequest): Promise<Result<Undeleted>> =>
  betweenBoth(request, (side, live) =>
    inTransaction(live, () => bringBack(side, live, request), 'begin isolation level repeatable read'),
  );

const bringBack = async (
  side: Connection,
  live: Connection,
  request: UndeleteRequest,
): Promise<Result<Undeleted, DatabaseFailure>> => {
  const position = await sidePosition(side, request.beforeLsn);
  if (!position.ok) {
    return position;
  }
  const which = await removedTables(side, live, request);
  if (!which.ok) {
    return which;
  }
  const lost = await countRows(side, which.value.gone);
  if (!lost.ok) {
    return lost;
  }
  const filled = await restore(side, live, {...which.value, triggers: request.triggers ?? 'fire'});
  if (!filled.ok) {
    return filled;
  }
  const tables = [...lost.value, ...filled.value.map(asTable)];
  return succeed({
    tables,
    rowsRestored: tables.reduce((sum, table) => sum + table.lost, 0),
    tablesRestored: which.value.gone.length,
    sideIsJustBefore: position.value.isJustBefore,
  });
};

/** Tables that are gone first, with their rows: those that are there may point at them. */
const restore = async (
  side: Connection,
  live: Connection,
  {gone, there, triggers}: RemovedTables & {readonly triggers: 'fire' | 'skip'},
): Promise<Result<readonly Compared[], DatabaseFailure>> => {
  const structure = gone.length === 0 ? null : await recreate(side, live, gone);
  if (structure?.ok === false) {
    return structure;
  }
  const staged = await stageTables(side, live, {tables: there});
  if (!staged.ok) {
    return staged;
  }
  const filled = await fill(live, staged.value, triggers);
  if (!filled.ok) {
    return filled;
  }
  const counted = await bringCountersForward(side, live, [...gone, ...there]);
  if (!counted.ok) {
    return counted;
  }
  const finished =
    structure === null
      ? succeed(undefined)
      : await finishRecreated(side, live, {tables: gone, structure: structure.value});
  return finished.ok ? succeed(staged.value.compared) : finished;
};

const fill = async (
  live: Connection,
  staged: ComparedTables,
  triggers: 'fire' | 'skip',
): Promise<Result<unknown, DatabaseFailure>> => {
  const conflict = staged.compared.find(({comparison}) => comparison.conflicting > 0);
  if (conflict !== undefined) {
    const {table, conflicting, conflictingKeys} = conflict.comparison;
    return fail(
      refusal(
        `${conflicting} rows of ${table} are there again in another form, for example ${conflict.lost.keyColumns.join(', ')} = ${conflictingKeys.join('; ')}; decide about them first, nothing was changed`,
      ),
    );
  }
  if (staged.compared.every(({comparison}) => comparison.lost === 0)) {
    return succeed(undefined);
  }
  const obstacles = await findObstacles(live, staged);
  if (!obstacles.ok || obstacles.value.length > 0) {
    return obstacles.ok ? fail(refusal(`${obstacles.value.join('; ')}; nothing was changed`)) : obstacles;
  }
  const inserted = await insertAll(live, staged.compared, triggers);
  const proven = inserted.ok ? await proveRestored(live, staged.compared) : inserted;
  // Foreign keys are triggers too.
  return proven.ok && triggers === 'skip' ? holdParents(live, staged) : proven;
};
