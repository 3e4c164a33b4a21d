/** All rows of a table as they were, staged beside the table of today: what an emptied table has lost is what is not there by key. */
import {fail, type Result, succeed} from '../../base/result.ts';
import type {Connection} from '../../postgres/connect.ts';
import {copyBetween} from '../../postgres/copy-between.ts';
import type {DatabaseFailure} from '../../postgres/failure.ts';
import {foreignKeysAmong, parentsFirst} from '../../postgres/foreign-keys.ts';
import {quoteIdentifier} from '../../postgres/quote.ts';
import {compareTable} from '../compare-lost.ts';
import {describeTable, type LostTable} from '../lost-table.ts';
import type {Compared, ComparedTables} from '../stage-and-compare.ts';

export type StagedTables = {
  readonly tables: readonly string[];
  /** Which rows of the side instance are meant, as a condition in SQL; left out, all of them. */
  readonly where?: string | undefined;
};

/** Needs a transaction on the live server: the staged rows are gone with it. Parents come first. */
export const stageTables = async (
  side: Connection,
  live: Connection,
  {tables, where}: StagedTables,
): Promise<Result<ComparedTables, DatabaseFailure>> => {
  const keys = await foreignKeysAmong(live, tables);
  if (!keys.ok) {
    return keys;
  }
  // In a circle any order serves, if the constraints can wait for the end of the transaction.
  const ordered =
    parentsFirst(
      tables,
      keys.value.flatMap(key => key.parentsAmong.map(parent => ({...key, parent}))),
    ) ?? tables;
  const deferred = await live.run('set constraints all deferred');
  if (!deferred.ok) {
    return deferred;
  }
  const compared: Compared[] = [];
  for (const [index, table] of ordered.entries()) {
    const one = await stageTable(side, live, {table, index, where});
    if (!one.ok) {
      return one;
    }
    compared.push(one.value);
  }
  return succeed({compared, keys: keys.value});
};

type Staging = {readonly table: string; readonly index: number; readonly where: string | undefined};

const stageTable = async (
  side: Connection,
  live: Connection,
  staging: Staging,
): Promise<Result<Compared, DatabaseFailure>> => {
  const lost = await carryTable(side, live, staging);
  if (!lost.ok) {
    return lost;
  }
  const comparison = await compareTable(live, lost.value);
  return comparison.ok ? succeed({lost: lost.value, comparison: comparison.value}) : comparison;
};

/** Its rows in a temporary table of the live server; nothing of the table itself is read. Needs a transaction there. */
export const carryTable = async (
  side: Connection,
  live: Connection,
  {table, index, where}: Staging,
): Promise<Result<LostTable, DatabaseFailure>> => {
  const lost = await describeTable(side, live, {table, ctids: [], index});
  if (!lost.ok) {
    return lost;
  }
  const {staged, columns} = lost.value;
  const names = columns.map(({name}) => quoteIdentifier(name)).join(', ');
  const made = await live.run(
    `create temp table ${staged} on commit drop as select ${names} from ${table} with no data`,
  );
  if (!made.ok) {
    return made;
  }
  const copied = await copyBetween(
    {from: side, select: `select ${names} from only ${table}${where === undefined ? '' : ` where (${where})`}`},
    {into: live, table: `${staged} (${names})`},
  );
  if (!copied.ok) {
    return fail({...copied.reason, message: `the rows of ${table} cannot be brought over: ${copied.reason.message}`});
  }
  const analyzed = await live.run(`analyze ${staged}`);
  return analyzed.ok ? lost : analyzed;
};
