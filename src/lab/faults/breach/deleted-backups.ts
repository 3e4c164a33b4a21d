/** `deleted_backups`: somebody changes rows, and with a superuser's password deletes the backups from which they could be told. */
import {bytesOf, inspectBaseBackup} from '../../../backup/base-backup.ts';
import {fail, type Result, succeed} from '../../../base/result.ts';
import type {Connection} from '../../../postgres/connect.ts';
import {rowsOf} from '../../../postgres/query.ts';
import type {Damage, LostTable} from '../../damage.ts';
import type {Estate} from '../../estate.ts';
import type {Fault, Symptom} from '../../fault.ts';
import {inLab, inLabNow} from '../../in-lab.ts';
import {deleteFiles} from '../../intruder/backdoors.ts';
import {robStore} from '../../intruder/empty-store.ts';
import {intruderAddress, type Key} from '../../intruder/intruder-plan.ts';
import {findBackups} from '../../known-backups.ts';
import type {ObjectStore} from '../../object-store/object-store.ts';
import {readStoredCopy} from '../../object-store/stored-copy.ts';
import {lookForLostRows, totalOf} from '../lost-rows.ts';
import {type Deed, intrude, symptomOfPresence, together} from './intrude.ts';
import {rowsEachRead} from './tampered-rows.ts';
import {prepareTampering, type Tampering, tamperingParameters} from './tampering.ts';

const name = 'deleted_backups';

const fromTheBeginning = '0/0';

export const deletedBackups: Fault = {
  name,
  summary:
    "Read and change rows with the application's password, delete the base backup and the WAL archive with a superuser's, also in an object store, and stay.",
  parameters: tamperingParameters,
  owes: ['archive'],
  prepare: async (estate, parameters) => {
    const tampering = await prepareTampering(estate, deletedBackups, parameters);
    if (!tampering.ok) {
      return tampering;
    }
    const {lost} = tampering.value;
    const before: Wanted = {lost, sinceLsn: fromTheBeginning};
    return succeed({
      summary: `change ${totalOf(lost)} rows from ${intruderAddress}, and delete the base backup and the WAL archive`,
      symptom: () => inLab(estate, connection => lookForAll(connection, estate, before)),
      inject: () => inject(estate, tampering.value),
    });
  },
  symptomOf: (estate, {lost, detail}) =>
    inLabNow(estate, connection => lookForAll(connection, estate, {lost, sinceLsn: String(detail?.deleted_at_lsn)})),
};

const inject = async (estate: Estate, {table, lost, deed}: Tampering): Promise<Result<Damage>> => {
  const {archive, backup, pgbackrest, secondCopy, objectStore, tools} = estate;
  // Where the servers run as this very account, nothing would be out of the intruder's reach.
  const outOfReach = secondCopy !== null && tools.user.kind === 'account' ? [secondCopy] : [];
  const places = [backup, archive, ...(pgbackrest === null ? [] : [pgbackrest.directory]), ...outOfReach];
  const stored = readStoredCopy(estate.directory);
  // First, while the server can still be asked for the keys.
  const robbery: readonly Deed[] =
    objectStore === null ? [] : [{as: 'admin', act: connection => deleteInStore(connection, objectStore)}];
  const deletion: Deed = {as: 'admin', act: connection => deleteFiles(connection, places)};
  const deeds = [deed, ...robbery, deletion];
  const damage = await intrude(estate, {fault: name, deeds, lost, reads: {table, rowsEachRead}});
  if (!damage.ok) {
    return damage;
  }
  const lsn = await inLab(estate, readLsn);
  const noted = stored === null ? {} : {stored_version: stored.version, stored_sha256: stored.sha256};
  return lsn.ok ? succeed({...damage.value, detail: {deleted_at_lsn: lsn.value, ...noted}}) : lsn;
};

/** It makes no key of its own there. Where it got nothing deleted at all, the drill would be about nothing. */
const deleteInStore = async (connection: Connection, objectStore: ObjectStore): Promise<Result<readonly Key[]>> => {
  const emptied = await robStore(connection, objectStore);
  if (!emptied.ok) {
    return emptied;
  }
  return emptied.value.marked > 0 ? succeed([]) : fail('the intruder finds nothing in the object store');
};

const readLsn = async (connection: Connection): Promise<Result<string>> => {
  const rows = await rowsOf(connection, 'select pg_current_wal_insert_lsn()::text as lsn');
  return rows.ok ? succeed(String(rows.value[0]?.lsn)) : fail(rows.reason.message);
};

type Wanted = {
  readonly lost: readonly LostTable[];
  /** A backup counts that began there or later: what was fetched back ends before the archive that is gone. */
  readonly sinceLsn: string;
};

const lookForAll = async (connection: Connection, estate: Estate, {lost, sinceLsn}: Wanted): Promise<Result<Symptom>> =>
  together([await lookForLostRows(connection, lost), lookForBackup(estate, sinceLsn), symptomOfPresence(estate)]);

const lookForBackup = ({directory, secondCopy}: Estate, sinceLsn: string): Result<Symptom> => {
  const found = findBackups(directory)
    .filter(backup => secondCopy === null || !backup.directory.startsWith(`${secondCopy}/`))
    .find(backup => {
      const inspected = inspectBaseBackup(backup.directory);
      return inspected.ok && inspected.value.startLsn >= bytesOf(sinceLsn);
    });
  return succeed(
    found === undefined
      ? {
          seen: true,
          detail: `there is no base backup${sinceLsn === fromTheBeginning ? '' : ` that began at ${sinceLsn} or later`}`,
        }
      : {seen: false, detail: `a base backup lies at ${found.directory}`},
  );
};
