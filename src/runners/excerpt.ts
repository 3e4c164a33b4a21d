/** The beginning and the end of a stream, as much as expressions and facts need; the log keeps more. */
import {lastBytes} from './last-bytes.ts';

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
  let neverHadBytes = 0;
  const tail = lastBytes(excerptHalfBytes);
  return {
    add: bytes => {
      const forHead = bytes.subarray(0, excerptHalfBytes - headBytes);
      if (forHead.length > 0) {
        head.push(Buffer.from(forHead));
        headBytes += forHead.length;
      }
      if (forHead.length < bytes.length) {
        tail.add(bytes.subarray(forHead.length));
      }
    },
    leaveOut: bytes => {
      neverHadBytes += bytes;
    },
    text: () => {
      const missingBytes = neverHadBytes + tail.leftOut();
      const text =
        missingBytes === 0
          ? Buffer.concat([...head, tail.bytes()]).toString('utf8')
          : `${Buffer.concat(head).toString('utf8')}\n… ${missingBytes} bytes left out …\n${tail.bytes().toString('utf8')}`;
      return {text: text.replace(/\r?\n$/, ''), isWhole: missingBytes === 0};
    },
  };
};
