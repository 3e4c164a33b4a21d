/** `drop_table`: a migration drops a table that is in use, with the foreign keys that point at it. */
import {fail, succeed} from '../../base/result.ts';
import type {Fault} from '../fault.ts';
import {readParameters} from './fault-parameters.ts';
import {findTable} from './one-transaction.ts';
import {prepareWholeTables, symptomOfTables} from './whole-tables.ts';

const name = 'drop_table';

export const dropTable: Fault = {
  name,
  summary: 'Drop a table with its indexes, triggers and rights, and the foreign keys and views that hang on it.',
  parameters: {table: {summary: 'the table', isNeeded: true}},
  prepare: async (estate, parameters) => {
    const wanted = readParameters(dropTable, parameters);
    if (!wanted.ok) {
      return wanted;
    }
    return prepareWholeTables(estate, {
      fault: name,
      verb: 'drop',
      choose: async connection => {
        const table = await findTable(connection, wanted.value.table ?? '');
        if (!table.ok) {
          return table;
        }
        const locked = await connection.run(`lock table ${table.value} in access exclusive mode`);
        return locked.ok
          ? succeed({tables: [table.value], statements: [`drop table ${table.value} cascade`]})
          : fail(locked.reason.message);
      },
    });
  },
  symptomOf: symptomOfTables,
};
