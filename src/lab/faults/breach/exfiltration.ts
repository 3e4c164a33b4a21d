/** `exfiltration`: somebody has the application's password and reads a table page after page, and goes on. */
import {type Result, succeed} from '../../../base/result.ts';
import type {Estate} from '../../estate.ts';
import type {Fault, PreparedFault} from '../../fault.ts';
import {inLab} from '../../in-lab.ts';
import {intruderAddress} from '../../intruder/intruder-plan.ts';
import {readParameters} from '../fault-parameters.ts';
import {findTable} from '../one-transaction.ts';
import {intrude, symptomOfPresence, wantAccounts} from './intrude.ts';

const name = 'exfiltration';

/** As a copy of a table is made that is not to be noticed by its length. */
const rowsEachRead = 500;

export const exfiltration: Fault = {
  name,
  summary: "Use the application's password from a foreign address, and read a table page after page without end.",
  parameters: {table: {summary: 'the table', isNeeded: true}},
  prepare: async (estate, parameters) => {
    const wanted = readParameters(exfiltration, parameters);
    return wanted.ok ? prepareReading(estate, {fault: name, table: wanted.value.table ?? '', rowsEachRead}) : wanted;
  },
  symptomOf: async estate => symptomOfPresence(estate),
};

export type Reading = {readonly fault: string; readonly table: string; readonly rowsEachRead: number};

/** Prepares a fault that changes nothing: somebody is in who should not be, and reads. */
export const prepareReading = async (
  estate: Estate,
  {fault, table, rowsEachRead: rows}: Reading,
): Promise<Result<PreparedFault>> => {
  const accounts = wantAccounts(fault, estate);
  const found = accounts.ok ? await inLab(estate, connection => findTable(connection, table)) : accounts;
  if (!found.ok) {
    return found;
  }
  return succeed({
    summary: `let somebody from ${intruderAddress} read ${found.value} with the application's password`,
    symptom: async () => symptomOfPresence(estate),
    inject: () =>
      intrude(estate, {
        fault,
        deeds: [{as: 'application', act: async () => succeed([])}],
        reads: {table: found.value, rowsEachRead: rows},
      }),
  });
};
