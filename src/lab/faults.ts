/** The faults that a lab can be broken with. */
import {fail, type Result, succeed} from '../base/result.ts';
import type {Estate} from './estate.ts';
import type {Fault, PreparedFault} from './fault.ts';
import {badUpdate} from './faults/bad-update.ts';
import {belowChecksums} from './faults/below-checksums.ts';
import {deletedBackups} from './faults/breach/deleted-backups.ts';
import {exfiltration} from './faults/breach/exfiltration.ts';
import {intrusion} from './faults/breach/intrusion.ts';
import {rogueSuperuser} from './faults/breach/rogue-superuser.ts';
import {stolenPassword} from './faults/breach/stolen-password.ts';
import {tamperedRows} from './faults/breach/tampered-rows.ts';
import {brokenArchive} from './faults/broken-archive.ts';
import {damagedCatalogue} from './faults/catalogue.ts';
import {damagedBackup} from './faults/damaged-backup.ts';
import {deleteRows} from './faults/delete-rows.ts';
import {dropDatabase} from './faults/drop-database.ts';
import {dropTable} from './faults/drop-table.ts';
import {readParameters} from './faults/fault-parameters.ts';
import {fullDisk} from './faults/full-disk.ts';
import {heapPage} from './faults/heap-page.ts';
import {indexPage} from './faults/index-page.ts';
import {configurationLost} from './faults/infrastructure/configuration-lost.ts';
import {failedOver} from './faults/infrastructure/failed-over.ts';
import {primaryKilled} from './faults/infrastructure/primary-killed.ts';
import {primaryLost} from './faults/infrastructure/primary-lost.ts';
import {repositoryLost} from './faults/infrastructure/repository-lost.ts';
import {siteComesBack} from './faults/infrastructure/site-comes-back.ts';
import {siteCut} from './faults/infrastructure/site-cut.ts';
import {staleName} from './faults/infrastructure/stale-name.ts';
import {passedMoment} from './faults/passed-moment.ts';
import {truncate} from './faults/truncate.ts';

/** A new fault is a file in faults/ and a line here. */
export const faults = {
  delete_rows: deleteRows,
  bad_update: badUpdate,
  truncate,
  drop_table: dropTable,
  drop_database: dropDatabase,
  heap_page: heapPage,
  index_page: indexPage,
  below_checksums: belowChecksums,
  catalogue: damagedCatalogue,
  broken_archive: brokenArchive,
  damaged_backup: damagedBackup,
  full_disk: fullDisk,
  passed_moment: passedMoment,
  primary_killed: primaryKilled,
  primary_lost: primaryLost,
  site_cut: siteCut,
  site_comes_back: siteComesBack,
  configuration_lost: configurationLost,
  repository_lost: repositoryLost,
  stale_name: staleName,
  stolen_password: stolenPassword,
  exfiltration,
  tampered_rows: tamperedRows,
  rogue_superuser: rogueSuperuser,
  deleted_backups: deletedBackups,
  intrusion,
  failed_over: failedOver,
} as const satisfies Readonly<Record<string, Fault>>;

export const findFault = (name: string): Fault | undefined => Object.values(faults).find(known => known.name === name);

/** Whether it can be done here as it is written; asked before a lab is built, which it knows nothing of. */
export const checkFault = (written: unknown): Result<void> => {
  const chosen = choose(written);
  if (!chosen.ok) {
    return chosen;
  }
  const {fault, parameters} = chosen.value;
  const read = readParameters(fault, parameters);
  const lack = fault.needs?.lack() ?? null;
  return lack !== null ? fail(lack) : read.ok ? succeed(undefined) : read;
};

/** Takes the runbook's `fault: {NAME: PARAMETERS}`. */
export const prepareFault = async (estate: Estate, written: unknown): Promise<Result<PreparedFault>> => {
  const checked = checkFault(written);
  const chosen = checked.ok ? choose(written) : checked;
  return chosen.ok ? chosen.value.fault.prepare(estate, chosen.value.parameters) : chosen;
};

const choose = (written: unknown): Result<{readonly fault: Fault; readonly parameters: unknown}> => {
  const [[name = '', parameters] = [], ...more] =
    typeof written === 'object' && written !== null ? Object.entries(written) : [];
  const fault = findFault(name);
  return fault === undefined || more.length > 0
    ? fail(`a fault is one of ${Object.keys(faults).join(', ')}; this is ${name === '' ? 'none' : `"${name}"`}`)
    : succeed({fault, parameters});
};
