/** The faults that a lab can be broken with. */
import {fail, type Result} from '../base/result.ts';
import type {Estate} from './estate.ts';
import type {Fault, PreparedFault} from './fault.ts';
import {deleteRows} from './faults/delete-rows.ts';

/** A new fault is a file in faults/ and a line here. */
export const faults: Readonly<Record<'delete_rows', Fault>> = {delete_rows: deleteRows};

/** Takes the runbook's `fault: {NAME: PARAMETERS}`. */
export const prepareFault = async (estate: Estate, written: unknown): Promise<Result<PreparedFault>> => {
  const [[name = '', parameters] = [], ...more] =
    typeof written === 'object' && written !== null ? Object.entries(written) : [];
  const fault = Object.values(faults).find(known => known.name === name);
  if (fault === undefined || more.length > 0) {
    return fail(
      `a fault is one of: ${Object.keys(faults).join(', ')}; the runbook has ${name === '' ? 'none' : `"${name}"`}`,
    );
  }
  return fault.prepare(estate, parameters);
};
