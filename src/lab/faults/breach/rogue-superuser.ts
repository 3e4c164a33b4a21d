/** `rogue_superuser`: somebody with a superuser's password leaves ways to come back, and stays. */
import {type Result, succeed} from '../../../base/result.ts';
import type {Connection} from '../../../postgres/connect.ts';
import type {Estate} from '../../estate.ts';
import type {Fault, Symptom} from '../../fault.ts';
import {inLab, inLabNow} from '../../in-lab.ts';
import {leaveBackdoors, lookForBackdoors} from '../../intruder/backdoors.ts';
import {intruderAddress} from '../../intruder/intruder-plan.ts';
import {readParameters} from '../fault-parameters.ts';
import {findTable} from '../one-transaction.ts';
import {type Deed, intrude, symptomOfPresence, together, wantAccounts} from './intrude.ts';

const name = 'rogue_superuser';
const rowsEachRead = 1;

/** A superuser, a function that does all that it is told, a right, and a line of pg_hba.conf. */
export const backdoors: Deed = {as: 'admin', act: leaveBackdoors};

export const rogueSuperuser: Fault = {
  name,
  summary:
    "Use a superuser's password from a foreign address to make another superuser, a SECURITY DEFINER function, a membership and a line of pg_hba.conf, and stay.",
  parameters: {
    table: {summary: 'the table that is looked at meanwhile; one of the application by default', isNeeded: false},
  },
  prepare: async (estate, parameters) => {
    const wanted = readParameters(rogueSuperuser, parameters);
    const accounts = wantAccounts(name, estate);
    if (!wanted.ok) {
      return wanted;
    }
    if (!accounts.ok) {
      return accounts;
    }
    const {table = Object.keys(estate.dataset.writtenRows)[0] ?? ''} = wanted.value;
    const found = await inLab(estate, connection => findTable(connection, table));
    if (!found.ok) {
      return found;
    }
    return succeed({
      summary: `let somebody from ${intruderAddress} leave backdoors with a superuser's password`,
      symptom: () => inLab(estate, connection => lookForRogue(connection, estate)),
      inject: () => intrude(estate, {fault: name, deeds: [backdoors], reads: {table: found.value, rowsEachRead}}),
    });
  },
  symptomOf: estate => inLabNow(estate, connection => lookForRogue(connection, estate)),
};

const lookForRogue = async (connection: Connection, estate: Estate): Promise<Result<Symptom>> =>
  together([await lookForBackdoors(connection), symptomOfPresence(estate)]);
