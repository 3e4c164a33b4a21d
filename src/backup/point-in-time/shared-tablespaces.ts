/** Refuses a replay that would make tablespaces where production has its own: the WAL names their directories, and replay writes there. */
import {existsSync, readdirSync} from 'node:fs';
import {join} from 'node:path';
import {fail, type Result, succeed} from '../../base/result.ts';
import {inspectBaseBackup} from '../base-backup.ts';
import type {RecoveryTarget} from '../recovery-target.ts';
import type {KeptBackup, PlainBackup} from '../side-plan.ts';
import {readMarks} from '../wal/read-marks.ts';
import {walDirectories} from '../wal/wal-archive.ts';
import {stopsAt} from './passed-by.ts';

/**
 * `CREATE TABLESPACE` is replayed with the path that it had, and links of a backup are changed, but not those of the WAL. Looked
 * for where the archive can be read here; what cannot be read is left to the restore itself, which says so.
 */
export const refuseSharedTablespaces = async (
  from: PlainBackup | KeptBackup,
  target: RecoveryTarget,
): Promise<Result<void>> => {
  const backup = 'backupDir' in from && 'archiveDir' in from.wal ? inspectBaseBackup(from.backupDir) : null;
  if (backup === null || !backup.ok || !('backupDir' in from) || !('archiveDir' in from.wal)) {
    return succeed(undefined);
  }
  const {directory, startLsn, startSegment, major} = backup.value;
  const made: string[] = [];
  await readMarks(
    {
      archive: walDirectories([from.wal.archiveDir, join(directory, 'pg_wal')]),
      startLsn,
      timeline: Number.parseInt(startSegment.slice(0, 8), 16),
      major,
      identifier: null,
    },
    mark => {
      const isOver = stopsAt(mark, target);
      if (!isOver && mark.kind === 'tablespace') {
        made.push(mark.path);
      }
      return !isOver;
    },
  );
  return refuseIfHere(made);
};

/** The same of directories that are known already: one with something in it is somebody's, and one that is missing ends the replay. */
export const refuseIfHere = (made: readonly string[]): Result<void> => {
  const used = made.filter(isUsed);
  const missing = made.filter(path => !existsSync(path));
  if (used.length > 0) {
    return fail(
      `on the way there a tablespace was made in ${used.join(' and ')}, and replay would write into that directory, which is production's; take a backup that was made after it, or restore on another host`,
    );
  }
  return missing.length === 0
    ? succeed(undefined)
    : fail(
        `on the way there a tablespace was made in ${missing.join(' and ')}, which is not there; make it here, empty and of the account that runs the server, where this is not the host of production`,
      );
};

const isUsed = (path: string): boolean => {
  try {
    return readdirSync(path).length > 0;
  } catch {
    // What cannot be looked into is not empty, as far as anybody knows.
    return existsSync(path);
  }
};
