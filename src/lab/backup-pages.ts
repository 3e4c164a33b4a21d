/** The pages of a base backup, each looked at by itself: whether one does not fit its checksum, without asking a tool of backups. */
import {closeSync, openSync, readdirSync, readSync} from 'node:fs';
import {join} from 'node:path';
import {bytesOf} from '../backup/base-backup.ts';
import {isPageSound, pageBytes, readPageHeader} from '../postgres/page-checksum.ts';

export type UnsoundPage = {readonly path: string; readonly block: number};

/**
 * The first one, or null. A page that was changed after the backup began may be half of two: replay writes it anew, so what it
 * has now does not matter. Throws what the file system throws.
 */
export const firstUnsoundPage = (backup: string, startLsn: bigint): UnsoundPage | null => {
  for (const database of readdirSync(join(backup, 'base'))) {
    const directory = join(backup, 'base', database);
    for (const name of readdirSync(directory).filter(one => /^\d+(\.\d+)?$/.test(one))) {
      const block = firstIn(join(directory, name), Number(name.split('.')[1] ?? 0) * segmentBlocks, startLsn);
      if (block !== null) {
        return {path: join('base', database, name), block};
      }
    }
  }
  return null;
};

/** RELSEG_SIZE of every packaged PostgreSQL. */
const segmentBlocks = 131_072;

const firstIn = (path: string, firstBlock: number, startLsn: bigint): number | null => {
  const file = openSync(path, 'r');
  const page = new Uint8Array(pageBytes);
  try {
    for (let at = 0; readSync(file, page, 0, pageBytes, at * pageBytes) === pageBytes; at += 1) {
      if (!isPageSound(page, firstBlock + at) && bytesOf(readPageHeader(page).lsn) < startLsn) {
        return firstBlock + at;
      }
    }
    return null;
  } finally {
    closeSync(file);
  }
};
