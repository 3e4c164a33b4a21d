/** `tampered_rows`: somebody with the application's password reads a table and changes rows, and stays. */
import {type Result, succeed} from '../../../base/result.ts';
import type {Connection} from '../../../postgres/connect.ts';
import type {LostTable} from '../../damage.ts';
import type {Estate} from '../../estate.ts';
import type {Fault, Symptom} from '../../fault.ts';
import {inLab, inLabNow} from '../../in-lab.ts';
import {intruderAddress} from '../../intruder/intruder-plan.ts';
import {lookForLostRows, totalOf} from '../lost-rows.ts';
import {intrude, symptomOfPresence, together} from './intrude.ts';
import {prepareTampering, tamperingParameters} from './tampering.ts';

const name = 'tampered_rows';

/** As somebody reads who wants all of it. */
export const rowsEachRead = 500;

export const tamperedRows: Fault = {
  name,
  summary: "Use the application's password from a foreign address to read a table and change rows, and stay.",
  parameters: tamperingParameters,
  prepare: async (estate, parameters) => {
    const tampering = await prepareTampering(estate, tamperedRows, parameters);
    if (!tampering.ok) {
      return tampering;
    }
    const {table, lost, deed} = tampering.value;
    return succeed({
      summary: `change ${totalOf(lost)} rows from ${intruderAddress} with the application's password, and read ${table}`,
      symptom: () => inLab(estate, connection => lookForTampering(connection, estate, lost)),
      inject: () => intrude(estate, {fault: name, deeds: [deed], lost, reads: {table, rowsEachRead}}),
    });
  },
  symptomOf: (estate, {lost}) => inLabNow(estate, connection => lookForTampering(connection, estate, lost)),
};

/** Rows that are not as they were, and somebody who is in: either of them. */
const lookForTampering = async (
  connection: Connection,
  estate: Estate,
  lost: readonly LostTable[],
): Promise<Result<Symptom>> => together([await lookForLostRows(connection, lost), symptomOfPresence(estate)]);
