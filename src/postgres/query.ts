/** Runs the statements of a step: with values, and in one transaction when asked. */
import {fail, type Result, succeed} from '../base/result.ts';
import {sqlPieces} from '../base/sql-pieces.ts';
import type {Connection, Outcome} from './connect.ts';
import {type DatabaseFailure, refusal} from './failure.ts';
import {fillNamedValues, type NamedValues} from './named-values.ts';
import type {Row} from './values.ts';

export type QueryRequest = {
  readonly statements: readonly string[];
  /** A list for `$1`, the same for each statement that has them, or a map for `:'name'` and `:"name"`. */
  readonly params?: readonly unknown[] | NamedValues;
  readonly transaction?: boolean;
  /** Asked inside the transaction before it commits; a reason rolls back. */
  readonly beforeCommit?: (connection: Connection) => Promise<Result<unknown, DatabaseFailure>>;
};

export type QueryResult = {
  /** Of the last statement. */
  readonly rows: readonly Row[];
  readonly rowCount: number;
  /** Of every statement in turn. */
  readonly counts: readonly {readonly command: string; readonly rowCount: number}[];
};

/** Runs statement after statement and stops at the first that fails. */
export const runStatements = async (
  connection: Connection,
  request: QueryRequest,
): Promise<Result<QueryResult, DatabaseFailure>> => {
  const work = async (): Promise<Result<QueryResult, DatabaseFailure>> => {
    const done = await runAll(connection, request);
    if (!done.ok || request.beforeCommit === undefined) {
      return done;
    }
    const agreed = await request.beforeCommit(connection);
    return agreed.ok ? done : agreed;
  };
  return request.transaction === true ? inTransaction(connection, work) : work();
};

/** Does a piece of work in a transaction: a value commits, a reason rolls back. */
export const inTransaction = async <Value>(
  connection: Connection,
  work: () => Promise<Result<Value, DatabaseFailure>>,
  begin = 'begin',
): Promise<Result<Value, DatabaseFailure>> => {
  const begun = await connection.run(begin);
  if (!begun.ok) {
    return begun;
  }

  const done = await work();
  if (!done.ok) {
    await connection.run('rollback');
    // Rolled back, or gone with its session: nothing of it can have stayed.
    return fail({...done.reason, uncertain: false});
  }

  const committed = await connection.run('commit');
  if (!committed.ok) {
    return committed;
  }
  // A commit of a failed transaction is answered with ROLLBACK, and with no error.
  return committed.value[0]?.command === 'ROLLBACK'
    ? fail(refusal('the server rolled the transaction back instead of committing it'))
    : done;
};

/** Rows of one query, for our own catalog questions. */
export const rowsOf = async (
  connection: Connection,
  text: string,
  values: readonly unknown[] = [],
): Promise<Result<readonly Row[], DatabaseFailure>> => {
  const done = await connection.run(text, values);
  return done.ok ? succeed(done.value.at(-1)?.rows ?? []) : done;
};

const runAll = async (
  connection: Connection,
  {statements, params = []}: QueryRequest,
): Promise<Result<QueryResult, DatabaseFailure>> => {
  // All of them before the first is sent: a value that does not fit the third must not be found when two have acted.
  const filled: Filled[] = [];
  for (const statement of statements) {
    const one = fill(statement, params);
    if (!one.ok) {
      return fail(refusal(one.reason));
    }
    filled.push(one.value);
  }
  const outcomes: Outcome[] = [];
  for (const statement of filled) {
    const ran = await connection.run(statement.text, statement.values);
    if (!ran.ok) {
      return ran;
    }
    outcomes.push(...ran.value);
  }

  const last = outcomes.at(-1);
  return succeed({
    rows: last?.rows ?? [],
    rowCount: last?.rowCount ?? 0,
    counts: outcomes.map(({command, rowCount}) => ({command, rowCount})),
  });
};

type Filled = {readonly text: string; readonly values: readonly unknown[]};

const fill = (statement: string, params: NonNullable<QueryRequest['params']>): Result<Filled> => {
  if (!isList(params)) {
    const filled = fillNamedValues(statement, params);
    return filled.ok ? succeed({text: filled.value, values: []}) : filled;
  }
  const at = params.findIndex(hasZeroByte);
  return at >= 0
    ? fail(`$${at + 1} has a zero byte, which PostgreSQL cannot store`)
    : succeed({text: statement, values: params.slice(0, countOf(statement))});
};

/** The server counts the values against the statement: one that goes up to `$2` gets two, and one without `$1` none. */
const countOf = (statement: string): number => {
  let count = 0;
  for (const piece of sqlPieces(statement)) {
    count = piece.is === 'numbered' ? Math.max(count, piece.number) : count;
  }
  return count;
};

const hasZeroByte = (value: unknown): boolean =>
  typeof value === 'string' ? value.includes('\0') : Array.isArray(value) && value.some(hasZeroByte);

const isList = (params: readonly unknown[] | NamedValues): params is readonly unknown[] => Array.isArray(params);
