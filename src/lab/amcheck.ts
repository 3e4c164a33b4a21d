/** An index held against its table by PostgreSQL's own amcheck, of which nothing is left behind. */
import {fail, type Result, succeed} from '../base/result.ts';
import type {Connection} from '../postgres/connect.ts';
import {rowsOf} from '../postgres/query.ts';

/** Whether the server could make the extension, or has it. */
export const hasAmcheck = async (connection: Connection): Promise<boolean> => {
  const rows = await rowsOf(connection, `select from pg_available_extensions where name = 'amcheck'`);
  return rows.ok && rows.value.length > 0;
};

/** Each index that does not fit its table, with the reason; that every row is in it as well. */
export const misfitIndexes = async (
  connection: Connection,
  indexes: readonly string[],
): Promise<Result<readonly {readonly index: string; readonly reason: string}[]>> => {
  const begun = await connection.run('begin; create extension if not exists amcheck');
  try {
    const schema = begun.ok
      ? await rowsOf(
          connection,
          `select extnamespace::regnamespace::text as name from pg_extension where extname = 'amcheck'`,
        )
      : begun;
    if (!schema.ok) {
      return fail(schema.reason.message);
    }
    const misfits: {index: string; reason: string}[] = [];
    for (const index of indexes) {
      await connection.run('savepoint one');
      const held = await connection.run(`select ${String(schema.value[0]?.name)}.bt_index_check($1::regclass, true)`, [
        index,
      ]);
      if (!held.ok) {
        misfits.push({index, reason: held.reason.message});
      }
      await connection.run('rollback to savepoint one');
    }
    return succeed(misfits);
  } finally {
    await connection.run('rollback');
  }
};
