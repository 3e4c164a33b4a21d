/** psql's `:'name'` and `:"name"` in SQL text, replaced by quoted values; quotes, comments and casts stay as they are. */
import {fail, type Result, succeed} from '../base/result.ts';
import {sqlPieces} from '../base/sql-pieces.ts';
import {quoteIdentifier, quoteLiteral} from './quote.ts';

export type NamedValues = Readonly<Record<string, unknown>>;

/** Fills a statement. Fails when it names a value that nobody gave, or one that cannot be written as asked. */
export const fillNamedValues = (text: string, values: NamedValues): Result<string> => {
  let filled = '';
  for (const piece of sqlPieces(text)) {
    const written = piece.is === 'named' ? quoteNamed(piece, values) : succeed(text.slice(piece.from, piece.to));
    if (!written.ok) {
      return written;
    }
    filled += written.value;
  }
  return succeed(filled);
};

type Asked = {readonly mark: string; readonly name: string};

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
