/** Where a part of a text value stands in its file, for the ways YAML has to write a text. */
import type {Span} from '../diagnostics/span.ts';
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

/** Maps offsets within the value to offsets of the file; nothing where the place is unsure. */
export const placeInScalar = (text: string, source: ScalarSource, part: Span): Span | undefined => {
  const pieces = piecesOf(text, source);
  return pieces && placeInPieces(pieces, source, part);
};

export type Pieces = readonly Piece[];

/** The same where the pieces of the value are known already. */
export const placeInPieces = (pieces: Pieces, {span, value}: ScalarSource, part: Span): Span | undefined => {
  if (part.from < 0 || part.from > value.length) {
    return undefined;
  }
  const from = startOf(pieces, part.from);
  const to = part.to > part.from ? endOf(pieces, Math.min(part.to, value.length)) : from;
  return {from: span.from + from, to: span.from + Math.max(from, to)};
};

/** The pieces of which a value is written; nothing where they do not give it. */
export const piecesOf = (text: string, {style, value, span}: ScalarSource): Pieces | undefined => {
  const written = text.slice(span.from, span.to);
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

/** Where the character at an offset of the value begins; behind the last one, where that ends. */
const startOf = (pieces: readonly Piece[], offset: number): number => {
  let before = 0;
  for (const {gives, from, to} of pieces) {
    const within = offset - before;
    if (within < gives.length) {
      return isLiteral({gives, from, to}) ? from + within : from;
    }
    before += gives.length;
  }
  return pieces.at(-1)?.to ?? 0;
};

/** Where the character before an offset of the value ends. */
const endOf = (pieces: readonly Piece[], offset: number): number => {
  let before = 0;
  for (const {gives, from, to} of pieces) {
    const within = offset - before;
    if (within <= gives.length) {
      return isLiteral({gives, from, to}) ? from + within : to;
    }
    before += gives.length;
  }
  return pieces.at(-1)?.to ?? 0;
};

/** Letter by letter the same; a fold and an escape are one place. */
const isLiteral = ({gives, from, to}: Piece): boolean => gives.length === to - from;
