/** The last bytes of a stream, at least as many as asked for, in bounded memory. */

export type LastBytes = {
  /** Copies what it keeps. */
  readonly add: (bytes: Buffer) => void;
  /** So many bytes came that are not kept any more. */
  readonly leftOut: () => number;
  /** What is kept, exactly the last ones. */
  readonly bytes: () => Buffer;
};

/** Keeps the last `max` bytes. */
export const lastBytes = (max: number): LastBytes => {
  let tail: Buffer[] = [];
  let tailBytes = 0;
  let leftOutBytes = 0;
  let room: Buffer | undefined;
  const keep = (bytes: Buffer): void => {
    leftOutBytes += tailBytes - bytes.length;
    tail = [bytes];
    tailBytes = bytes.length;
  };
  const joinAndCut = (): void => {
    const joined = Buffer.concat(tail);
    keep(Buffer.from(joined.subarray(Math.max(0, joined.length - max))));
  };
  return {
    add: bytes => {
      if (bytes.length >= max) {
        leftOutBytes += bytes.length;
        // One room for all of them: a gigabyte would take thousands.
        room ??= Buffer.allocUnsafe(max);
        bytes.copy(room, 0, bytes.length - max);
        keep(room);
        return;
      }
      tail.push(Buffer.from(bytes));
      tailBytes += bytes.length;
      // Cut seldom, and then for good: joining at every chunk would be quadratic.
      if (tailBytes > 2 * max) {
        joinAndCut();
      }
    },
    leftOut: () => leftOutBytes + Math.max(0, tailBytes - max),
    bytes: () => Buffer.concat(tail).subarray(Math.max(0, tailBytes - max)),
  };
};
