/** Damage that one transaction does: all of it is looked at under its locks, and then it commits. */
import {fail, type Result, succeed} from '../../base/result.ts';
import type {Connection} from '../../postgres/connect.ts';
import {type DatabaseFailure, refusal} from '../../postgres/failure.ts';
import {inTransaction, rowsOf} from '../../postgres/query.ts';
import type {Damage} from '../damage.ts';
import type {Dataset} from '../dataset.ts';
import {readMomentBefore} from '../moment-before.ts';

/** What is about to be lost, and the statements that do it. */
export type Doomed = Pick<Damage, 'lost' | 'tablesLost' | 'rowsLost'> & {readonly statements: readonly string[]};

export type Selecting = (connection: Connection) => Promise<Result<Doomed>>;

/** Selects in a transaction that is rolled back: it proves the parameters before anything is broken. */
export const rehearse = async (connection: Connection, select: Selecting): Promise<Result<Doomed>> => {
  const begun = await connection.run('begin');
  const doomed = begun.ok ? await select(connection) : fail(begun.reason.message);
  await connection.run('rollback');
  return doomed;
};

export type Breaking = {readonly fault: string; readonly dataset: Dataset; readonly select: Selecting};

/** Selects, reads the moment before, breaks and commits; the damage knows its transaction and when that was. */
export const breakInTransaction = async (
  connection: Connection,
  {fault, dataset, select}: Breaking,
): Promise<Result<Damage>> => {
  const done = await inTransaction(
    connection,
    async (): Promise<Result<Omit<Damage, 'committedAt' | 'transaction'> & {transaction: string}, DatabaseFailure>> => {
      const doomed = await select(connection);
      if (!doomed.ok) {
        return fail(refusal(doomed.reason));
      }
      const before = await readMomentBefore(connection, dataset);
      if (!before.ok) {
        return fail(refusal(before.reason));
      }
      const {statements, ...lost} = doomed.value;
      for (const statement of statements) {
        const ran = await connection.run(statement);
        if (!ran.ok) {
          return ran;
        }
      }
      const xid = await rowsOf(connection, 'select pg_current_xact_id()::xid::text as xid');
      return xid.ok ? succeed({fault, transaction: String(xid.value[0]?.xid), ...lost, ...before.value}) : xid;
    },
  );
  if (!done.ok) {
    return fail(`the fault could not be injected: ${done.reason.message}`);
  }

  const committed = await rowsOf(connection, 'select pg_xact_commit_timestamp($1::xid) as at', [
    done.value.transaction,
  ]);
  return committed.ok
    ? succeed({...done.value, committedAt: String(committed.value[0]?.at)})
    : fail(committed.reason.message);
};

/** The table of that name with its schema, quoted; a sentence where the lab has none. */
export const findTable = async (connection: Connection, table: string): Promise<Result<string>> => {
  const named = await rowsOf(
    connection,
    `select format('%I.%I', n.nspname, c.relname) as name
       from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.oid = to_regclass($1) and c.relkind in ('r', 'p')`,
    [table],
  );
  if (!named.ok) {
    return fail(named.reason.message);
  }
  const name = named.value[0]?.name;
  return typeof name === 'string' ? succeed(name) : fail(`the lab has no table "${table}"`);
};

/** The ordinary tables that hold the rows of these: the partitions of those that are partitioned. */
export const withPartitions = async (
  connection: Connection,
  tables: readonly string[],
): Promise<Result<readonly string[]>> => {
  const rows = await rowsOf(
    connection,
    `select distinct format('%I.%I', n.nspname, c.relname) as name
       from unnest($1::text[]) given
       cross join lateral (select to_regclass(given) as relid union select relid from pg_partition_tree(to_regclass(given))) t
       join pg_class c on c.oid = t.relid and c.relkind = 'r' join pg_namespace n on n.oid = c.relnamespace
      order by 1`,
    [tables],
  );
  return rows.ok ? succeed(rows.value.map(({name}) => String(name))) : fail(rows.reason.message);
};
