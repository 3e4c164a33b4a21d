/** `intrusion`: all of it at once, as it is found in the morning: rows read and changed, a superuser left behind, somebody in. */
import {type Result, succeed} from '../../../base/result.ts';
import type {Connection} from '../../../postgres/connect.ts';
import type {LostTable} from '../../damage.ts';
import type {Estate} from '../../estate.ts';
import type {Fault, Symptom} from '../../fault.ts';
import {inLab, inLabNow} from '../../in-lab.ts';
import {lookForBackdoors} from '../../intruder/backdoors.ts';
import {intruderAddress} from '../../intruder/intruder-plan.ts';
import {lookForLostRows, totalOf} from '../lost-rows.ts';
import {intrude, symptomOfPresence, together} from './intrude.ts';
import {backdoors} from './rogue-superuser.ts';
import {rowsEachRead} from './tampered-rows.ts';
import {prepareTampering, tamperingParameters} from './tampering.ts';

const name = 'intrusion';

export const intrusion: Fault = {
  name,
  summary:
    "Read and change rows with the application's password, leave backdoors with a superuser's, and stay: tampered_rows and rogue_superuser in one.",
  parameters: tamperingParameters,
  prepare: async (estate, parameters) => {
    const tampering = await prepareTampering(estate, intrusion, parameters);
    if (!tampering.ok) {
      return tampering;
    }
    const {table, lost, deed} = tampering.value;
    return succeed({
      summary: `change ${totalOf(lost)} rows from ${intruderAddress}, leave backdoors, and read ${table}`,
      symptom: () => inLab(estate, connection => lookForAll(connection, estate, lost)),
      inject: () => intrude(estate, {fault: name, deeds: [deed, backdoors], lost, reads: {table, rowsEachRead}}),
    });
  },
  symptomOf: (estate, {lost}) => inLabNow(estate, connection => lookForAll(connection, estate, lost)),
};

const lookForAll = async (
  connection: Connection,
  estate: Estate,
  lost: readonly LostTable[],
): Promise<Result<Symptom>> =>
  together([await lookForLostRows(connection, lost), await lookForBackdoors(connection), symptomOfPresence(estate)]);
