/** Rows of a restored dump that the database lacks, put back by key in one transaction: as many as were counted, or none. */
import {fail, type Result, succeed} from '../../base/result.ts';
import {type Connection, withConnection} from '../../postgres/connect.ts';
import {type DatabaseFailure, refusal} from '../../postgres/failure.ts';
import {inTransaction} from '../../postgres/query.ts';
import type {TableComparison} from '../compare-lost.ts';
import {holdParents} from '../hold-parents.ts';
import {insertAll} from '../insert-lost.ts';
import {type InsertTrigger, insertTriggers} from '../insert-triggers.ts';
import {findObstacles} from '../obstacles.ts';
import {proveRestored} from '../prove-restored.ts';
import type {ComparedTables} from '../stage-and-compare.ts';
import {stageTables} from '../undelete/refill.ts';
import {inDatabase} from './in-database.ts';
import {restoredName} from './interim-names.ts';

export type PutRowsRequest = {
  /** The database, beside which its dump was restored. */
  readonly live: string;
  readonly database: string;
  /** As SQL, with their schemas. */
  readonly tables: readonly string[];
  /**
   * Which rows of the dump are meant, as a condition in SQL. It runs on the restored dump alone, in a session that can only
   * read; without it all of them are meant.
   */
  readonly where?: string | undefined;
  /** How many rows were counted and approved; another number rolls back. */
  readonly expected?: number | undefined;
  readonly triggers?: 'fire' | 'skip';
};

export type RowsCheck = {
  /** Rows that only the dump has: these would be put back. */
  readonly lacking: number;
  readonly there: number;
  /** There in another form, so changed since: they stay as they are. */
  readonly different: number;
  readonly tables: readonly TableComparison[];
  readonly triggers: readonly InsertTrigger[];
  /** What would refuse some of them, a sentence each with the way out. */
  readonly obstacles: readonly string[];
};

export type RowsPut = {readonly rowsRestored: number; readonly tables: readonly TableComparison[]};

/** Counts only; what it needed is rolled back. */
export const checkRows = (request: PutRowsRequest): Promise<Result<RowsCheck>> =>
  betweenNames(request, async (dump, live): Promise<Result<RowsCheck, DatabaseFailure>> => {
    const begun = await live.run('begin isolation level repeatable read');
    const staged = begun.ok ? await stageTables(dump, live, request) : begun;
    const triggers = staged.ok ? await insertTriggers(live, request.tables) : staged;
    const obstacles = staged.ok ? await findObstacles(live, staged.value) : staged;
    await live.run('rollback');
    if (!staged.ok) {
      return staged;
    }
    if (!triggers.ok) {
      return triggers;
    }
    return obstacles.ok
      ? succeed({...countsOf(staged.value), triggers: triggers.value, obstacles: obstacles.value})
      : obstacles;
  });

/** Inserts what is lacking, reads it back, and commits only then. */
export const putRows = (request: PutRowsRequest): Promise<Result<RowsPut>> =>
  betweenNames(request, (dump, live) =>
    inTransaction(live, () => putAll(dump, live, request), 'begin isolation level repeatable read'),
  );

const putAll = async (
  dump: Connection,
  live: Connection,
  {tables, where, expected, triggers = 'fire'}: PutRowsRequest,
): Promise<Result<RowsPut, DatabaseFailure>> => {
  const staged = await stageTables(dump, live, {tables, where});
  if (!staged.ok) {
    return staged;
  }
  const {compared} = staged.value;
  const {lacking, tables: counted} = countsOf(staged.value);
  if (expected !== undefined && lacking !== expected) {
    return fail(
      refusal(`${lacking} rows are lacking now where ${expected} were counted; count again, nothing was changed`),
    );
  }
  const obstacles = await findObstacles(live, staged.value);
  if (!obstacles.ok || obstacles.value.length > 0) {
    return obstacles.ok ? fail(refusal(`${obstacles.value.join('; ')}; nothing was changed`)) : obstacles;
  }
  const inserted = lacking === 0 ? succeed(undefined) : await insertAll(live, compared, triggers);
  // What was there in another form stays so, and is no part of the proof.
  const proven = inserted.ok ? await proveRestored(live, compared) : inserted;
  // Foreign keys are triggers too.
  const held = proven.ok && triggers === 'skip' ? await holdParents(live, staged.value) : proven;
  return held.ok ? succeed({rowsRestored: lacking, tables: counted}) : held;
};

const countsOf = ({compared}: ComparedTables): Pick<RowsCheck, 'lacking' | 'there' | 'different' | 'tables'> => {
  const tables = compared.map(({comparison}) => comparison);
  const sum = (of: (one: TableComparison) => number): number => tables.reduce((total, one) => total + of(one), 0);
  return {
    lacking: sum(one => one.lost),
    there: sum(one => one.there),
    different: sum(one => one.conflicting),
    tables,
  };
};

const limits = {lockTimeoutMs: 5_000, statementTimeoutMs: 0};

/** The restored dump, which is only read, and the database itself. Both write values in the same spelling. */
const betweenNames = async <Value>(
  {live, database}: PutRowsRequest,
  work: (dump: Connection, live: Connection) => Promise<Result<Value, DatabaseFailure>>,
): Promise<Result<Value>> => {
  const done = await withConnection(
    inDatabase(live, restoredName(database)),
    dump =>
      withConnection(
        live,
        async own => {
          const set = await spellAlike(dump, own);
          return set.ok ? work(dump, own) : set;
        },
        limits,
      ),
    limits,
  );
  return done.ok ? done : fail(done.reason.message);
};

const spellAlike = async (dump: Connection, live: Connection): Promise<Result<unknown, DatabaseFailure>> => {
  const alike = `set search_path = pg_catalog; set row_security = off; set xmloption = content; set lc_monetary = 'C'`;
  const first = await dump.run(`${alike}; set default_transaction_read_only = on`);
  return first.ok ? live.run(alike) : first;
};
