/** Faults that take every row of a table, and perhaps the table: chosen, and seen again by what the tables held before. */
import {fail, type Result, succeed} from '../../base/result.ts';
import type {Connection} from '../../postgres/connect.ts';
import {rowsOf} from '../../postgres/query.ts';
import type {Damage, TableFingerprint} from '../damage.ts';
import type {Estate} from '../estate.ts';
import type {PreparedFault, Symptom} from '../fault.ts';
import {fingerprintTable, ordinaryTables} from '../fingerprint.ts';
import {inLab, inLabNow} from '../in-lab.ts';
import {breakInTransaction, type Doomed, rehearse, withPartitions} from './one-transaction.ts';

export type WholeTables = {
  readonly fault: string;
  /** Locks and names the tables, and says what takes their rows away. */
  readonly choose: (
    connection: Connection,
  ) => Promise<Result<{readonly tables: readonly string[]; readonly statements: readonly string[]}>>;
  readonly verb: string;
};

/** Prepares such a fault. */
export const prepareWholeTables = async (
  estate: Estate,
  {fault, choose, verb}: WholeTables,
): Promise<Result<PreparedFault>> => {
  const {writtenRows} = estate.dataset;
  const select = async (connection: Connection): Promise<Result<Doomed>> => {
    const chosen = await choose(connection);
    if (!chosen.ok) {
      return chosen;
    }
    const tablesLost = await withPartitions(connection, chosen.value.tables);
    if (!tablesLost.ok) {
      return tablesLost;
    }
    const rowsLost = await countRows(connection, tablesLost.value);
    if (!rowsLost.ok) {
      return rowsLost;
    }
    return rowsLost.value > 0
      ? succeed({
          lost: [],
          tablesLost: tablesLost.value,
          rowsLost: rowsLost.value,
          statements: chosen.value.statements,
        })
      : fail(`${chosen.value.tables.join(', ')} has no row to lose; a drill without damage is no drill`);
  };
  const doomed = await inLab(estate, connection => rehearse(connection, select));
  if (!doomed.ok) {
    return doomed;
  }
  const {tablesLost, rowsLost} = doomed.value;
  const before = await inLab(estate, connection => fingerprintsOf(connection, tablesLost, writtenRows));
  return before.ok
    ? succeed({
        summary: `${verb} ${tablesLost.join(', ')} with ${rowsLost} rows`,
        symptom: () => inLab(estate, connection => lookForTables(connection, before.value, writtenRows)),
        inject: () =>
          inLab(estate, connection => breakInTransaction(connection, {fault, dataset: estate.dataset, select})),
      })
    : before;
};

/** Whether a table is gone, or does not hold what it held without what the application writes. */
export const symptomOfTables = (estate: Estate, {before, tablesLost}: Damage): Promise<Result<Symptom>> =>
  inLabNow(estate, connection =>
    lookForTables(
      connection,
      before.filter(({table}) => tablesLost.includes(table)),
      estate.dataset.writtenRows,
    ),
  );

const lookForTables = async (
  connection: Connection,
  before: readonly TableFingerprint[],
  writtenRows: Readonly<Record<string, string>>,
): Promise<Result<Symptom>> => {
  const tables = await ordinaryTables(connection);
  if (!tables.ok) {
    return tables;
  }
  const different: string[] = [];
  for (const {table, rows, sum} of before) {
    const there = tables.value.find(one => one.table === table);
    const now = there === undefined ? undefined : await fingerprintTable(connection, there, writtenRows);
    if (now?.ok === false) {
      return now;
    }
    if (now === undefined) {
      different.push(`${table} is not there`);
    } else if (now.value.rows !== rows || now.value.sum !== sum) {
      different.push(`${table} has ${now.value.rows} of ${rows} rows`);
    }
  }
  return succeed({
    seen: different.length > 0,
    detail:
      different.length > 0
        ? different.join('; ')
        : `all rows are there in ${before.map(({table}) => table).join(', ')}`,
  });
};

const fingerprintsOf = async (
  connection: Connection,
  wanted: readonly string[],
  writtenRows: Readonly<Record<string, string>>,
): Promise<Result<readonly TableFingerprint[]>> => {
  const tables = await ordinaryTables(connection);
  if (!tables.ok) {
    return tables;
  }
  const found: TableFingerprint[] = [];
  for (const table of tables.value.filter(one => wanted.includes(one.table))) {
    const one = await fingerprintTable(connection, table, writtenRows);
    if (!one.ok) {
      return one;
    }
    found.push(one.value);
  }
  return succeed(found);
};

const countRows = async (connection: Connection, tables: readonly string[]): Promise<Result<number>> => {
  let count = 0;
  for (const table of tables) {
    const rows = await rowsOf(connection, `select count(*) as n from ${table}`);
    if (!rows.ok) {
      return fail(rows.reason.message);
    }
    count += Number(rows.value[0]?.n);
  }
  return succeed(count);
};
