/** The files of one journal as one sequence of bytes: each up to the place where the next one goes on. */
import {readLine} from '../entry.ts';
import {hasDurableWitness} from '../torn-tail.ts';

/** A file of the journal, in the order of their numbers. */
export type Part = {readonly path: string; readonly bytes: Buffer};

/** How much of a file counts: its bytes from the first on that stand in the sequence, beginning at `start` there. */
export type Piece = {readonly path: string; readonly start: number; readonly length: number; readonly size: number};

export type Joined = {readonly bytes: Buffer; readonly pieces: readonly Piece[]};

const lineFeed = 0x0a;

/**
 * A segment says by the number of its first entry how many stand before it. What a dead file holds behind that place is
 * what the failed write left, and is not read; unless something there says that it was durable, which no failure
 * explains: then nothing is left out, and reading it finds the damage. A segment without a whole first entry is what its
 * own first write left, and stands at the end like any other tail.
 */
export const joinSegments = (parts: readonly Part[]): Joined => {
  const [only, ...others] = parts;
  if (only !== undefined && others.length === 0) {
    const {path, bytes} = only;
    return {bytes, pieces: [{path, start: 0, length: bytes.length, size: bytes.length}]};
  }
  let joined: Joined = {bytes: Buffer.alloc(0), pieces: []};
  for (const part of parts) {
    joined = withPart(joined, part);
  }
  return joined;
};

const withPart = (before: Joined, {path, bytes}: Part): Joined => {
  const first = firstNumber(bytes);
  const kept = first === undefined ? before : cutAfter(before, first);
  const piece = {path, start: kept.bytes.length, length: bytes.length, size: bytes.length};
  return {bytes: Buffer.concat([kept.bytes, bytes]), pieces: [...kept.pieces, piece]};
};

/** The number of the first entry; nothing where there is no whole one. */
const firstNumber = (bytes: Buffer): number | undefined => {
  const end = bytes.indexOf(lineFeed);
  const entry = end === -1 ? undefined : readLine(bytes.subarray(0, end));
  return entry?.ok ? entry.value.fact.seq : undefined;
};

const cutAfter = (joined: Joined, entries: number): Joined => {
  const end = endOfLine(joined.bytes, entries);
  if (end === undefined || hasDurableWitness(joined.bytes.subarray(end), entries)) {
    return joined;
  }
  return {
    bytes: joined.bytes.subarray(0, end),
    pieces: joined.pieces.map(piece => ({
      ...piece,
      start: Math.min(piece.start, end),
      length: Math.max(0, Math.min(piece.length, end - piece.start)),
    })),
  };
};

/** Where so many lines end; nothing where there are fewer. */
const endOfLine = (bytes: Buffer, lines: number): number | undefined => {
  let end = 0;
  for (let line = 0; line < lines; line += 1) {
    const next = bytes.indexOf(lineFeed, end);
    if (next === -1) {
      return undefined;
    }
    end = next + 1;
  }
  return end;
};
