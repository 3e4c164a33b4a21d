/** The checksum that PostgreSQL writes into every page of a cluster with data checksums, and what a page says of itself. */

/** BLCKSZ of every packaged PostgreSQL; `block_size` in pg_settings says it. */
export const pageBytes = 8192;

/** One page, read in place: bytes of a file in the order of the machine that wrote them, as the server itself reads them. */
export type PageHeader = {
  /** The last WAL record that changed the page, as pg_lsn. */
  readonly lsn: string;
  readonly checksum: number;
  /** Never used: PostgreSQL neither writes a checksum into such a page nor looks for one. */
  readonly isNew: boolean;
};

/** Reads pd_lsn, pd_checksum and pd_upper (PostgreSQL, src/include/storage/bufpage.h, PageHeaderData). */
export const readPageHeader = (page: Uint8Array): PageHeader => {
  const words = wordsOf(page);
  const halves = new Uint16Array(words.buffer, words.byteOffset, 8);
  return {
    lsn: `${hex(words[0] ?? 0)}/${hex(words[1] ?? 0)}`,
    checksum: halves[checksumAtHalf] ?? 0,
    isNew: halves[upperAtHalf] === 0,
  };
};

/**
 * The checksum that a page of 8,192 bytes must have at this block of its relation: 1 to 65535.
 * Blocks are counted over all segments: the first page of `16384.1` is block 131072.
 * The algorithm is that of PostgreSQL 9.3 and later (src/include/storage/checksum_impl.h): 32 FNV-1a sums side by side.
 */
export const pageChecksum = (page: Uint8Array, block: number): number => {
  const words = wordsOf(page);
  const sums = Int32Array.from(offsetBases);
  for (let row = 0; row < rowsInPage; row += 1) {
    const at = row * sumCount;
    for (let column = 0; column < sumCount; column += 1) {
      const word = words[at + column] ?? 0;
      // The field of the checksum itself counts as zero.
      const value = row === 0 && column === checksumWord ? word & checksumMask : word;
      sums[column] = mix(sums[column] ?? 0, value);
    }
  }
  let folded = 0;
  for (let column = 0; column < sumCount; column += 1) {
    folded ^= mix(mix(sums[column] ?? 0, 0), 0);
  }
  return (((folded ^ block) >>> 0) % 65_535) + 1;
};

/** Writes the checksum that the page must have at this block into the page. */
export const writePageChecksum = (page: Uint8Array, block: number): void => {
  const half = new Uint16Array([pageChecksum(page, block)]);
  page.set(new Uint8Array(half.buffer), checksumAtHalf * 2);
};

/** A page that was never used is sound when it is zero all over, as the server takes it. */
export const isPageSound = (page: Uint8Array, block: number): boolean => {
  const {isNew, checksum} = readPageHeader(page);
  return isNew ? page.every(byte => byte === 0) : checksum === pageChecksum(page, block);
};

const sumCount = 32;
const rowsInPage = pageBytes / (4 * sumCount);
const prime = 16_777_619;
/** pd_checksum is the ninth byte and the tenth: half of the third word. */
const checksumAtHalf = 4;
const upperAtHalf = 7;
const checksumWord = 2;

const mix = (sum: number, value: number): number => {
  const mixed = sum ^ value;
  return Math.imul(mixed, prime) ^ (mixed >>> 17);
};

const hex = (word: number): string => word.toString(16).toUpperCase();

/** The words of a page; typed arrays begin at multiples of four only, so a page in between is copied. */
const wordsOf = (page: Uint8Array): Uint32Array =>
  page.byteOffset % 4 === 0
    ? new Uint32Array(page.buffer, page.byteOffset, pageBytes / 4)
    : new Uint32Array(Uint8Array.from(page).buffer, 0, pageBytes / 4);

/** All bits of the word but those of the field, on either order of bytes. */
const checksumMask = ~(new Uint32Array(new Uint8Array([255, 255, 0, 0]).buffer)[0] ?? 0);

/** From the same source; any other ones give other checksums. */
const offsetBases = [
  0x5b1f36e9, 0xb8525960, 0x02ab50aa, 0x1de66d2a, 0x79ff467a, 0x9bb9f8a3, 0x217e7cd2, 0x83e13d2c, 0xf8d4474f,
  0xe39eb970, 0x42c6ae16, 0x993216fa, 0x7b093b5d, 0x98daff3c, 0xf718902a, 0x0b1c9cdb, 0xe58f764b, 0x187636bc,
  0x5d7b3bb1, 0xe73de7de, 0x92bec979, 0xcca6c0b2, 0x304a0979, 0x85aa43d4, 0x783125bb, 0x6ca8eaa2, 0xe407eac6,
  0x4b5cfc3e, 0x9fbf8c76, 0x15ca20be, 0xf2ca9fd3, 0x959bd756,
];
