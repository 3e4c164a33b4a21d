/** By what names a cluster, a backup, an archive or a repository is known: what lies beside or below them is moved by nobody's hand. */
import {readdirSync} from 'node:fs';
import {basename, dirname} from 'node:path';
import {readNote} from '../drivers/backup-notes.ts';

/** A segment, a history of timelines or a label, as they lie in pg_wal and in archives. */
export const isWal = (name: string): boolean => /^[0-9A-F]{24}([-.]|$)|^[0-9A-F]{8}\.history/.test(name);

/** `PG_15_202209061`: in the directory of a tablespace, one for each catalogue version (PostgreSQL manual, Physical Storage). */
const isTablespace = (name: string): boolean => /^PG_\d+(\.\d+)?_\d{9}$/.test(name);

/**
 * A cluster and its plain backups, also packed file by file; backups as tar with or without a manifest (pg_basebackup -Ft), also in
 * parts or encrypted; dumps as directories (pg_dump -Fd has toc.dat); the repositories of pgBackRest (archive.info, backup.info,
 * backup.manifest) and of WAL-G (base_ and the first segment, also while its …_backup_stop_sentinel.json is yet to come).
 */
const marks =
  /^(PG_VERSION|(archive|backup)\.info|backup[._]manifest|base\.tar|toc\.dat)(\.|$)|^archive_status$|^base_[0-9A-F]{24}/;

/** Whether a directory, by what lies in it and beside it, is of a cluster, a backup, an archive or a repository, with all below it. */
export const isKept = (directory: string, names: readonly string[]): boolean =>
  names.some(name => marks.test(name) || isTablespace(name) || isWal(name)) ||
  // A dump of ours, whose note lies beside it.
  readNote(dirname(directory), basename(directory)) !== null;

/** The nearest such directory, this one or one around it; null where there is none. */
export const keptAround = (directory: string): string | null => {
  if (isKept(directory, namesIn(directory))) {
    return directory;
  }
  const above = dirname(directory);
  return above === directory ? null : keptAround(above);
};

const namesIn = (directory: string): readonly string[] => {
  try {
    return readdirSync(directory);
  } catch {
    return [];
  }
};
