/** A WAL segment as a file: of which cluster it is, and how far it is written. */
import {closeSync, openSync, readSync, statSync} from 'node:fs';
import {headOf} from './page-head.ts';

/** Flag and places as in xlog_internal.h (XLogLongPageHeaderData), which the first page of a segment has. */
const longFlag = 2;
const at = {flags: 2, address: 8, cluster: 24, pageBytes: 36};
const headBytes = 40;
/** Of all versions (XLOG_PAGE_MAGIC, 0xD1nn). */
const magicHigh = 0xd1;

/** The system identifier of its cluster; null where its first page says none, as of a file that was cut short or is no segment. */
export const clusterOf = (path: string): string | null => {
  const head = Buffer.alloc(headBytes);
  const file = openSync(path, 'r');
  try {
    return readSync(file, head, 0, headBytes, 0) === headBytes && isLong(head)
      ? head.readBigUInt64LE(at.cluster).toString()
      : null;
  } finally {
    closeSync(file);
  }
};

/** How many pages from its beginning were written for this place; those behind them are empty or of a segment that was used before. */
export const writtenPages = (path: string): number => {
  const file = openSync(path, 'r');
  try {
    const first = Buffer.alloc(headBytes);
    if (readSync(file, first, 0, headBytes, 0) !== headBytes || !isLong(first)) {
      return 0;
    }
    const begin = first.readBigUInt64LE(at.address);
    const pageBytes = first.readUInt32LE(at.pageBytes);
    const all = pageBytes === 0 ? 0 : Math.floor(statSync(path).size / pageBytes);
    const head = Buffer.alloc(headBytes);
    let count = 0;
    for (; count < all; count += 1) {
      readSync(file, head, 0, headBytes, count * pageBytes);
      if (headOf(head, {pageLsn: begin + BigInt(count * pageBytes), segment: first}) === null) {
        break;
      }
    }
    return count;
  } finally {
    closeSync(file);
  }
};

const isLong = (head: Buffer): boolean => head[1] === magicHigh && (head.readUInt16LE(at.flags) & longFlag) !== 0;
