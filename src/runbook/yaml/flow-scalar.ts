/** Texts without a block: bare, in single or in double quotes, on one line or over several. */
import type {Piece} from './scalar-pieces.ts';

export type FlowStyle = 'PLAIN' | 'QUOTE_SINGLE' | 'QUOTE_DOUBLE';

/** Cuts a written scalar into pieces (YAML 1.2, 7.3). */
export const flowPieces = (written: string, style: FlowStyle): readonly Piece[] => {
  const quote = style === 'PLAIN' ? 0 : 1;
  const end = written.length - quote;
  const pieces: Piece[] = [];
  for (let at = quote; at < end; ) {
    const piece = readPiece(written, at, style);
    pieces.push(piece);
    at = piece.to;
  }
  return pieces;
};

/** Blanks, perhaps with line breaks among them. As a whole: to look for the break from each blank would take quadratic time. */
const blanks = /[ \t]*(?:\r?\n[ \t]*)*/y;

const readPiece = (written: string, from: number, style: FlowStyle): Piece => {
  blanks.lastIndex = from;
  const [blank = ''] = blanks.exec(written) ?? [];
  if (blank !== '') {
    const lines = blank.split('\n').length - 1;
    // One break gives a blank, each further one a line.
    const folded = lines === 1 ? ' ' : '\n'.repeat(Math.max(0, lines - 1));
    return {gives: lines === 0 ? blank : folded, from, to: from + blank.length};
  }
  const piece = {from, to: from + 1};
  switch (style) {
    case 'PLAIN':
      return {...piece, gives: written[from] ?? ''};
    case 'QUOTE_SINGLE':
      return written.startsWith("''", from) ? {gives: "'", from, to: from + 2} : {...piece, gives: written[from] ?? ''};
    case 'QUOTE_DOUBLE':
      return written[from] === '\\' ? readEscape(written, from) : {...piece, gives: written[from] ?? ''};
  }
};

const escaped = /\\(?:(\r?\n[ \t]*)|x([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8})|([\s\S]))/y;

const readEscape = (written: string, from: number): Piece => {
  escaped.lastIndex = from;
  const [whole = '\\', line, two, four, eight, letter = ''] = escaped.exec(written) ?? [];
  const code = two ?? four ?? eight;
  const to = from + whole.length;
  if (line !== undefined) {
    return {gives: '', from, to};
  }
  return {gives: code === undefined ? (letters[letter] ?? letter) : characterOf(code), from, to};
};

const characterOf = (code: string): string => {
  const number = Number.parseInt(code, 16);
  return number <= 0x10ffff ? String.fromCodePoint(number) : '';
};

/** Escapes that stand for another letter than their own (YAML 1.2, 5.7). */
const letters: {readonly [letter: string]: string} = {
  '0': '\0',
  a: '\x07',
  b: '\b',
  e: '\x1b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  N: '\u0085',
  _: '\u00a0',
  L: '\u2028',
  P: '\u2029',
};
