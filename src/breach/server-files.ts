/** Files of the server's own host, read and written through a session: so it goes from any host, and with the server's own rights. */
import {fail, type Result, succeed} from '../base/result.ts';
import type {Connection} from '../postgres/connect.ts';
import {type DatabaseFailure, refusal} from '../postgres/failure.ts';
import {rowsOf} from '../postgres/query.ts';
import {quoteLiteral} from '../postgres/quote.ts';

export type ServerFile = {
  /** As the server names it. */
  readonly path: string;
  readonly bytes: number;
  /** By the server's clock. */
  readonly changedAt: string;
};

/** Bytes of one question: small enough for any memory, large enough for a log of gigabytes. */
const pieceBytes = 4 * 1024 * 1024;

/** The regular files that stand in a directory, oldest first; none where it is not there. */
export const listServerFiles = async (
  connection: Connection,
  directory: string,
): Promise<Result<readonly ServerFile[], DatabaseFailure>> => {
  const rows = await rowsOf(
    connection,
    `select $1 || '/' || name as path, f.size as bytes, f.modification as changed_at
       from pg_ls_dir($1, true, false) name, pg_stat_file($1 || '/' || name, true) f
      where not f.isdir order by f.modification, name`,
    [directory],
  );
  return rows.ok ? succeed(rows.value.map(asFile)) : rows;
};

/** One of them; null where it is not there. */
export const findServerFile = async (
  connection: Connection,
  path: string,
): Promise<Result<ServerFile | null, DatabaseFailure>> => {
  const rows = await rowsOf(
    connection,
    `select $1::text as path, f.size as bytes, f.modification as changed_at from pg_stat_file($1, true) f where f.size is not null`,
    [path],
  );
  return rows.ok ? succeed(rows.value.map(asFile)[0] ?? null) : rows;
};

/** Hands over a file piece by piece, up to the size that it had when it was asked for: a log goes on growing. */
export const readServerFile = async (
  connection: Connection,
  {path, bytes}: Pick<ServerFile, 'path' | 'bytes'>,
  take: (piece: Buffer) => void,
): Promise<Result<void, DatabaseFailure>> => {
  for (let from = 0; from < bytes; from += pieceBytes) {
    const rows = await rowsOf(connection, `select encode(pg_read_binary_file($1, $2, $3), 'base64') as piece`, [
      path,
      from,
      Math.min(pieceBytes, bytes - from),
    ]);
    if (!rows.ok) {
      return rows;
    }
    take(Buffer.from(String(rows.value[0]?.piece), 'base64'));
  }
  return succeed(undefined);
};

/** A text file as a whole. */
export const readServerText = async (
  connection: Connection,
  path: string,
): Promise<Result<string, DatabaseFailure>> => {
  const file = await findServerFile(connection, path);
  if (!file.ok) {
    return file;
  }
  if (file.value === null) {
    return fail(refusal(`${path} is not on the server's host`));
  }
  const pieces: Buffer[] = [];
  const read = await readServerFile(connection, file.value, piece => void pieces.push(piece));
  return read.ok ? succeed(Buffer.concat(pieces).toString('utf8')) : read;
};

/**
 * Writes a text file, line by line, and reads it again. COPY does it, which a standby takes too; with quote, delimiter and
 * null characters that no configuration file has, it writes lines as they are. A file that is there keeps its mode.
 */
export const writeServerText = async (
  connection: Connection,
  path: string,
  text: string,
): Promise<Result<void, DatabaseFailure>> => {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that COPY is given for its own use.
  if (/[\0\x01\x02\x03\r]/.test(text)) {
    return fail(refusal(`the text for ${path} has control characters, which no configuration file may have`));
  }
  const lines = text.replace(/\n$/, '').split('\n');
  const wrote = await connection.run(
    `copy (select line from unnest(array[${lines.map(quoteLiteral).join(', ')}]::text[]) with ordinality rows(line, place) order by place)
       to ${quoteLiteral(path)} with (format csv, quote e'\\x01', escape e'\\x01', delimiter e'\\x02', null e'\\x03')`,
  );
  if (!wrote.ok) {
    return wrote;
  }
  const there = await readServerText(connection, path);
  if (!there.ok) {
    return there;
  }
  return there.value === `${lines.join('\n')}\n`
    ? succeed(undefined)
    : fail(refusal(`${path} does not hold what was written into it; is its disk full?`));
};

const asFile = ({path, bytes, changed_at}: Readonly<Record<string, unknown>>): ServerFile => ({
  path: String(path),
  bytes: Number(bytes),
  changedAt: String(changed_at),
});
