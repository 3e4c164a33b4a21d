/** Names of WAL segments: which one holds a position, and where a row of them has a gap. */

/** The segment that holds a position: timeline, then the number in two parts (access/xlog_internal.h, XLogFileName). */
export const segmentAt = (
  lsn: bigint,
  {timeline, segmentBytes}: {readonly timeline: string; readonly segmentBytes: bigint},
): string => nameOf(timeline, lsn / segmentBytes, segmentBytes);

export type SegmentRow = {
  readonly first: string;
  readonly last: string;
  readonly names: ReadonlySet<string>;
};

/**
 * The first segment of the row that is not among the names, or null, and how many stand before it. The timeline may
 * change on the way (after a promotion), so a segment counts on any timeline.
 */
export const firstGap = (
  {first, last, names}: SegmentRow,
  segmentBytes: bigint,
): {readonly archived: number; readonly missing: string | null} => {
  const numbers = new Set([...names].filter(isSegment).map(name => name.slice(8)));
  const end = numberOf(last, segmentBytes);
  let archived = 0;
  for (let number = numberOf(first, segmentBytes); number <= end; number += 1n) {
    const name = nameOf(first.slice(0, 8), number, segmentBytes);
    if (!numbers.has(name.slice(8))) {
      return {archived, missing: name};
    }
    archived += 1;
  }
  return {archived, missing: null};
};

const isSegment = (name: string): boolean => /^[0-9A-F]{24}$/.test(name);

const perPart = (segmentBytes: bigint): bigint => 0x1_0000_0000n / segmentBytes;

const numberOf = (segment: string, segmentBytes: bigint): bigint =>
  BigInt(`0x${segment.slice(8, 16)}`) * perPart(segmentBytes) + BigInt(`0x${segment.slice(16, 24)}`);

const nameOf = (timeline: string, number: bigint, segmentBytes: bigint): string =>
  `${timeline}${inHex(number / perPart(segmentBytes))}${inHex(number % perPart(segmentBytes))}`;

const inHex = (number: bigint): string => number.toString(16).toUpperCase().padStart(8, '0');
