/** Makes damaged indexes again from their tables, while the tables are in use. */
import {fail, type Result, succeed} from '../../base/result.ts';
import {type Connection, withConnection} from '../../postgres/connect.ts';
import {type DatabaseFailure, refusal} from '../../postgres/failure.ts';
import {rowsOf} from '../../postgres/query.ts';
import {quoteIdentifier} from '../../postgres/quote.ts';

export type Reindexed = {readonly indexes: readonly string[]; readonly seconds: number};

/** Names as SQL. An earlier try that died has left half an index behind, which is removed first. */
export const reindex = async (database: string, indexes: readonly string[]): Promise<Result<Reindexed>> => {
  const startedMs = performance.now();
  const done = await withConnection(
    database,
    async (connection): Promise<Result<void, DatabaseFailure>> => {
      for (const index of indexes) {
        const one = await reindexOne(connection, index);
        if (!one.ok) {
          return fail({...one.reason, message: `${index} cannot be made again: ${one.reason.message}`});
        }
      }
      return succeed(undefined);
    },
    // As long as a large table takes; the step that waits for it has a limit of its own.
    {statementTimeoutMs: 0},
  );
  return done.ok
    ? succeed({indexes, seconds: Math.round(performance.now() - startedMs) / 1000})
    : fail(done.reason.message);
};

/** feature_not_supported: indexes of catalogues and of exclusion constraints are made again under a lock only. */
const notConcurrently = '0A000';

const reindexOne = async (connection: Connection, index: string): Promise<Result<unknown, DatabaseFailure>> => {
  const leftovers = await rowsOf(connection, leftoversSql, [index]);
  if (!leftovers.ok) {
    return leftovers;
  }
  if (leftovers.value[0]?.kind !== 'i') {
    return fail(refusal('there is no such index in this database'));
  }
  for (const {schema, name} of leftovers.value.filter(row => row.name !== null)) {
    const dropped = await connection.run(
      `drop index concurrently if exists ${quoteIdentifier(String(schema))}.${quoteIdentifier(String(name))}`,
    );
    if (!dropped.ok) {
      return dropped;
    }
  }
  const made = await connection.run(`reindex index concurrently ${index}`);
  return made.ok || made.reason.sqlstate !== notConcurrently ? made : connection.run(`reindex index ${index}`);
};

// REINDEX CONCURRENTLY names what it builds and what it replaces so, and leaves them invalid when it dies (PostgreSQL
// manual, REINDEX, "Rebuilding Indexes Concurrently").
const leftoversSql = `
  select given.relkind as kind, n.nspname as schema, c.relname as name
    from (select oid, relkind from pg_class where oid = to_regclass($1)) given
    left join pg_index own on own.indexrelid = given.oid
    left join (pg_index i join pg_class c on c.oid = i.indexrelid join pg_namespace n on n.oid = c.relnamespace)
      on i.indrelid = own.indrelid and not i.indisvalid and c.relname ~ '_cc(new|old)[0-9]*$'`;
