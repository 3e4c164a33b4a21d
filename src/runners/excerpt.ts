/** The beginning and the end of a stream, as much as expressions and facts need; the log keeps everything. */

/** Bytes of the beginning, and again of the end, that are kept in memory of one stream. */
export const excerptHalfBytes = 65_536;

export type Excerpt = {
  /** Copies what it keeps. */
  readonly add: (bytes: Buffer) => void;
  /** So many bytes follow that nobody has any more. */
  readonly leaveOut: (bytes: number) => void;
  /** The text without its last line feed; `isWhole` says that nothing was left out. */
  readonly text: () => {readonly text: string; readonly isWhole: boolean};
};

/** Collects a stream's beginning and end. */
export const excerpt = (): Excerpt => {
  const head: Buffer[] = [];
  let headBytes = 0;
  let tail: Buffer[] = [];
  let tailBytes = 0;
  let leftOutBytes = 0;
  let room: Buffer | undefined;

  const addToTail = (bytes: Buffer): void => {
    if (bytes.length >= excerptHalfBytes) {
      leftOutBytes += tailBytes + bytes.length - excerptHalfBytes;
      // One room for all of them: a gigabyte would take sixteen thousand.
      room ??= Buffer.allocUnsafe(excerptHalfBytes);
      bytes.copy(room, 0, bytes.length - excerptHalfBytes);
      tail = [room];
      tailBytes = excerptHalfBytes;
      return;
    }
    tail.push(Buffer.from(bytes));
    tailBytes += bytes.length;
    // Cut seldom, and then for good: joining at every chunk would be quadratic.
    if (tailBytes > 2 * excerptHalfBytes) {
      const joined = Buffer.concat(tail);
      const kept = Buffer.from(joined.subarray(joined.length - excerptHalfBytes));
      leftOutBytes += joined.length - kept.length;
      tail = [kept];
      tailBytes = kept.length;
    }
  };

  return {
    add: bytes => {
      const forHead = bytes.subarray(0, excerptHalfBytes - headBytes);
      if (forHead.length > 0) {
        head.push(Buffer.from(forHead));
        headBytes += forHead.length;
      }
      if (forHead.length < bytes.length) {
        addToTail(bytes.subarray(forHead.length));
      }
    },
    leaveOut: bytes => {
      leftOutBytes += bytes;
    },
    text: () => {
      const end = Buffer.concat(tail);
      const surplusBytes = Math.max(0, end.length - excerptHalfBytes);
      const missingBytes = leftOutBytes + surplusBytes;
      const text =
        missingBytes === 0
          ? Buffer.concat([...head, end]).toString('utf8')
          : `${Buffer.concat(head).toString('utf8')}\n… ${missingBytes} bytes left out; the log has them …\n${end.subarray(surplusBytes).toString('utf8')}`;
      return {text: text.replace(/\r?\n$/, ''), isWhole: missingBytes === 0};
    },
  };
};
