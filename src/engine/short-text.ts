/** Texts that fit into a fact: how long they are as they will be written, and cut where they are too long. */
import type {Json} from '../base/canonical-json.ts';

/** How many bytes a value takes in a journal line. */
export const jsonBytes = (value: Json): number => Buffer.byteLength(JSON.stringify(value));

/** A text of at most so many bytes as it will be written; one that was cut ends with `…`. Secrets must be hidden before. */
export const clipped = (text: string, bytesMax: number): string => {
  // A unit takes at most six bytes, as an escape.
  if (text.length * 6 <= bytesMax || jsonBytes(text) <= bytesMax) {
    return text;
  }
  let cut = text.slice(0, bytesMax);
  while (jsonBytes(cut) > bytesMax - 3) {
    cut = cut.slice(0, Math.floor(cut.length * 0.9));
  }
  return `${cut.toWellFormed()}…`;
};
