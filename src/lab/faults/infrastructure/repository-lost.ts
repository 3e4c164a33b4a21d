/** `repository_lost`: backups and archive are gone with the disk that they were on, and the database goes on. */
import {existsSync, rmSync} from 'node:fs';
import {type Result, succeed} from '../../../base/result.ts';
import {archivesIntoFile} from '../../archived-segment.ts';
import type {Damage} from '../../damage.ts';
import type {Estate} from '../../estate.ts';
import type {Fault, Symptom} from '../../fault.ts';
import {inLab, inServerNow} from '../../in-lab.ts';
import {readMomentBefore} from '../../moment-before.ts';
import {lookForBackup} from '../../usable-backup.ts';
import {readParameters} from '../fault-parameters.ts';
import {changeFiles, noRowsLost} from '../no-rows-lost.ts';

const name = 'repository_lost';

export const repositoryLost: Fault = {
  name,
  summary: 'Remove the base backups and the WAL archive, directories and all; the database itself is whole.',
  parameters: {},
  owes: ['archive', 'backup'],
  prepare: async (estate, parameters) => {
    const wanted = readParameters(repositoryLost, parameters);
    return wanted.ok
      ? succeed({
          summary: 'remove the base backups and the WAL archive',
          symptom: () => lacks(estate),
          inject: () => inject(estate),
        })
      : wanted;
  },
  symptomOf: estate => lacks(estate),
};

const inject = async (estate: Estate): Promise<Result<Damage>> => {
  const before = await inLab(estate, connection => readMomentBefore(connection, estate.dataset));
  if (!before.ok) {
    return before;
  }
  const {archive, backup, pgbackrest} = estate;
  const gone = [backup, archive, ...(pgbackrest === null ? [] : [pgbackrest.directory])].filter(path =>
    existsSync(path),
  );
  const removed = changeFiles(() => {
    for (const path of gone) {
      rmSync(path, {recursive: true, force: true, maxRetries: 3});
    }
  });
  return removed.ok ? succeed(noRowsLost(name, {before: before.value, detail: {gone}})) : removed;
};

/** What could be restored if the server were lost now: nothing, as long as one of both is missing. */
const lacks = (estate: Estate): Promise<Result<Symptom>> =>
  inServerNow(estate, async connection => {
    const backup = await lookForBackup(connection, estate);
    return !backup.ok || backup.value.seen ? backup : archivesIntoFile(connection, estate.directory);
  });
