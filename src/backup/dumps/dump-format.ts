/** What kind of dump lies at a path, by its first bytes: names of files say what somebody meant. */
import {closeSync, existsSync, openSync, readSync, realpathSync, statSync} from 'node:fs';
import {join} from 'node:path';
import {fail, type Result, succeed} from '../../base/result.ts';

/** `plain` and `gzip` are SQL that psql reads, the others are read by pg_restore. */
export type DumpFormat = 'plain' | 'gzip' | 'custom' | 'tar' | 'directory';

export type DumpFile = {
  /** With every link resolved. */
  readonly path: string;
  readonly format: DumpFormat;
};

/** Whether pg_restore reads it, which can take a part of it out. */
export const isArchive = ({format}: DumpFile): boolean => format !== 'plain' && format !== 'gzip';

/** Looks at the first bytes; a sentence where it is none of them. */
export const findDumpFile = (given: string): Result<DumpFile> => {
  if (!existsSync(given)) {
    return fail(`there is nothing at ${given}, or this user may not see it`);
  }
  try {
    const path = realpathSync(given);
    if (statSync(path).isDirectory()) {
      return isFile(join(path, 'toc.dat'))
        ? succeed({path, format: 'directory'})
        : fail(`${given} is a directory and no dump: it has no toc.dat, as pg_dump --format=directory writes it`);
    }
    const format = formatOf(firstBytes(path));
    return format === null
      ? fail(
          `${given} is no dump that can be read here: neither SQL, nor SQL in gzip, nor what pg_dump writes as custom, tar or directory`,
        )
      : succeed({path, format});
  } catch (thrown) {
    return fail(`the dump cannot be read: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
  }
};

const isFile = (path: string): boolean => statSync(path, {throwIfNoEntry: false})?.isFile() === true;

/** The header of a tar file ends before this. */
const headBytes = 512;

const firstBytes = (path: string): Buffer => {
  const file = openSync(path, 'r');
  try {
    const head = Buffer.alloc(headBytes);
    return head.subarray(0, readSync(file, head, 0, headBytes, 0));
  } finally {
    closeSync(file);
  }
};

// `PGDMP` begins a custom archive (pg_backup_archiver.h), 1f 8b a gzip file (RFC 1952), `ustar` stands at 257 in a tar.
const formatOf = (head: Buffer): DumpFormat | null => {
  if (head.subarray(0, 5).toString('latin1') === 'PGDMP') {
    return 'custom';
  }
  if (head[0] === 0x1f && head[1] === 0x8b) {
    return 'gzip';
  }
  if (head.subarray(257, 262).toString('latin1') === 'ustar') {
    return head.subarray(0, 7).toString('latin1') === 'toc.dat' ? 'tar' : null;
  }
  // Text has no zero byte; an empty file is no dump.
  return head.length > 0 && !head.includes(0) ? 'plain' : null;
};
