/** Whether all that one database has is in another: objects by their definitions, rows one by one. */
import {fail, type Result, succeed} from '../../base/result.ts';
import {type Connection, withConnection} from '../../postgres/connect.ts';
import type {DatabaseFailure} from '../../postgres/failure.ts';
import {rowsOf} from '../../postgres/query.ts';
import {betweenBoth} from '../both-servers.ts';
import {allTablesSql, contentsSql, sequencesSql} from './database-sql.ts';
import {stageTables} from './refill.ts';
import {readStructure} from './structure.ts';

export type DatabaseComparison = {
  readonly tables: number;
  readonly rows: number;
  /** What the first has and the second does not, in words. */
  readonly missing: readonly string[];
};

/** `into` null: nothing to compare with, so only counts are told. Both must be of one cluster's past, the first paused. */
export const compareDatabases = async ({
  from,
  into,
}: {
  readonly from: string;
  readonly into: string | null;
}): Promise<Result<DatabaseComparison>> => {
  if (into !== null) {
    return betweenBoth({from, into}, compare);
  }
  const counted = await withConnection(from, countAll, {statementTimeoutMs: 0});
  return counted.ok ? succeed({...counted.value, missing: []}) : fail(counted.reason.message);
};

const compare = async (side: Connection, live: Connection): Promise<Result<DatabaseComparison, DatabaseFailure>> => {
  const counted = await countAll(side);
  if (!counted.ok) {
    return counted;
  }
  const then = await objectsOf(side);
  if (!then.ok) {
    return then;
  }
  const now = await objectsOf(live);
  if (!now.ok) {
    return now;
  }
  const objects = then.value.filter(one => !now.value.includes(one));
  const behind = await sequencesBehind(side, live);
  if (!behind.ok) {
    return behind;
  }
  const missing = [...objects.map(one => `${one} is not there`), ...behind.value];
  // What a table lacks that is not there, or is another, is no question of rows.
  if (missing.length > 0) {
    return succeed({...counted.value, missing});
  }
  const tables = await readNames(side);
  if (!tables.ok) {
    return tables;
  }
  for (const table of tables.value) {
    const lacking = await rowsMissing(side, live, table);
    if (!lacking.ok) {
      return lacking;
    }
    missing.push(...lacking.value);
  }
  return succeed({...counted.value, missing});
};

const countAll = async (
  side: Connection,
): Promise<Result<Pick<DatabaseComparison, 'tables' | 'rows'>, DatabaseFailure>> => {
  const tables = await readNames(side);
  if (!tables.ok) {
    return tables;
  }
  let rows = 0;
  for (const table of tables.value) {
    const counted = await rowsOf(side, `select count(*) as n from only ${table}`);
    if (!counted.ok) {
      return counted;
    }
    rows += Number(counted.value[0]?.n);
  }
  return succeed({tables: tables.value.length, rows});
};

const readNames = async (connection: Connection): Promise<Result<readonly string[], DatabaseFailure>> => {
  const rows = await rowsOf(connection, allTablesSql);
  return rows.ok ? succeed(rows.value.map(({name}) => String(name))) : rows;
};

const objectsOf = async (connection: Connection): Promise<Result<readonly string[], DatabaseFailure>> => {
  const tables = await readNames(connection);
  const contents = tables.ok ? await rowsOf(connection, contentsSql) : tables;
  const structure = tables.ok ? await readStructure(connection, tables.value) : tables;
  if (!contents.ok) {
    return contents;
  }
  return structure.ok
    ? succeed([...contents.value.map(({text}) => String(text)), ...Object.values(structure.value).flat()])
    : structure;
};

const sequencesBehind = async (
  side: Connection,
  live: Connection,
): Promise<Result<readonly string[], DatabaseFailure>> => {
  const then = await rowsOf(side, sequencesSql);
  const now = await rowsOf(live, sequencesSql);
  if (!then.ok) {
    return then;
  }
  if (!now.ok) {
    return now;
  }
  return succeed(
    then.value.flatMap(({name, last, up}) => {
      const today = now.value.find(one => one.name === name)?.last;
      const ahead =
        today === undefined ? -1n : (BigInt(String(today)) - BigInt(String(last))) * (up === true ? 1n : -1n);
      const isBehind = ahead < 0n;
      return isBehind ? [`the sequence ${String(name)} stands at ${String(today)} and not at ${String(last)}`] : [];
    }),
  );
};

/** By one number first, which no order of rows changes; one by one where that is another, since the application may go on. */
const rowsMissing = async (
  side: Connection,
  live: Connection,
  table: string,
): Promise<Result<readonly string[], DatabaseFailure>> => {
  const sums: unknown[] = [];
  for (const connection of [side, live]) {
    const rows = await rowsOf(
      connection,
      `select count(*) || ' ' || coalesce(sum(hashtextextended(t::text, 0)::numeric), 0) as sum from only ${table} t`,
    );
    if (!rows.ok) {
      return rows;
    }
    sums.push(rows.value[0]?.sum);
  }
  if (sums[0] === sums[1]) {
    return succeed([]);
  }
  const begun = await live.run('begin isolation level repeatable read');
  const staged = begun.ok ? await stageTables(side, live, {tables: [table]}) : begun;
  await live.run('rollback');
  if (!staged.ok) {
    return staged;
  }
  return succeed(
    staged.value.compared.flatMap(({comparison: {lost, conflicting}}) =>
      lost + conflicting === 0 ? [] : [`${lost} rows of ${table} are not there, and ${conflicting} are another way`],
    ),
  );
};
