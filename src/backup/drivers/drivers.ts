/** The drivers by name: every way of keeping backups that there is. */
import {builtin} from './builtin.ts';
import type {BackupDriver, DriverName} from './driver.ts';
import {pgDump} from './pg-dump.ts';
import {pgbackrest} from './pgbackrest.ts';

export const drivers: {readonly [Name in DriverName]: BackupDriver} = {
  builtin,
  pgbackrest,
  pg_dump: pgDump,
};
