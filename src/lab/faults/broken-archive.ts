/** `broken_archive`: the archive takes no more WAL, while the database goes on as if nothing were. */
import {chmodSync, statSync} from 'node:fs';
import {type Result, succeed} from '../../base/result.ts';
import {archives} from '../archived-segment.ts';
import type {Damage} from '../damage.ts';
import type {Estate} from '../estate.ts';
import type {Fault} from '../fault.ts';
import {inLab, inLabNow} from '../in-lab.ts';
import {readMomentBefore} from '../moment-before.ts';
import {readParameters} from './fault-parameters.ts';
import {changeFiles, noRowsLost} from './no-rows-lost.ts';

const name = 'broken_archive';

export const brokenArchive: Fault = {
  name,
  summary: 'Take away the right to write into the WAL archive, so that archiving fails from then on.',
  parameters: {},
  prepare: async (estate, parameters) => {
    const wanted = readParameters(brokenArchive, parameters);
    return wanted.ok
      ? succeed({
          summary: 'take away the right to write into the WAL archive',
          symptom: () => inLab(estate, archives),
          inject: () => inject(estate),
        })
      : wanted;
  },
  symptomOf: estate => inLabNow(estate, archives),
};

const inject = async (estate: Estate): Promise<Result<Damage>> => {
  const before = await inLab(estate, connection => readMomentBefore(connection, estate.dataset));
  if (!before.ok) {
    return before;
  }
  const mode = statSync(estate.archive).mode & 0o777;
  const closed = changeFiles(() => chmodSync(estate.archive, 0o500));
  return closed.ok
    ? succeed(noRowsLost(name, {before: before.value, detail: {archive: estate.archive, mode}}))
    : closed;
};
