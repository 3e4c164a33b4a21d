/** Stages the rows of every table that lost some and compares them with the live ones. */
import {type Failure, fail, type Result, succeed} from '../base/result.ts';
import type {Connection} from '../postgres/connect.ts';
import {type DatabaseFailure, refusal} from '../postgres/failure.ts';
import {type ForeignKey, type ForeignKeyAmong, foreignKeysAmong, parentsFirst} from '../postgres/foreign-keys.ts';
import {compareTable, type TableComparison} from './compare-lost.ts';
import type {DeletedRows} from './deletion.ts';
import {describeTable, type LostTable} from './lost-table.ts';
import {sidePosition} from './side-position.ts';
import {stageRows} from './stage-rows.ts';

export type Compared = {readonly lost: LostTable; readonly comparison: TableComparison};

export type ComparedTables = {
  /** In the order in which rows must go back: parents first. */
  readonly compared: readonly Compared[];
  /** The foreign keys that their rows must keep. */
  readonly keys: readonly ForeignKeyAmong[];
};

export type LostAddresses = {
  readonly rows: DeletedRows;
  /** Where the record of the deletion's commit begins; with it, rows that the side instance does not show are explained. */
  readonly commitLsn?: string;
};

/** Needs a transaction on the live server: the staged rows are gone with it. */
export const stageAndCompare = async (
  side: Connection,
  live: Connection,
  {rows, commitLsn}: LostAddresses,
): Promise<Result<ComparedTables, DatabaseFailure>> => {
  const names = Object.keys(rows);
  const keys = await foreignKeysAmong(live, names);
  if (!keys.ok) {
    return keys;
  }
  // In a circle any order serves, if the constraints can wait for the end of the transaction.
  const ordered = parentsFirst(names, keys.value.flatMap(withinList)) ?? names;
  const deferred = await live.run('set constraints all deferred');
  if (!deferred.ok) {
    return deferred;
  }

  const compared: Compared[] = [];
  for (const [index, table] of ordered.entries()) {
    const lost = await describeTable(side, live, {table, ctids: [...new Set(rows[table] ?? [])], index});
    if (!lost.ok) {
      return lost;
    }
    const staged = await stageRows(side, live, lost.value);
    if (!staged.ok) {
      return staged;
    }
    if (staged.value !== lost.value.ctids.length) {
      return describeShortfall(side, {table, shown: staged.value, deleted: lost.value.ctids.length, commitLsn});
    }
    const comparison = await compareTable(live, lost.value);
    if (!comparison.ok) {
      return comparison;
    }
    compared.push({lost: lost.value, comparison: comparison.value});
  }
  return succeed({compared, keys: keys.value});
};

/** A key to a table with partitions stands for one to each of them that lost rows. */
const withinList = (key: ForeignKeyAmong): readonly ForeignKey[] => key.parentsAmong.map(parent => ({...key, parent}));

type Shortfall = {
  readonly table: string;
  readonly shown: number;
  readonly deleted: number;
  readonly commitLsn: string | undefined;
};

/** Never a value: why the side instance does not show all of the rows. */
const describeShortfall = async (
  side: Connection,
  {table, shown, deleted, commitLsn}: Shortfall,
): Promise<Failure<DatabaseFailure>> => {
  const position = commitLsn === undefined ? null : await sidePosition(side, commitLsn);
  if (position?.ok === false) {
    return position;
  }
  const byHand =
    'leave this table out, and put its rows back by hand from the side instance, whose connection `lifeboat backup restore` gave';
  if (position === null) {
    return fail(
      refusal(
        `the side instance shows ${shown} of the ${deleted} deleted rows of ${table}; either this transaction had itself changed or made the others before it deleted them, and they cannot be brought back from here (${byHand}), or the side instance is not paused just before the deletion committed`,
      ),
    );
  }
  return fail(
    refusal(
      position.value.isJustBefore
        ? `this transaction had itself changed or made ${deleted - shown} of the ${deleted} rows of ${table} before it deleted them, so the form that they had before cannot be found by address; ${byHand}`
        : `the side instance shows ${shown} of the ${deleted} deleted rows of ${table}, because it stands at ${position.value.at} and not just before the deletion's commit at ${commitLsn}; restore it again, to just before this transaction`,
    ),
  );
};
