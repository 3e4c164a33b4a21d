/** The symptom of an outage: no client can write, or nobody can say which server takes writes. */
import {type Result, succeed} from '../../../base/result.ts';
import {clientsAreServed} from '../../clients.ts';
import type {Estate} from '../../estate.ts';
import type {Symptom} from '../../fault.ts';

/** A server that only its console reaches serves nobody. */
export const noService = async (estate: Estate): Promise<Result<Symptom>> => {
  const served = await clientsAreServed(estate);
  if (!served.ok) {
    return succeed({seen: true, detail: `clients cannot write: ${served.reason}`});
  }
  const site = await estate.current();
  return succeed(
    site.ok
      ? {seen: false, detail: `clients can write, and the ${site.value.name} takes writes`}
      : {seen: true, detail: site.reason},
  );
};
