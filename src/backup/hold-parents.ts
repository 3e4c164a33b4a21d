/** Holds the rows that restored rows point at, and proves that they are there, where triggers are skipped and nothing else does. */
import {fail, type Result, succeed} from '../base/result.ts';
import type {Connection} from '../postgres/connect.ts';
import {type DatabaseFailure, refusal} from '../postgres/failure.ts';
import type {ForeignKeyAmong} from '../postgres/foreign-keys.ts';
import {rowsOf} from '../postgres/query.ts';
import {quoteIdentifier} from '../postgres/quote.ts';
import type {LostTable} from './lost-table.ts';
import type {ComparedTables} from './stage-and-compare.ts';

/**
 * Takes the lock that a foreign key's trigger takes (`for key share`), until the transaction ends. A parent that was
 * deleted since the transaction's snapshot is an error there, because the snapshot still shows it: so a delete that
 * comes before ends in a refusal, and one that comes after waits and then finds the rows that are back.
 */
export const holdParents = async (
  live: Connection,
  {compared, keys}: ComparedTables,
): Promise<Result<void, DatabaseFailure>> => {
  for (const {lost} of compared) {
    for (const key of keys.filter(({child}) => child === lost.table)) {
      const held = await holdAndCount(live, lost, key);
      if (!held.ok) {
        return held;
      }
    }
  }
  return succeed(undefined);
};

const holdAndCount = async (
  live: Connection,
  lost: LostTable,
  key: ForeignKeyAmong,
): Promise<Result<void, DatabaseFailure>> => {
  const {parent, child, name} = key;
  const {hold, count} = parentsSql(lost, key);
  const held = await live.run(hold);
  if (!held.ok) {
    return fail({
      ...held.reason,
      message: `rows of ${parent} that the lost rows of ${child} point at (${name}) cannot be held: ${held.reason.message}; nothing was changed`,
    });
  }
  const rows = await rowsOf(live, count);
  if (!rows.ok) {
    return rows;
  }
  return Number(rows.value[0]?.orphans) === 0
    ? succeed(undefined)
    : fail(refusal(`rows of ${child} would point at rows of ${parent} that are not there (${name})`));
};

// By the rows as they are now, not as staged: a column that is new since the deletion has its value only there.
const parentsSql = (
  {liveRows, stagedRows, sameRow}: LostTable,
  {parent, parentColumns, childColumns}: ForeignKeyAmong,
): {readonly hold: string; readonly count: string} => {
  const pairs = childColumns.map((column, index) => ({
    own: `t.${quoteIdentifier(column)}`,
    other: `p.${quoteIdentifier(parentColumns[index] ?? '')}`,
  }));
  const meets = pairs.map(({own, other}) => `${other} = ${own}`).join(' and ');
  const complete = pairs.map(({own}) => `${own} is not null`).join(' and ');
  const restored = `from ${liveRows} t join ${stagedRows} s on ${sameRow}`;
  return {
    hold: `select from ${parent} p where exists (select ${restored} where ${meets}) for key share of p`,
    count: `select count(*) as orphans ${restored} where ${complete} and not exists (select from ${parent} p where ${meets})`,
  };
};
