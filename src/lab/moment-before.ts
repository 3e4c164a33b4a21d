/** All that a cure is held against, read the moment before the fault: rows, structure, and what the application had written. */
import {fail, type Result, succeed} from '../base/result.ts';
import type {Connection} from '../postgres/connect.ts';
import {rowsOf} from '../postgres/query.ts';
import type {Damage, LostTable} from './damage.ts';
import type {Dataset} from './dataset.ts';
import {fingerprintTables, ordinaryTables, readLostRows} from './fingerprint.ts';
import {readStructure} from './structure.ts';

export type MomentBefore = Pick<Damage, 'before' | 'structure' | 'written'>;

/** Reads it on a session of the lab; inside of a transaction that holds its locks nothing can change in between. */
export const readMomentBefore = async (connection: Connection, dataset: Dataset): Promise<Result<MomentBefore>> => {
  const before = await fingerprintTables(connection, dataset.writtenRows);
  if (!before.ok) {
    return fail(`the lab is broken already, and the next fault needs one that is whole: ${before.reason}`);
  }
  const structure = await readStructure(connection, dataset.applicationRole);
  if (!structure.ok) {
    return structure;
  }
  const written = await readWritten(connection, dataset.writtenRows);
  return written.ok ? succeed({before: before.value, structure: structure.value, written: written.value}) : written;
};

/** A lab that has stood for a day has millions; that many say as well whether a cure changes what it brings back. */
const writtenMax = 20_000;

const readWritten = async (
  connection: Connection,
  writtenRows: Readonly<Record<string, string>>,
): Promise<Result<readonly LostTable[]>> => {
  const tables = await ordinaryTables(connection);
  if (!tables.ok) {
    return tables;
  }
  const written: LostTable[] = [];
  for (const {table, bare} of tables.value) {
    const isWritten = writtenRows[bare];
    if (isWritten === undefined || !(await hasPrimaryKey(connection, table))) {
      continue;
    }
    const newest = `select ctid from ${table} where (${isWritten}) order by ctid desc limit ${writtenMax}`;
    const rows = await readLostRows(connection, table, `ctid in (${newest})`);
    if (!rows.ok) {
      return fail(rows.reason);
    }
    written.push(rows.value);
  }
  return succeed(written);
};

const hasPrimaryKey = async (connection: Connection, table: string): Promise<boolean> => {
  const rows = await rowsOf(connection, 'select from pg_index where indrelid = $1::regclass and indisprimary', [table]);
  return rows.ok && rows.value.length > 0;
};
