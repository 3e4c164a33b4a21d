/** Puts rows that one transaction deleted back into the live database, exactly as they were, or changes nothing. */
import {fail, type Result, succeed} from '../base/result.ts';
import type {Connection} from '../postgres/connect.ts';
import {type DatabaseFailure, refusal} from '../postgres/failure.ts';
import {inTransaction} from '../postgres/query.ts';
import {betweenBoth} from './both-servers.ts';
import type {TableComparison} from './compare-lost.ts';
import type {DeletedRows} from './deletion.ts';
import {holdParents} from './hold-parents.ts';
import {insertAll} from './insert-lost.ts';
import {type InsertTrigger, insertTriggers} from './insert-triggers.ts';
import {findObstacles} from './obstacles.ts';
import {proveRestored} from './prove-restored.ts';
import {sidePosition} from './side-position.ts';
import {type Compared, type ComparedTables, stageAndCompare} from './stage-and-compare.ts';
import {stageTables} from './undelete/refill.ts';

export type PutBackRequest = {
  /** The side instance, paused just before the deletion committed. */
  readonly from: string;
  /** The live database. */
  readonly into: string;
  readonly rows: DeletedRows;
  /**
   * `from` is a server made of a dump, where no row lies at its old address: lost is what the dump has of these tables and
   * the live database does not, by key. Rows that were changed since the dump stay as they are.
   */
  readonly isDump?: boolean;
  /** Where the deletion committed, as the search gave it; with it, a refusal can say why the side instance lacks rows. */
  readonly commitLsn?: string;
  /**
   * Triggers of the tables fire as for any insert, by default. `skip` (superusers only) turns them off for this
   * transaction, when they would write audit rows or change what is put back; foreign keys are then checked by query.
   */
  readonly triggers?: 'fire' | 'skip';
  readonly lockTimeoutMs?: number;
  /** Of one statement; left out: none, because a large table takes what it takes and the caller has a limit of its own. */
  readonly statementTimeoutMs?: number;
};

/** By table: columns that were added since the deletion; rows that come back get their default, and no comparison sees them. */
export type FilledByDefault = Readonly<Record<string, readonly string[]>>;

export type PutBack = {
  /** True when every row was there already, byte for byte, and nothing was written. */
  readonly alreadyThere: boolean;
  readonly rowsRestored: number;
  readonly tables: readonly (TableComparison & {readonly restored: number})[];
  readonly filledByDefault: FilledByDefault;
  /** The side instance was seen to stand just before the deletion's commit: it lacks nothing that had committed by then. */
  readonly sideIsJustBefore: boolean;
};

export type PutBackCheck = {
  /** True when every row is there, byte for byte. */
  readonly complete: boolean;
  /** Rows that are missing now: 0 once they are back, whatever the application then does with them by key. */
  readonly lost: number;
  readonly there: number;
  /** Rows that are there in another form: taken before the put-back, or changed by the application after it. */
  readonly conflicting: number;
  readonly tables: readonly TableComparison[];
  /** Triggers and rules that would act when the lost rows go in. */
  readonly triggers: readonly InsertTrigger[];
  /** What would refuse some of them, a sentence each with the way out. */
  readonly obstacles: readonly string[];
  readonly filledByDefault: FilledByDefault;
  /** The side instance was seen to stand just before the deletion's commit: it lacks nothing that had committed by then. */
  readonly sideIsJustBefore: boolean;
};

/** Puts back what is lost, all or nothing. A row that is there in another form is a refusal, never overwritten. */
export const putBack = (request: PutBackRequest): Promise<Result<PutBack>> =>
  betweenBoth(request, (side, live) =>
    inTransaction(live, () => restoreAll({side, live, request}), 'begin isolation level repeatable read'),
  );

/** Compares only: what is lost, there, or there in another form. Rolls back what it needed. */
export const checkPutBack = (request: PutBackRequest): Promise<Result<PutBackCheck>> =>
  betweenBoth(request, async (side, live): Promise<Result<PutBackCheck, DatabaseFailure>> => {
    const begun = await live.run('begin isolation level repeatable read');
    const staged = begun.ok ? await stage(side, live, request) : begun;
    const triggers = staged.ok ? await insertTriggers(live, Object.keys(request.rows)) : staged;
    const obstacles = staged.ok ? await findObstacles(live, staged.value) : staged;
    const position = await standsJustBefore(side, request);
    await live.run('rollback');
    if (!staged.ok) {
      return staged;
    }
    if (!triggers.ok) {
      return triggers;
    }
    if (!obstacles.ok) {
      return obstacles;
    }
    if (!position.ok) {
      return position;
    }
    return succeed({
      ...summarise(staged.value.compared.map(one => asTold(one, request.isDump))),
      triggers: triggers.value,
      obstacles: obstacles.value,
      filledByDefault: filledIn(staged.value.compared),
      sideIsJustBefore: position.value,
    });
  });

const stage = (
  side: Connection,
  live: Connection,
  request: PutBackRequest,
): Promise<Result<ComparedTables, DatabaseFailure>> =>
  request.isDump ? stageTables(side, live, {tables: Object.keys(request.rows)}) : stageAndCompare(side, live, request);

/** What the dump has in another form is no conflict: it is older. */
const asTold = ({comparison}: Compared, isDump = false): TableComparison =>
  isDump
    ? {...comparison, there: comparison.there + comparison.conflicting, conflicting: 0, conflictingKeys: []}
    : comparison;

const standsJustBefore = async (
  side: Connection,
  {commitLsn, isDump}: PutBackRequest,
): Promise<Result<boolean, DatabaseFailure>> => {
  const position = commitLsn === undefined || isDump ? undefined : await sidePosition(side, commitLsn);
  return position?.ok === false ? position : succeed(position?.value.isJustBefore === true);
};

type Work = {readonly side: Connection; readonly live: Connection; readonly request: PutBackRequest};

const restoreAll = async ({side, live, request}: Work): Promise<Result<PutBack, DatabaseFailure>> => {
  const staged = await stage(side, live, request);
  if (!staged.ok) {
    return staged;
  }
  const {compared} = staged.value;
  const position = await standsJustBefore(side, request);
  if (!position.ok) {
    return position;
  }
  const told = {compared, isDump: request.isDump === true, sideIsJustBefore: position.value};
  const conflict = compared.find(({comparison}) => comparison.conflicting > 0);
  if (conflict !== undefined && !request.isDump) {
    return fail(refusal(describeConflict(conflict)));
  }
  if (compared.every(({comparison}) => comparison.lost === 0)) {
    return succeed(report(told, true));
  }
  const obstacles = await findObstacles(live, staged.value);
  if (!obstacles.ok || obstacles.value.length > 0) {
    return obstacles.ok ? fail(refusal(`${obstacles.value.join('; ')}; nothing was changed`)) : obstacles;
  }

  const triggers = request.triggers ?? 'fire';
  const inserted = await insertAll(live, compared, triggers);
  if (!inserted.ok) {
    return inserted;
  }
  const proven = await proveRestored(live, compared);
  if (!proven.ok) {
    return proven;
  }
  // Foreign keys are triggers too.
  const held = triggers === 'skip' ? await holdParents(live, staged.value) : succeed(undefined);
  return held.ok ? succeed(report(told, false)) : held;
};

const describeConflict = ({lost, comparison}: Compared): string =>
  `${comparison.conflicting} of the lost rows of ${lost.table} are there again in another form, for example ${lost.keyColumns.join(', ')} = ${comparison.conflictingKeys.join('; ')}; decide about them first, nothing was changed`;

type Told = {readonly compared: readonly Compared[]; readonly isDump: boolean; readonly sideIsJustBefore: boolean};

const report = ({compared, isDump, sideIsJustBefore}: Told, alreadyThere: boolean): PutBack => {
  const tables = compared.map(one => ({...asTold(one, isDump), restored: one.comparison.lost}));
  return {
    alreadyThere,
    rowsRestored: tables.reduce((sum, {restored}) => sum + restored, 0),
    tables,
    filledByDefault: filledIn(compared),
    sideIsJustBefore,
  };
};

const filledIn = (compared: readonly Compared[]): FilledByDefault =>
  Object.fromEntries(
    compared
      .filter(({lost}) => lost.filledByDefault.length > 0)
      .map(({lost}) => [lost.table, lost.filledByDefault] as const),
  );

const summarise = (
  tables: readonly TableComparison[],
): Omit<PutBackCheck, 'triggers' | 'obstacles' | 'filledByDefault' | 'sideIsJustBefore'> => {
  const sum = (count: (one: TableComparison) => number) => tables.reduce((total, one) => total + count(one), 0);
  const lost = sum(one => one.lost);
  const conflicting = sum(one => one.conflicting);
  return {complete: lost + conflicting === 0, lost, there: sum(one => one.there), conflicting, tables};
};
