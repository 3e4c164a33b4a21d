/** What an attempt has printed, of any size: read in pieces where somebody looks, never held as a whole. */
export type Printed = {
  /** How many bytes there are now; more may come while the attempt runs. */
  readonly bytes: () => number;
  /** Up to so many bytes from a place on; fewer at the end. Redacted, and foreign: to be sanitised before it is shown. */
  readonly read: (offset: number, bytesMax: number) => Uint8Array;
};
