/** What a plain base backup directory says about itself, and why one may be of no use. */
import {existsSync, readdirSync, readFileSync, realpathSync} from 'node:fs';
import {join} from 'node:path';
import {fail, type Result, succeed} from '../base/result.ts';
import {type BackedUpTablespace, tablespacesOf} from './tablespaces.ts';

export type BaseBackup = {
  /** Its real path. */
  readonly directory: string;
  readonly major: number;
  /** When it was begun, as its label has it; null where the label does not say. */
  readonly startedAt: string | null;
  /** Where replay must begin, in bytes of WAL and as the name of the segment. */
  readonly startLsn: bigint;
  readonly startSegment: string;
  /** Where replay must at least have come before the copy is consistent, as its manifest says; null where it has none. */
  readonly endLsn: bigint | null;
  /** What it has of tablespaces, each a directory below its pg_tblspc. */
  readonly tablespaces: readonly BackedUpTablespace[];
};

/** Looks at a backup as `pg_basebackup -Fp` makes it, with or without postgresql.conf. */
export const inspectBaseBackup = (path: string): Result<BaseBackup> => {
  if (!existsSync(path)) {
    return fail(`the base backup ${path} does not exist, or this user may not see it`);
  }

  const directory = realpathSync(path);
  try {
    return inspect(directory, readdirSync(directory));
  } catch (thrown) {
    return fail(`the base backup ${path} cannot be read: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
  }
};

const inspect = (directory: string, names: readonly string[]): Result<BaseBackup> => {
  if (names.some(name => /^base\.tar(\.|$)/.test(name))) {
    return fail(
      `${directory} holds a backup in tar format; unpack base.tar into an empty directory, and pg_wal.tar into its pg_wal, and name that`,
    );
  }
  if (!names.includes('PG_VERSION') || !existsSync(join(directory, 'global/pg_control'))) {
    return fail(`${directory} is not a base backup: PG_VERSION and global/pg_control are not in it`);
  }
  // A copy without a label would start from the wrong checkpoint and be silently broken.
  if (!names.includes('backup_label')) {
    return fail(
      `${directory} has no backup_label, so it is a plain copy of a data directory and not a base backup; take backups with pg_basebackup or pg_backup_start`,
    );
  }

  const tablespaces = tablespacesOf(directory);
  if (!tablespaces.ok) {
    return tablespaces;
  }

  const major = Number.parseInt(readFileSync(join(directory, 'PG_VERSION'), 'utf8'), 10);
  const label = readFileSync(join(directory, 'backup_label'), 'utf8');
  const [, high = '', low = '', startSegment] =
    /^START WAL LOCATION: ([0-9A-F]+)\/([0-9A-F]+) \(file ([0-9A-F]{24})\)$/m.exec(label) ?? [];
  if (startSegment === undefined) {
    return fail(`${directory} has a backup_label that does not say where its WAL begins; give another base backup`);
  }
  return succeed({
    directory,
    major,
    startedAt: /^START TIME: (.*)$/m.exec(label)?.[1] ?? null,
    startLsn: bytesOf(`${high}/${low}`),
    startSegment,
    endLsn: manifestEnd(directory),
    tablespaces: tablespaces.value,
  });
};

/** Bytes of WAL up to a position like `0/2000028`. */
export const bytesOf = (lsn: string): bigint => {
  const [high = '0', low = '0'] = lsn.split('/');
  return (BigInt(`0x${high}`) << 32n) + BigInt(`0x${low}`);
};

/** A number of bytes as a position like `0/2000028`. */
export const formatLsn = (bytes: bigint): string =>
  `${(bytes >> 32n).toString(16).toUpperCase()}/${(bytes & 0xffff_ffffn).toString(16).toUpperCase()}`;

// The manifest of a large backup is large, and its WAL ranges stand at the end (PostgreSQL manual, "Backup Manifest Format").
const manifestEnd = (directory: string): bigint | null => {
  const file = join(directory, 'backup_manifest');
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const ends = [...text.slice(text.lastIndexOf('"WAL-Ranges"')).matchAll(/"End-LSN": "([0-9A-F]+\/[0-9A-F]+)"/g)];
  return ends.reduce<bigint | null>((latest, [, lsn = '']) => {
    const bytes = bytesOf(lsn);
    return latest === null || bytes > latest ? bytes : latest;
  }, null);
};
