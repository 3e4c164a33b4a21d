/** `stolen_password`: the application's password is used from a foreign address, and that session stays open. */
import type {Fault} from '../../fault.ts';
import {readParameters} from '../fault-parameters.ts';
import {prepareReading} from './exfiltration.ts';
import {symptomOfPresence} from './intrude.ts';

const name = 'stolen_password';

/** Somebody who looks around: little enough to be overlooked in a log of thousands of reads. */
const rowsEachRead = 1;

export const stolenPassword: Fault = {
  name,
  summary: "Use the application's password from a foreign address, in a session that stays open and looks around.",
  parameters: {table: {summary: 'the table that is looked at', isNeeded: true}},
  prepare: async (estate, parameters) => {
    const wanted = readParameters(stolenPassword, parameters);
    return wanted.ok ? prepareReading(estate, {fault: name, table: wanted.value.table ?? '', rowsEachRead}) : wanted;
  },
  symptomOf: async estate => symptomOfPresence(estate),
};
