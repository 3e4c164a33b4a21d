/** Whether all rows are what they were the moment before the fault, byte for byte, and no others. */
import type {Connection} from '../../postgres/connect.ts';
import type {Damage, LostTable, TableFingerprint} from '../damage.ts';
import {compareLostRows, fingerprintTable, type OrdinaryTable, ordinaryTables} from '../fingerprint.ts';
import type {AcknowledgedWrite} from '../truth.ts';
import {cannotSee, type Finding, someOf} from './finding.ts';
import {withoutGivenAgain} from './given-again.ts';

/** One finding for each table that lost some of its rows. */
export const lostRowsAreBack = async (connection: Connection, {lost}: Damage): Promise<readonly Finding[]> => {
  const findings: Finding[] = [];
  for (const table of lost) {
    findings.push(await rowsAreBack(connection, table));
  }
  return findings;
};

const rowsAreBack = async (connection: Connection, table: LostTable): Promise<Finding> => {
  const name = `rows_back:${table.table}`;
  const compared = await compareLostRows(connection, table);
  if (!compared.ok) {
    return cannotSee(name, compared.reason);
  }
  const {missing, changed} = compared.value;
  const all = table.rows.length;
  const ok = missing + changed === 0;
  return {
    name,
    ok,
    detail: ok
      ? `${all === 1 ? 'the lost row is' : `all ${all} lost rows are`} back, byte for byte`
      : `of ${all} lost rows ${missing} are missing and ${changed} are not as they were`,
  };
};

/** One finding for each table that lost every row; what the application had written is judged by its own record. */
export const tablesAreBack = async (
  connection: Connection,
  {before, tablesLost}: Damage,
  writtenRows: Readonly<Record<string, string>>,
): Promise<readonly Finding[]> => {
  const tables = tablesLost.length === 0 ? undefined : await ordinaryTables(connection);
  const findings: Finding[] = [];
  for (const table of before.filter(one => tablesLost.includes(one.table))) {
    const name = `rows_back:${table.table}`;
    const difference = tables?.ok ? await differenceOf(connection, {table, tables: tables.value, writtenRows}) : null;
    findings.push(
      difference === null
        ? {name, ok: true, detail: `all ${table.rows} rows that the table was loaded with are back, byte for byte`}
        : {name, ok: false, detail: difference},
    );
  }
  return tables?.ok === false ? [cannotSee('rows_back', tables.reason)] : findings;
};

type ByApplication = {
  readonly writtenRows: Readonly<Record<string, string>>;
  readonly acknowledged: readonly AcknowledgedWrite[];
};

/** Everything that the application did not write is as it was, no row more, none changed; and what it had written too. */
export const nothingElseChanged = async (
  connection: Connection,
  {before, written, committedAt}: Damage,
  {writtenRows, acknowledged}: ByApplication,
): Promise<Finding> => {
  const name = 'nothing_else_changed';
  const tables = await ordinaryTables(connection);
  if (!tables.ok) {
    return cannotSee(name, tables.reason);
  }
  const different: string[] = [];
  for (const table of before) {
    const difference = await differenceOf(connection, {table, tables: tables.value, writtenRows});
    different.push(...(difference === null ? [] : [difference]));
  }
  const since = {acknowledged, faultMs: new Date(committedAt).getTime()};
  for (const table of written) {
    const there = tables.value.find(one => one.table === table.table);
    const difference = there && (await changedBy(connection, withoutGivenAgain(table, there.bare, since)));
    different.push(...(difference ? [difference] : []));
  }
  return different.length === 0
    ? {name, ok: true, detail: `${before.length} tables are as they were before the fault`}
    : {name, ok: false, detail: `not as before the fault: ${someOf(different)}`};
};

/** Those that are gone are told by what the application was told. */
const changedBy = async (connection: Connection, table: LostTable): Promise<string | null> => {
  const compared = await compareLostRows(connection, table);
  if (!compared.ok) {
    return compared.reason;
  }
  const {changed} = compared.value;
  return changed === 0 ? null : `${changed} rows of the application in ${table.table} are not as they were`;
};

type Compared = {
  readonly table: TableFingerprint;
  readonly tables: readonly OrdinaryTable[];
  readonly writtenRows: Readonly<Record<string, string>>;
};

const differenceOf = async (connection: Connection, {table, tables, writtenRows}: Compared): Promise<string | null> => {
  const there = tables.find(one => one.table === table.table);
  if (there === undefined) {
    return `${table.table} had ${table.rows} rows and is not there`;
  }
  const now = await fingerprintTable(connection, there, writtenRows);
  if (!now.ok) {
    return `${table.table} cannot be read: ${now.reason}`;
  }
  const {rows, sum} = now.value;
  if (rows === table.rows && sum === table.sum) {
    return null;
  }
  return rows === table.rows
    ? `${table.table} has its ${rows} rows, and they are not what they were`
    : `${table.table} had ${table.rows} rows and has ${rows}`;
};
