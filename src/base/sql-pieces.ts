/** SQL as pieces: the places where values go, and what nothing is put into: quoted texts, comments, casts and words. */

export type SqlPiece = {readonly from: number; readonly to: number} & (
  | {
      readonly is: 'named' /** psql's `:'name'` is a value, `:"name"` a name. */;
      readonly mark: "'" | '"';
      readonly name: string;
    }
  | {readonly is: 'numbered'; readonly number: number}
  | {readonly is: 'quoted' | 'comment'; readonly isClosed: boolean}
  | {readonly is: 'word' | 'other'}
);

/** Quoting as in the PostgreSQL manual, 4.1.2 and 4.1.5. */
export function* sqlPieces(text: string): Generator<SqlPiece> {
  for (let from = 0; from < text.length; ) {
    const piece = pieceAt(text, from);
    yield piece;
    from = piece.to;
  }
}

const pieceAt = (text: string, from: number): SqlPiece =>
  placeholderAt(text, from) ?? commentAt(text, from) ?? quotedAt(text, from) ?? plainAt(text, from);

const placeholderAt = (text: string, from: number): SqlPiece | undefined => {
  const [found, mark, name = '', number] = matchAt(/:(["'])([A-Za-z_][A-Za-z0-9_]*)\1|\$(\d+)/y, text, from) ?? [];
  if (found === undefined) {
    return undefined;
  }
  const to = from + found.length;
  return number === undefined
    ? {is: 'named', mark: mark === '"' ? '"' : "'", name, from, to}
    : {is: 'numbered', number: Number(number), from, to};
};

const commentAt = (text: string, from: number): SqlPiece | undefined => {
  const line = matchAt(/--[^\n]*/y, text, from);
  if (line !== null) {
    return {is: 'comment', isClosed: true, from, to: from + line[0].length};
  }
  return text.startsWith('/*', from) ? blockComment(text, from) : undefined;
};

/** Comments of PostgreSQL nest, unlike those of most languages. */
const blockComment = (text: string, from: number): SqlPiece => {
  const marks = /\/\*|\*\//g;
  marks.lastIndex = from;
  for (let depth = 0, mark = marks.exec(text); mark !== null; mark = marks.exec(text)) {
    depth += mark[0] === '/*' ? 1 : -1;
    if (depth === 0) {
      return {is: 'comment', isClosed: true, from, to: marks.lastIndex};
    }
  }
  return {is: 'comment', isClosed: false, from, to: text.length};
};

const quotedAt = (text: string, from: number): SqlPiece | undefined => {
  // In order: E'…' with backslashes, '…', "…"; the last group is empty where the end of the text closes it.
  const quoted = matchAt(/[eE]'(?:[^'\\]+|\\[\s\S]|'')*('?)|'(?:[^']+|'')*('?)|"(?:[^"]+|"")*("?)/y, text, from);
  if (quoted !== null) {
    const [found, ...closings] = quoted;
    return {is: 'quoted', isClosed: closings.some(Boolean), from, to: from + found.length};
  }
  const tag = matchAt(/\$(?:[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)?\$/y, text, from)?.[0];
  if (tag === undefined) {
    return undefined;
  }
  const end = text.indexOf(tag, from + tag.length);
  return {is: 'quoted', isClosed: end !== -1, from, to: end === -1 ? text.length : end + tag.length};
};

/** A word may hold $, so that neither a quotation nor a number begins within. */
const plainAt = (text: string, from: number): SqlPiece => {
  const word = matchAt(/[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*/y, text, from);
  const found = word ?? matchAt(/::|[\s\d(),.;=<>+*%|[\]]+/y, text, from);
  return {is: word === null ? 'other' : 'word', from, to: from + (found?.[0].length ?? 1)};
};

const matchAt = (pattern: RegExp, text: string, position: number): RegExpExecArray | null => {
  pattern.lastIndex = position;
  return pattern.exec(text);
};
