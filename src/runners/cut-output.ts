/** Of what a program prints while the disk is nearly full only the beginning and the end are kept. */
import type {Hash} from 'node:crypto';
import type {OutputRecord} from '../run/shown.ts';
import {lastBytes} from './last-bytes.ts';

/** Kept of the beginning at least, and of the end at the most: docs/design/journal-format.md, "When the disk fails". */
export const cutHalfBytes = 1_048_576;

export type CutOutput = {
  /** The part of it that goes into the file now, which has so many bytes; the rest waits for the end. */
  readonly take: (bytes: Buffer, fileBytes: number) => Buffer;
  readonly isCut: () => boolean;
  /** So many bytes were printed that are not in the file yet. */
  readonly besideBytes: () => number;
  /** What goes into the file last: how much is left out, and the end. */
  readonly end: () => Buffer;
  /** Everything that was printed, where the file has not all of it; its beginning has so many bytes. */
  readonly whole: (headBytes: number) => OutputRecord['whole'];
};

export type CutFrom = {
  readonly isNearlyFull: () => boolean;
  /** What a former session had read of it that did not go into the file. */
  readonly besideBytes: number;
  /** Of what the file has so far. */
  readonly hash: () => Hash;
};

/** Asks for the room once for each mebibyte that is printed; once it has begun to cut it goes on, as room comes and goes. */
export const cutOutput = ({isNearlyFull, besideBytes: formerBytes, hash}: CutFrom): CutOutput => {
  const tail = lastBytes(cutHalfBytes);
  let isCut = formerBytes > 0;
  let besideBytes = formerBytes;
  let uncountedBytes = 0;
  // Nobody has the bytes any more that a former session left out, so that there is no digest of the whole then.
  let whole: Hash | undefined;
  const looksFull = (comingBytes: number): boolean => {
    uncountedBytes += comingBytes;
    if (uncountedBytes < cutHalfBytes) {
      return false;
    }
    uncountedBytes = 0;
    return isNearlyFull();
  };
  const leftOutBytes = (): number => formerBytes + tail.leftOut();
  return {
    take: (bytes, fileBytes) => {
      if (!isCut && looksFull(bytes.length)) {
        isCut = true;
        whole = hash().copy();
      }
      const forFile = isCut ? bytes.subarray(0, Math.max(0, cutHalfBytes - fileBytes)) : bytes;
      if (isCut) {
        const beside = bytes.subarray(forFile.length);
        whole?.update(bytes);
        tail.add(beside);
        besideBytes += beside.length;
      }
      return forFile;
    },
    isCut: () => isCut,
    besideBytes: () => besideBytes,
    end: () =>
      leftOutBytes() === 0
        ? tail.bytes()
        : Buffer.concat([
            Buffer.from(`\n… ${leftOutBytes()} bytes left out here: the disk was nearly full …\n`),
            tail.bytes(),
          ]),
    whole: headBytes =>
      leftOutBytes() === 0
        ? undefined
        : {bytes: headBytes + besideBytes, ...(whole && {sha256: whole.copy().digest('hex')})},
  };
};
