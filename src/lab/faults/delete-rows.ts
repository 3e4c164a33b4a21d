/** `delete_rows`: somebody deletes the wrong rows, and with them all that points at them, in one transaction. */
import {fail, type Result, succeed} from '../../base/result.ts';
import type {Connection} from '../../postgres/connect.ts';
import {type ForeignKey, foreignKeys, parentsFirst} from '../../postgres/foreign-keys.ts';
import {quoteIdentifier} from '../../postgres/quote.ts';
import type {LostTable} from '../damage.ts';
import type {Fault} from '../fault.ts';
import {readLostRows} from '../fingerprint.ts';
import {inLab, inLabNow} from '../in-lab.ts';
import {readParameters} from './fault-parameters.ts';
import {lookForLostRows, totalOf} from './lost-rows.ts';
import {breakInTransaction, type Doomed, findTable, rehearse, withPartitions} from './one-transaction.ts';
import {withDescendants} from './pointing-tables.ts';

const name = 'delete_rows';

export const deleteRows: Fault = {
  name,
  summary: 'Delete the rows of a table that a condition names, and every row that points at them.',
  parameters: {
    table: {summary: 'the table', isNeeded: true},
    where: {summary: 'a condition in SQL; `t` is the row', isNeeded: true},
  },
  prepare: async (estate, parameters) => {
    const wanted = readParameters(deleteRows, parameters);
    if (!wanted.ok) {
      return wanted;
    }
    const {table = '', where = ''} = wanted.value;
    const choose = (connection: Connection) => select(connection, {table, where});
    const doomed = await inLab(estate, connection => rehearse(connection, choose));
    if (!doomed.ok) {
      return doomed;
    }
    const {lost} = doomed.value;
    return succeed({
      summary: `delete ${totalOf(lost)} rows: ${lost.map(one => `${one.rows.length} of ${one.table}`).join(', ')}`,
      symptom: () => inLab(estate, connection => lookForLostRows(connection, lost)),
      inject: () =>
        inLab(estate, connection =>
          breakInTransaction(connection, {fault: name, dataset: estate.dataset, select: choose}),
        ),
    });
  },
  symptomOf: (estate, {lost}) => inLabNow(estate, connection => lookForLostRows(connection, lost)),
};

type Wanted = {readonly table: string; readonly where: string};

/** Fills one temporary table of ctids for each table that loses rows, and reads those rows' keys and fingerprints. */
const select = async (connection: Connection, {table, where}: Wanted): Promise<Result<Doomed>> => {
  const keys = await foreignKeys(connection);
  if (!keys.ok) {
    return fail(keys.reason.message);
  }
  const root = await findTable(connection, table);
  if (!root.ok) {
    return root;
  }

  const tables = withDescendants([root.value], keys.value);
  const ordered = parentsFirst(tables, keys.value);
  if (ordered === null) {
    return fail(
      `the foreign keys around ${root.value} form a circle, which delete_rows cannot break; name another table`,
    );
  }

  const whole = await withPartitions(connection, ordered);
  if (!whole.ok || whole.value.length !== ordered.length) {
    return whole.ok
      ? fail(`one of ${ordered.join(', ')} is partitioned, and an address alone names no row of it; name another table`)
      : whole;
  }

  // Writers wait for the moment that this takes; otherwise one of them could add a ticket to an order that is about to go.
  const locked = await connection.run(`lock table ${ordered.join(', ')} in share row exclusive mode`);
  if (!locked.ok) {
    return fail(locked.reason.message);
  }
  const marked = await mark(connection, {ordered, keys: keys.value, root: root.value, where});
  return marked.ok ? readDoomed(connection, ordered) : marked;
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
    const rows = await readLostRows(connection, table, `ctid in (select address from ${doomedName(table)})`);
    if (!rows.ok) {
      return rows;
    }
    lost.push(rows.value);
  }

  const hit = lost.filter(({rows}) => rows.length > 0);
  const statements = [...ordered]
    .reverse()
    .map(table => `delete from ${table} where ctid in (select address from ${doomedName(table)})`);
  return hit.length > 0
    ? succeed({lost: hit, tablesLost: [], rowsLost: totalOf(hit), statements})
    : fail('the condition of delete_rows names no row; a drill without damage is no drill');
};
