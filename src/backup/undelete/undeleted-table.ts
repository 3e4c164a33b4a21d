/** How many rows a table lacks that was dropped or emptied. */
import {type Result, succeed} from '../../base/result.ts';
import type {Connection} from '../../postgres/connect.ts';
import type {DatabaseFailure} from '../../postgres/failure.ts';
import {rowsOf} from '../../postgres/query.ts';
import type {Compared} from '../stage-and-compare.ts';

export type UndeletedTable = {
  readonly table: string;
  /** `gone`: it is not there and is made anew; `there`: it is, and gets the rows that it lacks. */
  readonly state: 'gone' | 'there';
  readonly lost: number;
  readonly there: number;
  readonly conflicting: number;
};

/** Tables that are not there: all their rows are lost. */
export const countRows = async (
  side: Connection,
  tables: readonly string[],
): Promise<Result<readonly UndeletedTable[], DatabaseFailure>> => {
  const counted: UndeletedTable[] = [];
  for (const table of tables) {
    const rows = await rowsOf(side, `select count(*) as n from only ${table}`);
    if (!rows.ok) {
      return rows;
    }
    counted.push({table, state: 'gone', lost: Number(rows.value[0]?.n), there: 0, conflicting: 0});
  }
  return succeed(counted);
};

/** A table that is there, as it was compared. */
export const asTable = ({comparison: {table, lost, there, conflicting}}: Compared): UndeletedTable => ({
  table,
  state: 'there',
  lost,
  there,
  conflicting,
});
