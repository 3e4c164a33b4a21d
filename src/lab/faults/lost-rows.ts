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
  const different = changed > 0 ? ` and ${changed} are not as they were` : '';
  return succeed({
    seen: missing + changed > 0,
    detail: `of ${totalOf(lost)} rows ${missing} are missing${different}`,
  });
};

export const totalOf = (tables: readonly LostTable[]): number => tables.reduce((sum, {rows}) => sum + rows.length, 0);
