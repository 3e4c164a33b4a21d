/** The head of a page of WAL: whether it really is of its place, and how much of a record from the page before stands in it. */

export type PageHead = {
  readonly bytes: number;
  /** Of a record that began on an earlier page; 0 where a record begins. */
  readonly restBytes: number;
  /** The record that began on the page before was never finished. */
  readonly isOverwritten: boolean;
};

/** Flags and sizes as in xlog_internal.h (XLogPageHeaderData); the first page of a segment has the long one. */
const flag = {continued: 1, long: 2, overwritten: 8};
const bytesOfHead = {short: 24, long: 40};

/** Of all versions (XLOG_PAGE_MAGIC, 0xD1nn); all pages of a segment have the same. */
const magicHigh = 0xd1;

/** Null for a page that was not written for this place, such as one of a recycled segment, or was damaged since. */
export const headOf = (
  page: Buffer,
  {pageLsn, segment}: {readonly pageLsn: bigint; readonly segment: Buffer},
): PageHead | null => {
  const isWhole = page.length >= bytesOfHead.long && page[1] === magicHigh && page[0] === segment[0];
  if (!isWhole || page.readBigUInt64LE(8) !== pageLsn) {
    return null;
  }
  const flags = page.readUInt16LE(2);
  return {
    bytes: (flags & flag.long) === 0 ? bytesOfHead.short : bytesOfHead.long,
    restBytes: (flags & flag.continued) === 0 ? 0 : page.readUInt32LE(16),
    isOverwritten: (flags & flag.overwritten) !== 0,
  };
};
