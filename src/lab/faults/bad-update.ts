/** `bad_update`: somebody changes rows that are not meant, or all of them, in one transaction. */
import {fail, type Result, succeed} from '../../base/result.ts';
import type {Connection} from '../../postgres/connect.ts';
import type {Fault} from '../fault.ts';
import {readLostRows, unchangedRows} from '../fingerprint.ts';
import {inLab, inLabNow} from '../in-lab.ts';
import {readParameters} from './fault-parameters.ts';
import {lookForLostRows, totalOf} from './lost-rows.ts';
import {breakInTransaction, type Doomed, findTable, rehearse} from './one-transaction.ts';

const name = 'bad_update';

export const badUpdate: Fault = {
  name,
  summary: 'Change columns of the rows of a table that a condition names, as a script with a wrong condition does.',
  parameters: {
    table: {summary: 'the table', isNeeded: true},
    set: {summary: 'what is set, as SQL has it: `total_cents = 0`', isNeeded: true},
    where: {summary: 'a condition in SQL; `t` is the row', isNeeded: true},
  },
  prepare: async (estate, parameters) => {
    const wanted = readParameters(badUpdate, parameters);
    if (!wanted.ok) {
      return wanted;
    }
    const {table = '', set = '', where = ''} = wanted.value;
    const choose = (connection: Connection) => chooseUpdate(connection, {table, set, where});
    const doomed = await inLab(estate, connection => rehearse(connection, choose));
    if (!doomed.ok) {
      return doomed;
    }
    const {lost} = doomed.value;
    return succeed({
      summary: `change ${totalOf(lost)} rows of ${lost.map(one => one.table).join(', ')}`,
      symptom: () => inLab(estate, connection => lookForLostRows(connection, lost)),
      inject: () =>
        inLab(estate, connection =>
          breakInTransaction(connection, {fault: name, dataset: estate.dataset, select: choose}),
        ),
    });
  },
  symptomOf: (estate, {lost}) => inLabNow(estate, connection => lookForLostRows(connection, lost)),
};

type Wanted = {readonly table: string; readonly set: string; readonly where: string};

/** Does it once behind a savepoint, to know which rows it really changes: one that gets what it has loses nothing. */
export const chooseUpdate = async (connection: Connection, {table, set, where}: Wanted): Promise<Result<Doomed>> => {
  const found = await findTable(connection, table);
  if (!found.ok) {
    return found;
  }
  const update = `update ${found.value} t set ${set}\n where (${where}\n)`;
  const locked = await connection.run(`lock table ${found.value} in share row exclusive mode; savepoint tried`);
  if (!locked.ok) {
    return fail(locked.reason.message);
  }
  const all = await readLostRows(connection, found.value, `(${where}\n)`);
  if (!all.ok) {
    return fail(`the condition of bad_update cannot be used: ${all.reason}`);
  }
  const updated = await connection.run(update);
  if (!updated.ok) {
    return fail(`the change of bad_update cannot be made: ${updated.reason.message}`);
  }
  const same = await unchangedRows(connection, all.value);
  const undone = await connection.run('rollback to savepoint tried');
  if (!same.ok || !undone.ok) {
    return same.ok ? fail('the change of bad_update cannot be tried') : same;
  }
  const rows = all.value.rows.filter(({key}) => !same.value.has(JSON.stringify(key)));
  return rows.length > 0
    ? succeed({lost: [{...all.value, rows}], tablesLost: [], rowsLost: rows.length, statements: [update]})
    : fail('bad_update changes no row; a drill without damage is no drill');
};
