/** Which of the writes that the application was told of are not there any more, by their keys. */
import {fail, type Result, succeed} from '../../base/result.ts';
import type {Connection} from '../../postgres/connect.ts';
import {rowsOf} from '../../postgres/query.ts';
import type {AcknowledgedWrite} from '../truth.ts';

/**
 * A write is lost when a row of it is missing, and when a later write was given the same key: a server that was taken back
 * to a moment counts on from there, and the row that is found is another one.
 */
export const lostWrites = async (
  connection: Connection,
  acknowledged: readonly AcknowledgedWrite[],
): Promise<Result<readonly AcknowledgedWrite[]>> => {
  const lost = new Set<AcknowledgedWrite>();
  for (const table of new Set(acknowledged.flatMap(({keys}) => Object.keys(keys)))) {
    const {holders, overtaken} = holdersOf(table, acknowledged);
    const missing = await missingKeys(connection, table, [...holders.keys()]);
    if (!missing.ok) {
      return missing;
    }
    for (const write of [...overtaken, ...missing.value.flatMap(key => holders.get(key) ?? [])]) {
      lost.add(write);
    }
  }
  return succeed(acknowledged.filter(write => lost.has(write)));
};

type Holders = {
  readonly holders: ReadonlyMap<number, AcknowledgedWrite>;
  readonly overtaken: readonly AcknowledgedWrite[];
};

/** The last write that was given each key of a table, and those whose key another one was given after them. */
export const holdersOf = (table: string, acknowledged: readonly AcknowledgedWrite[]): Holders => {
  const holders = new Map<number, AcknowledgedWrite>();
  const overtaken: AcknowledgedWrite[] = [];
  for (const write of acknowledged) {
    for (const key of write.keys[table] ?? []) {
      const former = holders.get(key);
      overtaken.push(...(former === undefined ? [] : [former]));
      holders.set(key, write);
    }
  }
  return {holders, overtaken};
};

const missingKeys = async (
  connection: Connection,
  table: string,
  keys: readonly number[],
): Promise<Result<readonly number[]>> => {
  const rows = await rowsOf(
    connection,
    `select k.id from unnest($1::bigint[]) k(id) where not exists (select from ${table} t where t.id = k.id)`,
    [keys],
  );
  return rows.ok ? succeed(rows.value.map(({id}) => Number(id))) : fail(rows.reason.message);
};
