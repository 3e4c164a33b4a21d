/** Gives rows the values back that one transaction changed, where nobody has changed them since; what somebody has is listed. */
import {fail, type Result, succeed} from '../../base/result.ts';
import type {Connection} from '../../postgres/connect.ts';
import {type DatabaseFailure, refusal} from '../../postgres/failure.ts';
import {inTransaction, rowsOf} from '../../postgres/query.ts';
import {quoteIdentifier} from '../../postgres/quote.ts';
import {betweenBoth} from '../both-servers.ts';
import type {DeletedRows} from '../deletion.ts';
import {describeTable, type LostTable} from '../lost-table.ts';
import {sidePosition} from '../side-position.ts';
import {stageRows} from '../stage-rows.ts';
import {type ChangedTable, compareChanged, pairing} from './compare-changed.ts';

export type UndoUpdateRequest = {
  /** The side instance, paused just before the transaction committed. */
  readonly from: string;
  readonly into: string;
  /** Where the rows lay before they were changed, as `deletedRows` gives it for updates. */
  readonly rows: DeletedRows;
  /** The transaction and its savepoints: what a row carries that it wrote. */
  readonly transactions: readonly string[];
  readonly commitLsn: string;
  readonly triggers?: 'fire' | 'skip';
};

export type UpdateCheck = {
  /** No row is left that has the values of that transaction and could have its own back. */
  readonly complete: boolean;
  /** Rows that still are as that transaction left them. */
  readonly wrong: number;
  readonly asBefore: number;
  /** Rows that somebody has changed since: they stay as they are. */
  readonly changedSince: number;
  /** Rows that are gone since. */
  readonly goneSince: number;
  readonly tables: readonly ChangedTable[];
  readonly sideIsJustBefore: boolean;
};

export type UpdateUndone = UpdateCheck & {readonly rowsRestored: number};

/** Compares only, and rolls back what it needed. */
export const checkUndoUpdate = (request: UndoUpdateRequest): Promise<Result<UpdateCheck>> =>
  betweenBoth(request, async (side, live): Promise<Result<UpdateCheck, DatabaseFailure>> => {
    const begun = await live.run('begin isolation level repeatable read');
    const staged = begun.ok ? await stageAll(side, live, request) : begun;
    await live.run('rollback');
    return staged.ok ? succeed(staged.value.check) : staged;
  });

/** Puts the values back in one transaction, and reads them again before it counts. */
export const undoUpdate = (request: UndoUpdateRequest): Promise<Result<UpdateUndone>> =>
  betweenBoth(request, (side, live) =>
    inTransaction(live, () => putValuesBack(side, live, request), 'begin isolation level repeatable read'),
  );

type Staged = {readonly lost: readonly LostTable[]; readonly check: UpdateCheck};

const stageAll = async (
  side: Connection,
  live: Connection,
  {rows, commitLsn, transactions}: UndoUpdateRequest,
): Promise<Result<Staged, DatabaseFailure>> => {
  const position = await sidePosition(side, commitLsn);
  if (!position.ok) {
    return position;
  }
  if (!position.value.isJustBefore) {
    return fail(
      refusal(
        `the side instance stands at ${position.value.at} and not just before the commit at ${commitLsn}; restore it again, to just before this transaction`,
      ),
    );
  }
  const lost: LostTable[] = [];
  const tables: ChangedTable[] = [];
  for (const [index, [table, addresses]] of Object.entries(rows).entries()) {
    const one = await describeTable(side, live, {table, ctids: [...new Set(addresses)], index});
    if (!one.ok) {
      return one;
    }
    if (!one.value.hasKey) {
      return fail(
        refusal(
          `${table} has no key, so its rows of today cannot be told from those of then; leave this table out and put its values back by hand from the side instance`,
        ),
      );
    }
    const staged = await stageRows(side, live, one.value);
    const compared = staged.ok ? await compareChanged(live, one.value, transactions) : staged;
    if (!compared.ok) {
      return compared;
    }
    lost.push(one.value);
    tables.push(compared.value);
  }
  const sum = (count: (table: ChangedTable) => number) => tables.reduce((total, table) => total + count(table), 0);
  const wrong = sum(one => one.wrong);
  return succeed({
    lost,
    check: {
      complete: wrong === 0,
      wrong,
      asBefore: sum(one => one.asBefore),
      changedSince: sum(one => one.changedSince),
      goneSince: sum(one => one.goneSince),
      tables,
      sideIsJustBefore: true,
    },
  });
};

const putValuesBack = async (
  side: Connection,
  live: Connection,
  request: UndoUpdateRequest,
): Promise<Result<UpdateUndone, DatabaseFailure>> => {
  const staged = await stageAll(side, live, request);
  if (!staged.ok) {
    return staged;
  }
  const role = request.triggers === 'skip' ? 'set local session_replication_role = replica;' : '';
  const before = await live.run(`${role} set local search_path to default`);
  if (!before.ok) {
    return before;
  }
  for (const [index, table] of staged.value.check.tables.entries()) {
    const lost = staged.value.lost[index];
    const written = lost === undefined ? succeed(undefined) : await writeBack(live, lost, {table, request});
    if (!written.ok) {
      return written;
    }
  }
  const settled = await live.run('set constraints all immediate; set local search_path = pg_catalog');
  if (!settled.ok) {
    return settled;
  }
  const {check} = staged.value;
  return succeed({
    ...check,
    complete: true,
    wrong: 0,
    asBefore: check.asBefore + check.wrong,
    rowsRestored: check.wrong,
  });
};

type Writing = {readonly table: ChangedTable; readonly request: Pick<UndoUpdateRequest, 'transactions'>};

/** Only columns that differ are written: indexes of the others are spared, and what may not be written need not be. */
export const writeBack = async (
  live: Connection,
  lost: LostTable,
  {table, request}: Writing,
): Promise<Result<void, DatabaseFailure>> => {
  if (table.wrong === 0) {
    return succeed(undefined);
  }
  const values = table.columns.map(name => `${quoteIdentifier(name)} = s.${quoteIdentifier(name)}`).join(', ');
  const {same, untouched, differs} = pairing(lost);
  const written = await live.run(
    `update ${lost.table} t set ${values} from ${lost.staged} s where ${same} and ${untouched('$1')} and ${differs}`,
    [request.transactions],
  );
  if (!written.ok) {
    const {message, detail} = written.reason;
    return fail({
      ...written.reason,
      message: `rows of ${lost.table} cannot get their values back: ${message}${detail === undefined ? '' : ` ${detail}`}; nothing was changed`,
    });
  }
  const rows = written.value[0]?.rowCount ?? 0;
  const left = await rowsOf(
    live,
    `select count(*) filter (where ${differs}) as different from ${lost.table} t join ${lost.staged} s on ${same}`,
  );
  if (!left.ok) {
    return left;
  }
  const different = Number(left.value[0]?.different);
  return rows === table.wrong && different === table.changedSince
    ? succeed(undefined)
    : fail(
        refusal(
          `${rows} rows of ${lost.table} were written where ${table.wrong} were to be, and ${different - table.changedSince} are not as they were; a trigger or a rule interferes; skip triggers to put the values back as they were`,
        ),
      );
};
