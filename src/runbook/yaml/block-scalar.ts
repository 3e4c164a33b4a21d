/** Texts in blocks: `|` keeps the lines, `>` folds them. */
import {givenBy, type Piece} from './scalar-pieces.ts';

export type BlockStyle = 'BLOCK_LITERAL' | 'BLOCK_FOLDED';

type Line = {
  /** Offset of its first character. */
  readonly from: number;
  readonly indent: number;
  /** What stands behind the indentation, without the line break. */
  readonly content: string;
  /** Offset behind the content. */
  readonly to: number;
};

/** Cuts a written scalar, header included, into pieces (YAML 1.2, 8.1); nothing where they do not give the value. */
export const blockPieces = (written: string, style: BlockStyle, value: string): readonly Piece[] | undefined => {
  const lines = linesOf(written);
  const indent = indentationOf(lines, value);
  const pieces = style === 'BLOCK_LITERAL' ? literal(lines, indent) : folded(lines, indent);
  // What stands behind the last line depends on the header, and nobody points there.
  return givenBy(pieces).trimEnd() === value.trimEnd() ? pieces : undefined;
};

/** The header may say that blanks of the first full line belong to the value; the value shows how many. */
const indentationOf = (lines: readonly Line[], value: string): number => {
  const first = lines.find(({content}) => content !== '')?.indent ?? 0;
  const [kept = ''] = /^ *(?=[^ \n])/m.exec(value) ?? [];
  return Math.max(0, first - kept.length);
};

const linesOf = (written: string): readonly Line[] => {
  const lines: Line[] = [];
  let from = written.indexOf('\n') + 1;
  for (const line of from === 0 ? [] : written.slice(from).split('\n')) {
    const indent = line.length - line.replace(/^ +/, '').length;
    const content = line.slice(indent).replace(/\r$/, '');
    lines.push({from, indent, content, to: from + indent + content.length});
    from += line.length + 1;
  }
  return lines;
};

/** What a line gives, less the indentation. */
const pieceOf = (line: Line, indent: number): Piece => {
  const kept = Math.max(0, line.indent - indent);
  return {gives: ' '.repeat(kept) + line.content, from: line.from + line.indent - kept, to: line.to};
};

const breakAfter = ({to}: Line, gives: string): Piece => ({gives, from: to, to: to + 1});

const literal = (lines: readonly Line[], indent: number): readonly Piece[] =>
  lines.flatMap(line => [pieceOf(line, indent), breakAfter(line, '\n')]);

/** A break between two lines that are not indented further gives a blank; empty lines give their breaks. */
const folded = (lines: readonly Line[], indent: number): readonly Piece[] => {
  const pieces: Piece[] = [];
  let before: Line | undefined;
  let empty = 0;
  for (const line of lines) {
    if (line.content === '' && line.indent <= indent) {
      empty++;
      continue;
    }
    if (before === undefined) {
      pieces.push(...Array.from({length: empty}, () => breakAfter(line, '\n')));
    } else {
      const isKept = isIndented(before, indent) || isIndented(line, indent);
      pieces.push(breakAfter(before, isKept ? '\n'.repeat(empty + 1) : empty === 0 ? ' ' : '\n'.repeat(empty)));
    }
    pieces.push(pieceOf(line, indent));
    before = line;
    empty = 0;
  }
  return pieces;
};

const isIndented = ({indent, content}: Line, least: number): boolean => indent > least || content.startsWith('\t');
