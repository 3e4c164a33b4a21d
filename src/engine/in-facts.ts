/** Long lists are recorded in several facts, since one is at most 32 KiB. */
import type {Json} from '../base/canonical-json.ts';
import {jsonBytes} from './short-text.ts';

/** Room is left for what a fact says beside its list. */
const listBytesMax = 24_000;

/** Cuts a list into parts that a fact can hold; at least one, which an empty list leaves empty. */
export const inFacts = <Item extends Json>(items: readonly Item[]): readonly (readonly Item[])[] => {
  const parts: Item[][] = [[]];
  let bytes = 0;
  for (const item of items) {
    const size = jsonBytes(item) + 1;
    if (bytes > 0 && bytes + size > listBytesMax) {
      parts.push([]);
      bytes = 0;
    }
    parts.at(-1)?.push(item);
    bytes += size;
  }
  return parts;
};
