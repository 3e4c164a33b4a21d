/** Bytes as text. A byte that is no UTF-8 becomes half of a pair, which no file can hold, so that it is seen at its place. */

/** Reads UTF-8, a byte-order mark included. Of bytes that are none, the first is told as U+DC80 to U+DCFF (`notUtf8`). */
export const decodeText = (bytes: Uint8Array): string => {
  const strict = decoded(bytes);
  if (strict !== undefined) {
    return strict;
  }
  const at = firstBad(bytes);
  const rest = new TextDecoder('utf-8', {ignoreBOM: true}).decode(bytes.subarray(at + 1));
  return `${decoded(bytes.subarray(0, at)) ?? ''}${String.fromCharCode(0xdc00 + (bytes[at] ?? 0))}${rest}`;
};

const decoded = (bytes: Uint8Array): string | undefined => {
  try {
    return new TextDecoder('utf-8', {fatal: true, ignoreBOM: true}).decode(bytes);
  } catch {
    return undefined;
  }
};

/** Where the first sequence begins that is none: the longest beginning that can be read ends before it. */
const firstBad = (bytes: Uint8Array): number => {
  let good = 0;
  let bad = bytes.length;
  // A beginning that ends within a character cannot be read either, so the halving looks at what may still become one.
  while (bad - good > 1) {
    const middle = Math.floor((good + bad) / 2);
    if (canGoOn(bytes.subarray(0, middle))) {
      good = middle;
    } else {
      bad = middle;
    }
  }
  while (decoded(bytes.subarray(0, good)) === undefined) {
    good--;
  }
  return good;
};

const canGoOn = (bytes: Uint8Array): boolean => {
  try {
    new TextDecoder('utf-8', {fatal: true, ignoreBOM: true}).decode(bytes, {stream: true});
    return true;
  } catch {
    return false;
  }
};
