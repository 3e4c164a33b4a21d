/** Tells what a crash can leave at the end of a journal from what it cannot, by the watermark in each entry. */
import {entryStart, lineBytesMax, readLine} from './entry.ts';

/** No write of ours is that long, so no crash leaves a longer tail. */
export const tailBytesMax = 1024 * 1024;

const lineFeed = 0x0a;

/**
 * Whether some entry in the tail says that entry `seq` was durable when it was written. Entries are looked for at
 * every place, not only at line starts: damage may have swallowed the line feed before one.
 */
export const hasDurableWitness = (tail: Buffer, seq: number): boolean => {
  let at = tail.indexOf(entryStart);
  while (at !== -1) {
    const end = tail.indexOf(lineFeed, at);
    if (end === -1) {
      return false;
    }
    const entry = end - at <= lineBytesMax ? readLine(tail.subarray(at, end)) : undefined;
    if (entry?.ok && entry.value.fact.sync >= seq) {
      return true;
    }
    at = tail.indexOf(entryStart, at + 1);
  }
  return false;
};
