/** psql's `:'name'` and `:"name"` in SQL text, replaced by quoted values; quotes, comments and casts stay as they are. */
import {fail, type Result, succeed} from '../base/result.ts';
import {quoteIdentifier, quoteLiteral} from './quote.ts';

export type NamedValues = Readonly<Record<string, unknown>>;

/** Fills a statement. Fails when it names a value that nobody gave, or one that cannot be written as asked. */
export const fillNamedValues = (text: string, values: NamedValues): Result<string> => {
  let filled = '';
  let position = 0;
  while (position < text.length) {
    const asked = placeholder.at(text, position);
    if (asked === null) {
      const end = skip(text, position);
      filled += text.slice(position, end);
      position = end;
      continue;
    }

    const quoted = quoteNamed(asked, values);
    if (!quoted.ok) {
      return quoted;
    }
    filled += quoted.value;
    position += asked.text.length;
  }
  return succeed(filled);
};

type Asked = {readonly text: string; readonly mark: string; readonly name: string};

const placeholder = {
  at: (text: string, position: number): Asked | null => {
    const [found, mark = '', name = ''] = matchAt(/:(["'])([A-Za-z_][A-Za-z0-9_]*)\1/y, text, position) ?? [];
    return found === undefined ? null : {text: found, mark, name};
  },
};

const quoteNamed = ({mark, name}: Asked, values: NamedValues): Result<string> => {
  const value = Object.hasOwn(values, name) ? values[name] : undefined;
  if (value === undefined) {
    return fail(`the statement asks for :${mark}${name}${mark}, and params has no "${name}"`);
  }
  if (mark === '"') {
    return typeof value === 'string' && value !== '' && !value.includes('\0')
      ? succeed(quoteIdentifier(value))
      : fail(`:"${name}" needs a name, and params gives ${JSON.stringify(value)}`);
  }

  const written = asText(value);
  if (!written.ok) {
    return fail(`:'${name}' ${written.reason}`);
  }
  return succeed(written.value === null ? 'null' : quoteLiteral(written.value));
};

// Values are written as untyped literals, as psql does, so the server gives them the type of their place.
const asText = (value: unknown): Result<string | null> => {
  if (value === null) {
    return succeed(null);
  }
  if (typeof value === 'string') {
    return value.includes('\0') ? fail('has a zero byte, which PostgreSQL cannot store') : succeed(value);
  }
  if (typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean') {
    return succeed(String(value));
  }
  if (value instanceof Date) {
    return succeed(value.toISOString());
  }
  return Array.isArray(value) ? arrayText(value) : succeed(JSON.stringify(value));
};

const arrayText = (items: readonly unknown[]): Result<string> => {
  const written: string[] = [];
  for (const item of items) {
    const text = asText(item);
    if (!text.ok) {
      return text;
    }
    written.push(text.value === null ? 'null' : `"${text.value.replace(/["\\]/g, '\\$&')}"`);
  }
  return succeed(`{${written.join(',')}}`);
};

/** Where the thing that begins here ends: a quoted text, a comment, a cast, a word, or one character. */
const skip = (text: string, position: number): number => {
  const comment = text.startsWith('/*', position) ? endOfBlockComment(text, position) : null;
  const end = comment ?? dollarQuote(text, position);
  if (end !== null) {
    return end;
  }

  const found = matchAt(opaque, text, position);
  return position + (found?.[0].length ?? 1);
};

// In order: cast, line comment, E'…' with backslashes, '…', "…", a word (it may hold $, so no dollar quote starts inside).
const opaque =
  /::|--[^\n]*|[eE]'(?:[^'\\]|\\[\s\S]|'')*(?:'|$)|'(?:[^']|'')*(?:'|$)|"(?:[^"]|"")*(?:"|$)|[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*/y;

const dollarQuote = (text: string, position: number): number | null => {
  const tag = matchAt(/\$(?:[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)?\$/y, text, position)?.[0];
  if (tag === undefined) {
    return null;
  }
  const end = text.indexOf(tag, position + tag.length);
  return end === -1 ? text.length : end + tag.length;
};

// Comments of PostgreSQL nest, unlike those of most languages.
const endOfBlockComment = (text: string, position: number): number => {
  const marks = /\/\*|\*\//g;
  marks.lastIndex = position;
  for (let depth = 0, mark = marks.exec(text); mark !== null; mark = marks.exec(text)) {
    depth += mark[0] === '/*' ? 1 : -1;
    if (depth === 0) {
      return marks.lastIndex;
    }
  }
  return text.length;
};

const matchAt = (pattern: RegExp, text: string, position: number): RegExpExecArray | null => {
  pattern.lastIndex = position;
  return pattern.exec(text);
};
