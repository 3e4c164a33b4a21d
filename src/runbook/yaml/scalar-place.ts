/** Where a part of a text value stands in its file, for the ways YAML has to write a text. */
import type {Span} from '../../diagnostics/span.ts';
import {blockPieces} from './block-scalar.ts';
import {flowPieces} from './flow-scalar.ts';
import {givenBy, type Piece} from './scalar-pieces.ts';

export type ScalarSource = {
  readonly value: string;
  /** As the yaml library names it. */
  readonly style: string;
  /** The whole scalar in the file, quotes or block header included. */
  readonly span: Span;
};

/** Maps a part of a value, by offsets within it, to its place in the file; nothing for a part that is none. */
export type Placing = (part: Span) => Span | undefined;

/** The places of all parts of a value, worked out once; nothing where the places are unsure. */
export const placingOf = (text: string, source: ScalarSource): Placing | undefined => {
  const {span, value} = source;
  const pieces = piecesOf(text.slice(span.from, span.to), source);
  if (pieces === undefined) {
    return undefined;
  }
  const {starts, ends} = tableOf(pieces, value.length);
  return part => {
    const from = starts[part.from];
    const to = part.to > part.from ? ends[Math.min(part.to, value.length)] : from;
    return from === undefined || to === undefined
      ? undefined
      : {from: span.from + from, to: span.from + Math.max(from, to)};
  };
};

const piecesOf = (written: string, {style, value}: ScalarSource): readonly Piece[] | undefined => {
  switch (style) {
    case 'PLAIN':
    case 'QUOTE_SINGLE':
    case 'QUOTE_DOUBLE': {
      const pieces = flowPieces(written, style);
      return givenBy(pieces) === value ? pieces : undefined;
    }
    case 'BLOCK_LITERAL':
    case 'BLOCK_FOLDED':
      return blockPieces(written, style, value);
    default:
      return undefined;
  }
};

/** Where each character of the value begins, and where the one before an offset ends; one more for the end of the value. */
const tableOf = (
  pieces: readonly Piece[],
  length: number,
): {readonly starts: Uint32Array; readonly ends: Uint32Array} => {
  const last = pieces.at(-1)?.to ?? 0;
  const starts = new Uint32Array(length + 1).fill(last);
  const ends = new Uint32Array(length + 1).fill(last);
  let before = 0;
  for (const piece of pieces) {
    const {gives, from, to} = piece;
    const isSame = isLiteral(piece);
    for (let within = 0; within < gives.length; within++) {
      starts[before + within] = isSame ? from + within : from;
      ends[before + within + 1] = isSame ? from + within + 1 : to;
    }
    before += gives.length;
  }
  return {starts, ends};
};

/** Letter by letter the same; a fold and an escape are one place. */
const isLiteral = ({gives, from, to}: Piece): boolean => gives.length === to - from;
