/** `sql`: statements through the one door to PostgreSQL, within this process. */

import {fail, type Result} from '../base/result.ts';
import type {Performed, PerformRequest, ResolvedAction} from '../engine/actions/runner.ts';
import {type Connection, connect} from '../postgres/connect.ts';
import {type DatabaseFailure, refusal} from '../postgres/failure.ts';
import {inTransaction, type QueryResult, runStatements} from '../postgres/query.ts';
import {redactText} from './redact.ts';

type SqlAction = Extract<ResolvedAction, {readonly kind: 'sql'}>;

const connectTimeoutMs = 10_000;
const cancelEveryMs = 500;
/** setTimeout counts in 31 bits. */
const timerMsMax = 2 ** 31 - 1;

/** read_only_sql_transaction (PostgreSQL manual, appendix A). */
const readOnlySqlstate = '25006';

/** Calls back when a person wants it ended, at once where that was said before; returns how to hear no more of it. */
type WhenStopped = (then: () => void) => () => void;

/**
 * Runs the statements in turn within the time-out, connecting included. What was sent and not answered is uncertain;
 * a statement that the server refused or cancelled is not. A probe only looks: the server refuses whatever would write.
 */
export const performSql = async (
  action: SqlAction,
  request: PerformRequest,
  whenStopped: WhenStopped = () => () => undefined,
): Promise<Performed> => {
  const {timeoutMs, secrets, use} = request;
  const beganMs = performance.now();
  const connection = await connect(action.connection, {
    connectTimeoutMs: Math.min(connectTimeoutMs, timeoutMs),
    statementTimeoutMs: timeoutMs,
    through: action.on,
  });
  const failed = (failure: DatabaseFailure): Performed => ({
    ok: false,
    reason: redactText(use === 'probe' ? whyNotAsked(failure) : sentenceOf(failure), secrets),
    scope: {},
    certain: !failure.uncertain,
  });
  if (!connection.ok) {
    return failed(connection.reason);
  }
  // Each statement has the time-out as its own limit; all of them together have it too.
  const leftMs = Math.max(0, timeoutMs - (performance.now() - beganMs));
  const cancel = (): void => void connection.value.cancel();
  const cancelling = repeatAfter(leftMs, cancel);
  let stopping: {readonly end: () => void} | undefined;
  const forget = whenStopped(() => {
    stopping = repeatAfter(0, cancel);
  });
  try {
    const done = await (use === 'probe' ? look(connection.value, action) : change(connection.value, action, request));
    return done.ok ? performed(done.value) : failed(done.reason);
  } finally {
    forget();
    stopping?.end();
    cancelling.end();
    await connection.value.close();
  }
};

type Done = Result<QueryResult, DatabaseFailure>;

/**
 * Within one read-only transaction, and not by a setting of the session: behind a pooler that hands sessions on, such a
 * setting would stop the application from writing. Below a savepoint a transaction cannot be made to write again.
 */
const look = (connection: Connection, action: SqlAction): Promise<Done> =>
  inTransaction(
    connection,
    () => runStatements(connection, allOf(action)),
    'begin read only; savepoint lifeboat_check',
  );

const change = (connection: Connection, action: SqlAction, {beforeCommit}: PerformRequest): Promise<Done> =>
  runStatements(connection, {
    ...allOf(action),
    transaction: action.transaction,
    ...(beforeCommit && {beforeCommit: inside => agree(beforeCommit, inside)}),
  });

const allOf = ({statements, params}: SqlAction) => ({statements, params});

const performed = ({rows, rowCount}: QueryResult): Performed => ({
  ok: true,
  scope: {rows, row_count: rowCount},
  certain: true,
});

/** Lets the checks look through the transaction's own connection; what leads to a no is hidden where the no is told. */
const agree = async (
  beforeCommit: NonNullable<PerformRequest['beforeCommit']>,
  inside: Connection,
): Promise<Result<unknown, DatabaseFailure>> => {
  const agreed = await beforeCommit(async action => {
    const asked =
      action.kind === 'sql'
        ? await lookInside(inside, action)
        : fail(refusal('only SQL can look inside a transaction'));
    return asked.ok
      ? performed(asked.value)
      : {ok: false, reason: whyNotAsked(asked.reason), scope: {}, certain: !asked.reason.uncertain};
  });
  return agreed.ok ? agreed : fail(refusal(agreed.reason));
};

/** Between savepoints: a transaction that may write can be made read-only for a while, and only there made so again. */
const lookInside = async (inside: Connection, action: SqlAction): Promise<Done> => {
  const opened = await inside.run('savepoint lifeboat_check; set transaction read only');
  if (!opened.ok) {
    return opened;
  }
  const asked = await runStatements(inside, allOf(action));
  const closed = await inside.run('rollback to savepoint lifeboat_check; release savepoint lifeboat_check');
  return closed.ok ? asked : closed;
};

const sentenceOf = ({message, detail}: DatabaseFailure): string =>
  detail === undefined ? message : `${message}: ${detail}`;

/** What the server says of a read-only session does not say that it is the check that must not write. */
const whyNotAsked = (failure: DatabaseFailure): string =>
  failure.sqlstate === readOnlySqlstate
    ? `a check only looks, and this one wants to write (${failure.message.split(' (')[0]}); let a step do that`
    : sentenceOf(failure);

/** Setting in again and again: a cancellation that comes between two statements cancels nothing. */
const repeatAfter = (delayMs: number, act: () => void): {readonly end: () => void} => {
  let timer = setTimeout(
    function again() {
      act();
      timer = setTimeout(again, cancelEveryMs);
    },
    Math.min(delayMs, timerMsMax),
  );
  return {end: () => clearTimeout(timer)};
};
