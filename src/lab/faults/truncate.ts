/** `truncate`: a test's clean-up runs against the wrong database, and takes all tables along that point at the first. */
import {fail, succeed} from '../../base/result.ts';
import {foreignKeys} from '../../postgres/foreign-keys.ts';
import type {Fault} from '../fault.ts';
import {readParameters} from './fault-parameters.ts';
import {findTable} from './one-transaction.ts';
import {withDescendants} from './pointing-tables.ts';
import {prepareWholeTables, symptomOfTables} from './whole-tables.ts';

const name = 'truncate';

export const truncate: Fault = {
  name,
  summary: 'Empty a table, and every table that points at it.',
  parameters: {table: {summary: 'the table', isNeeded: true}},
  prepare: async (estate, parameters) => {
    const wanted = readParameters(truncate, parameters);
    if (!wanted.ok) {
      return wanted;
    }
    return prepareWholeTables(estate, {
      fault: name,
      verb: 'truncate',
      choose: async connection => {
        const table = await findTable(connection, wanted.value.table ?? '');
        const keys = await foreignKeys(connection);
        if (!table.ok || !keys.ok) {
          return table.ok ? fail(keys.ok ? '' : keys.reason.message) : table;
        }
        const tables = withDescendants([table.value], keys.value);
        const locked = await connection.run(`lock table ${tables.join(', ')} in access exclusive mode`);
        return locked.ok
          ? succeed({tables, statements: [`truncate ${tables.join(', ')}`]})
          : fail(locked.reason.message);
      },
    });
  },
  symptomOf: symptomOfTables,
};
