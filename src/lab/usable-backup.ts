/** Whether there is a base backup from which the server that takes writes now could be brought back. */

import {drivers} from '../backup/drivers/drivers.ts';
import {fail, type Result, succeed} from '../base/result.ts';
import type {Connection} from '../postgres/connect.ts';
import {rowsOf} from '../postgres/query.ts';
import type {Estate} from './estate.ts';
import type {Symptom} from './fault.ts';
import {findBackups} from './known-backups.ts';

/**
 * One of the same cluster and of the timeline that the server is on. After a failover that is a new one: a backup from before
 * leads to where the server is only by way of an archive that nobody has tried since.
 */
export const lookForBackup = async (
  connection: Connection,
  {directory, pgbackrest}: Pick<Estate, 'directory' | 'pgbackrest'>,
): Promise<Result<Symptom>> => {
  const rows = await rowsOf(connection, standsSql);
  if (!rows.ok) {
    return fail(rows.reason.message);
  }
  const identifier = String(rows.value[0]?.identifier);
  const timeline = String(rows.value[0]?.timeline);
  const [found] = findBackups(directory).filter(
    backup => backup.identifier === identifier && backup.timeline === timeline,
  );
  const number = Number.parseInt(timeline, 16);
  if (found !== undefined) {
    return succeed({seen: false, detail: `a base backup of timeline ${number} lies at ${found.directory}`});
  }
  const kept = pgbackrest === null ? false : await hasPgbackrest(pgbackrest, identifier, number);
  return succeed({
    seen: !kept,
    detail: kept
      ? `pgBackRest has a backup of timeline ${number}`
      : `there is no base backup of this cluster and of timeline ${number} anywhere in the lab`,
  });
};

const hasPgbackrest = async (
  {config, stanza}: NonNullable<Estate['pgbackrest']>,
  identifier: string,
  timeline: number,
): Promise<boolean> => {
  const listed = await drivers.pgbackrest.list({config, stanza});
  return (
    listed.ok &&
    listed.value.some(
      backup => backup.identifier === identifier && backup.timeline === timeline && backup.problems.length === 0,
    )
  );
};

// A segment's name begins with the timeline (PostgreSQL, xlog_internal.h).
const standsSql = `
  select system_identifier::text as identifier, left(pg_walfile_name(pg_current_wal_lsn()), 8) as timeline
    from pg_control_system()`;
