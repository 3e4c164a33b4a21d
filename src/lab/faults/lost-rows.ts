/** The symptom of rows that are gone or not as they were. */
import {type Result, succeed} from '../../base/result.ts';
import type {Connection} from '../../postgres/connect.ts';
import type {LostTable} from '../damage.ts';
import type {Symptom} from '../fault.ts';
import {compareLostRows} from '../fingerprint.ts';

/** Looks for every one of them by its key and its fingerprint. */
export const lookForLostRows = async (connection: Connection, lost: readonly LostTable[]): Promise<Result<Symptom>> => {
  let [missing, changed] = [0, 0];
  for (const table of lost) {
    const compared = await compareLostRows(connection, table);
    if (!compared.ok) {
      return compared;
    }
    missing += compared.value.missing;
    changed += compared.value.changed;
  }
  const all = totalOf(lost);
  return succeed(
    missing + changed === 0
      ? {seen: false, detail: all === 1 ? 'the row is as it was' : `all ${all} rows are as they were`}
      : {seen: true, detail: `of ${all} rows ${missing} are missing and ${changed} are not as they were`},
  );
};

export const totalOf = (tables: readonly LostTable[]): number => tables.reduce((sum, {rows}) => sum + rows.length, 0);
