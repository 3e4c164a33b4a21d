/** What holds a database together beside its rows, as lines that can be compared: columns, constraints, indexes, rights. */
import {fail, type Result, succeed} from '../base/result.ts';
import type {Connection} from '../postgres/connect.ts';
import {rowsOf} from '../postgres/query.ts';
import {structureSql} from './structure-sql.ts';

/** A line each. A constraint that is not valid, or that nothing enforces any more, reads otherwise than one that holds. */
export const readStructure = async (connection: Connection, role: string): Promise<Result<readonly string[]>> => {
  const rows = await rowsOf(connection, structureSql, [role]);
  return rows.ok ? succeed(rows.value.map(({line}) => String(line))) : fail(rows.reason.message);
};

/** What is no more as it was, and what was not there before. An extension that was added helps to look, and changes nothing. */
export const compareStructure = (
  before: readonly string[],
  now: readonly string[],
): {readonly gone: readonly string[]; readonly added: readonly string[]} => ({
  gone: before.filter(line => !now.includes(line)),
  added: now.filter(line => !before.includes(line) && !line.startsWith('extension ')),
});
