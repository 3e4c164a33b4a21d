/** Removes what a killed drill left, by the state directory's records alone. */

import {dismantle} from './dismantle.ts';
import {isLabAlive} from './known-labs.ts';
import {readLabRecords} from './lab-record.ts';

export type Reclaimed = {
  /** Sentences of what was removed. */
  readonly removed: readonly string[];
  /** Sentences of what could not be, each with a way out. */
  readonly problems: readonly string[];
};

export type ReclaimOptions = {
  /** Also those that were left standing on purpose. */
  readonly takeKept?: boolean;
  /** The only lab that is meant, by its run. */
  readonly only?: string;
};

/** Labs of living drills stay, and those left standing on purpose too unless `takeKept` is given. */
export const reclaim = async (stateDir: string, {takeKept = false, only}: ReclaimOptions = {}): Promise<Reclaimed> => {
  const removed: string[] = [];
  const problems: string[] = [];
  for (const record of readLabRecords(stateDir)) {
    if (only !== undefined && !(record.ok && record.value.run === only)) {
      continue;
    }
    if (!record.ok) {
      problems.push(`${record.reason} is not a lab's record; look at it and remove it`);
      continue;
    }
    if (isLabAlive(record.value) || (record.value.isKept && !takeKept)) {
      continue;
    }

    const done = await dismantle(stateDir, record.value);
    if (done.ok) {
      removed.push(...done.value.removed.map(sentence => `${sentence}, left by ${record.value.run}`));
    } else {
      problems.push(done.reason);
    }
  }
  return {removed, problems};
};
