/** What an attempt printed as rows, from any place of it: a few pieces are read, however much there is. */
import type {Printed} from '../../run/printed.ts';

/** One row: where it begins, where the next one does, and what stands in it; foreign text. */
export type OutputRow = {readonly from: number; readonly to: number; readonly text: string};

/** A line that is longer goes on in the next row: somebody may print a gigabyte without an end of line. */
const rowBytesMax = 2_000;
const pieceBytes = 65_536;

/** So many rows from a place on, which is the beginning of a row; fewer at the end. */
export const rowsFrom = (printed: Printed, from: number, count: number): readonly OutputRow[] => {
  const rows: OutputRow[] = [];
  let at = from;
  while (rows.length < count) {
    const more = cutRows(printed.read(at, pieceBytes), at, printed.bytes());
    if (more.length === 0) {
      break;
    }
    rows.push(...more.slice(0, count - rows.length));
    at = rows.at(-1)?.to ?? at;
  }
  return rows;
};

/** The place so many rows above another; the beginning, where there are not so many. */
export const placeAbove = (printed: Printed, at: number, count: number): number => {
  let place = at;
  let left = count;
  while (left > 0 && place > 0) {
    const begin = Math.max(0, place - pieceBytes);
    const starts = startsIn(printed.read(begin, place - begin), begin);
    const found = starts.at(-left);
    if (found !== undefined) {
      return found;
    }
    left -= starts.length;
    place = starts[0] ?? begin;
  }
  return place;
};

/** The beginning of the row that a byte stands in. */
export const rowAt = (printed: Printed, byte: number): number => placeAbove(printed, byte + 1, 1);

/** Where rows begin in a piece that ends where a row does. In the middle of a line that has no end it is cut from here on. */
const startsIn = (piece: Uint8Array, begin: number): readonly number[] => {
  const first = begin === 0 ? 0 : (firstStart(piece) ?? 0);
  return cutRows(piece.subarray(first), begin + first, begin + piece.length).map(({from}) => from);
};

/** Behind the first end of a line; what stands before it began in an earlier piece. */
const firstStart = (piece: Uint8Array): number | undefined => {
  const at = piece.findIndex(isEnd);
  const start = at === -1 ? piece.length : afterEnd(piece, at);
  return start < piece.length ? start : undefined;
};

const lineFeed = 0x0a;
const carriageReturn = 0x0d;

/** What draws over its own line ends each state of it with a carriage return alone. */
const isEnd = (byte: number | undefined): boolean => byte === lineFeed || byte === carriageReturn;

const afterEnd = (piece: Uint8Array, at: number): number =>
  piece[at] === carriageReturn && piece[at + 1] === lineFeed ? at + 2 : at + 1;

/** The whole rows of a piece; at the end of everything the last one needs no end of its own. */
const cutRows = (piece: Uint8Array, begin: number, endAt: number): readonly OutputRow[] => {
  const isLastPiece = begin + piece.length >= endAt;
  const rows: OutputRow[] = [];
  let from = 0;
  while (from < piece.length) {
    const end = rowEnd(piece, from);
    if (end.isOpen && !isLastPiece) {
      break;
    }
    const text = Buffer.from(piece.buffer, piece.byteOffset + from, end.at - from).toString('utf8');
    rows.push({from: begin + from, to: begin + end.next, text});
    from = end.next;
  }
  return rows;
};

type RowEnd = {readonly at: number; readonly next: number; readonly isOpen: boolean};

const rowEnd = (piece: Uint8Array, from: number): RowEnd => {
  const most = Math.min(piece.length, from + rowBytesMax);
  for (let at = from; at < most; at += 1) {
    if (isEnd(piece[at])) {
      // Whether a line feed follows is not known at the end of a piece.
      return {at, next: afterEnd(piece, at), isOpen: at + 1 === piece.length && piece[at] === carriageReturn};
    }
  }
  if (most < from + rowBytesMax) {
    return {at: most, next: most, isOpen: true};
  }
  // Never in the middle of a character of several bytes.
  let at = most;
  while (at > from + 1 && ((piece[at] ?? 0) & 0xc0) === 0x80) {
    at -= 1;
  }
  // One that is exactly as long as a row has its end with it.
  return {at, next: isEnd(piece[at]) ? afterEnd(piece, at) : at, isOpen: false};
};
