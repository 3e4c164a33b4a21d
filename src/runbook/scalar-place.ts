/** Where a part of a text value stands in its file, for the ways YAML has to write a text. */
import type {Span} from '../diagnostics/span.ts';

export type ScalarSource = {
  readonly value: string;
  /** As the yaml library names it. */
  readonly style: string;
  /** The whole scalar in the file, quotes or block header included. */
  readonly span: Span;
};

/** Maps offsets within the value to offsets of the file; nothing where the style folds lines and the place is unsure. */
export const placeInScalar = (text: string, source: ScalarSource, part: Span): Span | undefined => {
  const offsets = offsetsOf(text.slice(source.span.from, source.span.to), source);
  const from = offsets?.[part.from];
  const to = offsets?.[Math.max(part.from, part.to - 1)];
  return from === undefined || to === undefined
    ? undefined
    : {from: source.span.from + from, to: source.span.from + to + 1};
};

/** For each character of the value its offset in the written form, one more for the end. */
const offsetsOf = (written: string, {value, style}: ScalarSource): readonly number[] | undefined => {
  switch (style) {
    case 'PLAIN':
      return written.startsWith(value) ? Array.from({length: value.length + 1}, (_, index) => index) : undefined;
    case 'QUOTE_SINGLE':
      return checked(value, quoted(written, /''|[^\n]/y));
    case 'QUOTE_DOUBLE':
      return checked(value, quoted(written, /\\(?:x.{2}|u.{4}|[^\nxuU])|[^\n\\]/y));
    case 'BLOCK_LITERAL':
      return checked(value, literal(written, value));
    default:
      return undefined;
  }
};

const checked = (value: string, offsets: readonly number[] | undefined): readonly number[] | undefined =>
  offsets !== undefined && offsets.length >= value.length + 1 ? offsets : undefined;

/** One offset for each piece between the quotes; nothing for a text over several lines. */
const quoted = (written: string, piece: RegExp): readonly number[] | undefined => {
  const offsets: number[] = [];
  const end = written.length - 1;
  let at = 1;
  while (at < end) {
    piece.lastIndex = at;
    const match = piece.exec(written);
    if (match === null) {
      return undefined;
    }
    offsets.push(at);
    at += match[0].length;
  }
  return [...offsets, end];
};

/** `|` keeps lines: each line of the value is a line of the file less the indentation, which the first full line tells. */
const literal = (written: string, value: string): readonly number[] => {
  const lines = written.split('\n');
  const valueLines = value.split('\n');
  const full = valueLines.findIndex(line => line !== '');
  const indentation = Math.max(0, (lines[full + 1]?.length ?? 0) - (valueLines[full]?.length ?? 0));
  const offsets: number[] = [];
  let start = (lines[0]?.length ?? 0) + 1;
  for (const line of lines.slice(1)) {
    for (let column = Math.min(indentation, line.length); column <= line.length; column++) {
      offsets.push(start + column);
    }
    start += line.length + 1;
  }
  return offsets;
};
