/** `delete_rows`: somebody deletes the wrong rows, and with them all that points at them, in one transaction. */
import {fail, type Result, succeed} from '../../base/result.ts';
import type {Connection} from '../../postgres/connect.ts';
import {type DatabaseFailure, refusal} from '../../postgres/failure.ts';
import {type ForeignKey, foreignKeys, parentsFirst} from '../../postgres/foreign-keys.ts';
import {inTransaction, rowsOf} from '../../postgres/query.ts';
import {quoteIdentifier} from '../../postgres/quote.ts';
import type {Damage, LostTable} from '../damage.ts';
import type {Dataset} from '../dataset.ts';
import type {Estate} from '../estate.ts';
import type {Fault, PreparedFault, Symptom} from '../fault.ts';
import {compareLostRows, fingerprintTables, readLostRows} from '../fingerprint.ts';
import {connectToLab} from '../proof.ts';
import {readStructure} from '../structure.ts';

export const deleteRows: Fault = {
  name: 'delete_rows',
  summary: 'Delete the rows of a table that a condition names, and every row that points at them.',
  prepare: async (estate, parameters) => {
    const wanted = read(parameters);
    if (!wanted.ok) {
      return wanted;
    }
    const doomed = await inLab(estate, connection => rehearse(connection, wanted.value));
    return doomed.ok ? succeed(asPrepared(estate, wanted.value, doomed.value)) : doomed;
  },
};

type Wanted = {readonly table: string; readonly where: string};

const read = (parameters: unknown): Result<Wanted> => {
  const {table, where, ...more}: Record<string, unknown> = typeof parameters === 'object' ? {...parameters} : {};
  return typeof table === 'string' && typeof where === 'string' && Object.keys(more).length === 0
    ? succeed({table, where})
    : fail('the fault delete_rows needs exactly a table and a where, both texts');
};

const asPrepared = (estate: Estate, wanted: Wanted, rehearsed: readonly LostTable[]): PreparedFault => ({
  summary: `delete ${total(rehearsed)} rows: ${rehearsed.map(({table, rows}) => `${rows.length} of ${table}`).join(', ')}`,
  symptom: () => inLab(estate, connection => lookForSymptom(connection, rehearsed)),
  inject: () => inLab(estate, connection => inject(connection, {wanted, dataset: estate.dataset})),
});

const lookForSymptom = async (connection: Connection, rehearsed: readonly LostTable[]): Promise<Result<Symptom>> => {
  let missing = 0;
  for (const table of rehearsed) {
    const compared = await compareLostRows(connection, table);
    if (!compared.ok) {
      return compared;
    }
    missing += compared.value.missing;
  }
  return succeed({seen: missing > 0, detail: `${missing} of ${total(rehearsed)} rows are missing`});
};

// The same selection in a transaction that is rolled back: it proves the condition before anything is broken.
const rehearse = async (connection: Connection, wanted: Wanted): Promise<Result<readonly LostTable[]>> => {
  const begun = await connection.run('begin');
  const doomed = begun.ok ? await select(connection, wanted) : fail(begun.reason.message);
  await connection.run('rollback');
  return doomed.ok ? succeed(doomed.value.lost) : doomed;
};

type Doomed = {readonly lost: readonly LostTable[]; readonly childrenFirst: readonly string[]};

/** Fills one temporary table of ctids for each table that loses rows, and reads those rows' keys and fingerprints. */
const select = async (connection: Connection, {table, where}: Wanted): Promise<Result<Doomed>> => {
  const keys = await foreignKeys(connection);
  const named = await rowsOf(
    connection,
    `select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.oid = to_regclass($1)`,
    [table],
  );
  if (!keys.ok || !named.ok) {
    return fail(keys.ok ? 'the catalog cannot be read' : keys.reason.message);
  }
  const root = named.value[0]?.name;
  if (typeof root !== 'string') {
    return fail(`the lab has no table "${table}"`);
  }

  const tables = withDescendants(root, keys.value);
  const ordered = parentsFirst(tables, keys.value);
  if (ordered === null) {
    return fail(`the foreign keys around ${root} form a circle, which delete_rows cannot break; name another table`);
  }

  // Writers wait for the moment that this takes; otherwise one of them could add a ticket to an order that is about to go.
  const locked = await connection.run(`lock table ${ordered.join(', ')} in share row exclusive mode`);
  if (!locked.ok) {
    return fail(locked.reason.message);
  }
  const marked = await mark(connection, {ordered, keys: keys.value, root, where});
  return marked.ok ? readDoomed(connection, ordered) : marked;
};

const withDescendants = (root: string, keys: readonly ForeignKey[]): readonly string[] => {
  const tables = new Set([root]);
  for (const parent of tables) {
    for (const key of keys) {
      if (key.parent === parent) {
        tables.add(key.child);
      }
    }
  }
  return [...tables];
};

type Marking = {
  readonly ordered: readonly string[];
  readonly keys: readonly ForeignKey[];
  readonly root: string;
  readonly where: string;
};

const mark = async (connection: Connection, {ordered, keys, root, where}: Marking): Promise<Result<void>> => {
  for (const table of ordered) {
    const doomed = doomedName(table);
    const from = table === root ? [`select t.ctid from ${table} t where (${where}\n)`] : [];
    const byKeys = keys.filter(key => key.child === table && key.parent !== table && ordered.includes(key.parent));
    const selected = [...from, ...byKeys.map(childrenOfDoomed)].join(' union ');
    const made = await connection.run(`create temp table ${doomed} (address) on commit drop as ${selected}`);
    if (!made.ok) {
      return fail(`the fault cannot be prepared: ${made.reason.message}`);
    }

    // Rows that point at doomed rows of their own table, as far down as that goes.
    for (const key of keys.filter(one => one.child === table && one.parent === table)) {
      for (let grown = 1; grown > 0; ) {
        const more = await connection.run(
          `insert into ${doomed} ${childrenOfDoomed(key)} except select address from ${doomed}`,
        );
        if (!more.ok) {
          return fail(`the fault cannot be prepared: ${more.reason.message}`);
        }
        grown = more.value[0]?.rowCount ?? 0;
      }
    }
  }
  return succeed(undefined);
};

const childrenOfDoomed = ({child, childColumns, parent, parentColumns}: ForeignKey): string => {
  const pairs = childColumns.map(
    (column, index) => `c.${quoteIdentifier(column)} = p.${quoteIdentifier(parentColumns[index] ?? '')}`,
  );
  return `select c.ctid from ${child} c join ${parent} p on ${pairs.join(' and ')} where p.ctid in (select address from ${doomedName(parent)})`;
};

const doomedName = (table: string): string => quoteIdentifier(`doomed ${table}`);

const readDoomed = async (connection: Connection, ordered: readonly string[]): Promise<Result<Doomed>> => {
  const lost: LostTable[] = [];
  for (const table of ordered) {
    const rows = await readLostRows(connection, table, `select address from ${doomedName(table)}`);
    if (!rows.ok) {
      return rows;
    }
    lost.push(rows.value);
  }

  const hit = lost.filter(({rows}) => rows.length > 0);
  return hit.length > 0
    ? succeed({lost: hit, childrenFirst: [...ordered].reverse()})
    : fail('the condition of delete_rows names no row; a drill without damage is no drill');
};

type Injection = {readonly wanted: Wanted; readonly dataset: Dataset};

const inject = async (connection: Connection, {wanted, dataset}: Injection): Promise<Result<Damage>> => {
  const done = await inTransaction(
    connection,
    async (): Promise<Result<Omit<Damage, 'committedAt'>, DatabaseFailure>> => {
      const doomed = await select(connection, wanted);
      if (!doomed.ok) {
        return fail(refusal(doomed.reason));
      }
      const before = await fingerprintTables(connection, dataset.writtenRows);
      if (!before.ok) {
        return fail(refusal(before.reason));
      }
      const structure = await readStructure(connection, dataset.applicationRole);
      if (!structure.ok) {
        return fail(refusal(structure.reason));
      }
      for (const table of doomed.value.childrenFirst) {
        const deleted = await connection.run(
          `delete from ${table} where ctid in (select address from ${doomedName(table)})`,
        );
        if (!deleted.ok) {
          return deleted;
        }
      }
      const xid = await rowsOf(connection, 'select pg_current_xact_id()::xid::text as xid');
      const {lost} = doomed.value;
      return xid.ok
        ? succeed({
            fault: 'delete_rows',
            transaction: String(xid.value[0]?.xid),
            lost,
            rowsLost: total(lost),
            before: before.value,
            structure: structure.value,
          })
        : xid;
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

const total = (tables: readonly LostTable[]): number => tables.reduce((sum, {rows}) => sum + rows.length, 0);

/** The condition is the runbook author's own SQL; it runs only on a server that has just shown the lab's token. */
const inLab = async <Value>(
  {primary, token}: Estate,
  work: (connection: Connection) => Promise<Result<Value>>,
): Promise<Result<Value>> => {
  const connection = await connectToLab(primary, token);
  if (!connection.ok) {
    return connection;
  }
  try {
    return await work(connection.value);
  } finally {
    await connection.value.close();
  }
};
