/** The symptom of an outage: no server of the lab takes writes, or more than one does. */
import {type Result, succeed} from '../../../base/result.ts';
import type {Estate} from '../../estate.ts';
import type {Symptom} from '../../fault.ts';

/** As the estate sees it: where there is a network, from the side of clients. */
export const noService = async (estate: Estate): Promise<Result<Symptom>> => {
  const site = await estate.current();
  return succeed(
    site.ok ? {seen: false, detail: `the ${site.value.name} takes writes`} : {seen: true, detail: site.reason},
  );
};
