/** Whether a base backup and a WAL archive lead to a moment of a cluster: asked before anybody decides anything, in a second. */
import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {fail, type Result, succeed} from '../base/result.ts';
import {type Connection, withConnection} from '../postgres/connect.ts';
import type {DatabaseFailure} from '../postgres/failure.ts';
import {rowsOf} from '../postgres/query.ts';
import {findServerBinaries} from '../postgres/server-binaries.ts';
import {canRead, findServerUser} from '../postgres/server-user.ts';
import {type BaseBackup, bytesOf, inspectBaseBackup} from './base-backup.ts';
import {firstGap, segmentAt} from './wal-segment.ts';

export type CheckBackupRequest = {
  readonly live: string;
  readonly backupDir: string;
  readonly archiveDir: string;
  /** The moment, as a position in the WAL: the commit of the transaction that is to be gone. */
  readonly beforeLsn: string;
};

export type CheckedBackup = {
  readonly backupStartedAt: string | null;
  /** Whether it could be told that the backup was complete by then: from its manifest, or its history file in the archive. */
  readonly endKnown: boolean;
  /** Segments from the backup's first on that the archive has without a gap. */
  readonly segments: number;
  readonly firstSegment: string;
  /** The segment of that moment; the last ones may still be on the server alone. */
  readonly lastSegment: string;
  /** Whether the archive has that one too. */
  readonly archived: boolean;
};

/** Changes nothing. Fails with what is missing and the way out. */
export const checkBackup = async (request: CheckBackupRequest): Promise<Result<CheckedBackup>> => {
  const backup = inspectBaseBackup(request.backupDir);
  const user = findServerUser();
  if (!backup.ok) {
    return backup;
  }
  if (!user.ok) {
    return user;
  }
  const binaries = await findServerBinaries(user.value, {major: backup.value.major});
  if (!binaries.ok) {
    return binaries;
  }
  for (const [what, directory] of [
    ['base backup', backup.value.directory],
    ['WAL archive', request.archiveDir],
  ] as const) {
    if (!(await canRead(user.value, directory))) {
      return fail(`the account ${user.value.name} runs the side instance and cannot read the ${what} ${directory}`);
    }
  }
  const live = await withConnection(request.live, connection => askServer(connection, request.beforeLsn));
  return live.ok ? compare(backup.value, live.value, request) : fail(live.reason.message);
};

type Live = {
  readonly major: number;
  readonly system: string;
  readonly segmentBytes: bigint;
  readonly timeline: string;
  /** That moment, in bytes of WAL. */
  readonly beforeLsn: bigint;
};

const askServer = async (connection: Connection, beforeLsn: string): Promise<Result<Live, DatabaseFailure>> => {
  const rows = await rowsOf(
    connection,
    `select current_setting('server_version_num')::int / 10000 as major, system_identifier::text as system,
            (select setting from pg_settings where name = 'wal_segment_size') as segment_bytes,
            substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8) as timeline, ($1::pg_lsn - '0/0')::text as before
       from pg_control_system()`,
    [beforeLsn],
  );
  if (!rows.ok) {
    return rows;
  }
  const {major, system, segment_bytes: bytes, timeline, before} = rows.value[0] ?? {};
  return succeed({
    major: Number(major),
    system: String(system),
    segmentBytes: BigInt(String(bytes)),
    timeline: String(timeline),
    beforeLsn: BigInt(String(before)),
  });
};

const compare = (backup: BaseBackup, live: Live, {archiveDir}: CheckBackupRequest): Result<CheckedBackup> => {
  if (backup.major !== live.major) {
    return fail(
      `the base backup ${backup.directory} is of PostgreSQL ${backup.major}, and the database is of ${live.major}`,
    );
  }
  // The first eight bytes of pg_control are the system identifier, in every version (pg_control.h).
  const system = readFileSync(join(backup.directory, 'global/pg_control')).readBigUInt64LE(0).toString();
  if (system !== live.system) {
    return fail(`the base backup ${backup.directory} is of another cluster (its system identifier is ${system})`);
  }
  if (backup.startLsn >= live.beforeLsn) {
    return fail(
      `the base backup ${backup.directory} was begun after the deletion (${backup.startedAt ?? 'at an unknown time'}); give an earlier one`,
    );
  }

  const names = readdirSync(archiveDir);
  const endLsn = backup.endLsn ?? historyEnd(archiveDir, names, backup);
  if (endLsn !== null && endLsn > live.beforeLsn) {
    return fail(
      `the base backup ${backup.directory} was still being taken when the deletion committed, so it cannot be brought to the moment before; give an earlier one`,
    );
  }
  const last = segmentAt(live.beforeLsn, live);
  const {archived, missing} = firstGap({first: backup.startSegment, last, names: new Set(names)}, live.segmentBytes);
  const packed = names.find(name => missing !== null && name.startsWith(missing) && !/\.(backup|partial)$/.test(name));
  if (packed !== undefined) {
    return fail(
      `the WAL archive ${archiveDir} has ${packed} where ${missing} is needed; unpack the archive into a directory of plain segments and name that`,
    );
  }
  const isLater = missing !== null && names.some(name => /^[0-9A-F]{24}$/.test(name) && name > missing);
  return missing !== null && (archived === 0 || isLater)
    ? fail(
        `the WAL archive ${archiveDir} lacks the segment ${missing}, which recovery from this base backup needs; bring it there, or give a later backup from before the deletion`,
      )
    : succeed({
        backupStartedAt: backup.startedAt,
        endKnown: endLsn !== null,
        segments: archived,
        firstSegment: backup.startSegment,
        lastSegment: last,
        archived: missing === null,
      });
};

/** `SEGMENT.OFFSET.backup`, which the server archives when a backup ends (PostgreSQL manual, "Making a Base Backup"). */
const historyEnd = (
  archiveDir: string,
  names: readonly string[],
  {startSegment, startLsn}: BaseBackup,
): bigint | null => {
  const texts = names
    .filter(name => name.startsWith(`${startSegment}.`) && name.endsWith('.backup'))
    .map(name => readFileSync(join(archiveDir, name), 'utf8'));
  const own = texts.find(text => bytesOf(/^START WAL LOCATION: (\S+)/m.exec(text)?.[1] ?? '') === startLsn);
  const end = own === undefined ? undefined : /^STOP WAL LOCATION: (\S+)/m.exec(own)?.[1];
  return end === undefined ? null : bytesOf(end);
};
