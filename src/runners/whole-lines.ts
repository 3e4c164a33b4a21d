/** Two streams share one file and one screen: whole lines keep one from breaking into the other. */

export type WholeLines = {
  readonly add: (bytes: Buffer) => void;
  readonly end: () => void;
  /** The beginning of a line whose end has not come yet. */
  readonly rest: () => Buffer;
};

/** A line that is longer is passed on in pieces. */
const lineBytesMax = 8_192;

/** Bytes that are passed on are the caller's own and good only until `take` returns. Goes on after the beginning of a line. */
export const wholeLines = (take: (bytes: Buffer) => void, begun: Buffer = Buffer.alloc(0)): WholeLines => {
  let rest = begun;
  return {
    add: bytes => {
      const firstEnd = rest.length === 0 ? 0 : endAfter(bytes.indexOf(10), bytes.indexOf(13));
      const lastEnd = Math.max(bytes.lastIndexOf(10), bytes.lastIndexOf(13)) + 1;
      if (lastEnd === 0) {
        rest = Buffer.concat([rest, bytes]);
      } else {
        if (firstEnd > 0) {
          take(Buffer.concat([rest, bytes.subarray(0, firstEnd)]));
        }
        take(bytes.subarray(firstEnd, lastEnd));
        rest = Buffer.from(bytes.subarray(lastEnd));
      }
      if (rest.length > lineBytesMax) {
        take(rest);
        rest = Buffer.alloc(0);
      }
    },
    end: () => {
      take(rest);
      rest = Buffer.alloc(0);
    },
    rest: () => rest,
  };
};

/** Behind the first of the two characters that end a line; 0 where there is none. */
const endAfter = (lineFeed: number, carriageReturn: number): number =>
  Math.min(
    lineFeed === -1 ? Number.MAX_SAFE_INTEGER : lineFeed,
    carriageReturn === -1 ? Number.MAX_SAFE_INTEGER : carriageReturn,
  ) + 1;
