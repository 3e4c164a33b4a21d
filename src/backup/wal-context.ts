/** What must be known of the live server before its WAL can be read without it: which files are its, and what they mean. */
import {fail, type Result, succeed} from '../base/result.ts';
import {type Connection, withConnection} from '../postgres/connect.ts';
import type {DatabaseFailure} from '../postgres/failure.ts';
import {rowsOf} from '../postgres/query.ts';
import {searchContextSql, searchTablesSql} from './deletion-sql.ts';

/** `named` are the tables that are asked for; a catalog has no name here. */
export type WalTable = {readonly name: string | null; readonly named: boolean};

export type WalContext = {
  /** WAL of one major version is read by no other. */
  readonly major: number;
  readonly timeline: string;
  readonly database: number;
  readonly segmentBytes: bigint;
  /** By filenode, as the live server has them now. */
  readonly tables: ReadonlyMap<number, WalTable>;
};

type ContextRequest = {
  readonly live: string;
  readonly tables?: readonly string[];
  readonly except?: readonly string[];
};

/** Asks the live server, without a change to it. */
export const readWalContext = async (request: ContextRequest): Promise<Result<WalContext>> => {
  const context = await withConnection(request.live, connection => askServer(connection, request));
  return context.ok ? context : fail(context.reason.message);
};

const askServer = async (
  connection: Connection,
  {tables, except}: ContextRequest,
): Promise<Result<WalContext, DatabaseFailure>> => {
  const about = await rowsOf(connection, searchContextSql);
  if (!about.ok) {
    return about;
  }
  const known = await rowsOf(connection, searchTablesSql, [tables ?? null, except ?? null]);
  if (!known.ok) {
    return known;
  }
  const {major, timeline, database, segment_bytes: bytes} = about.value[0] ?? {};
  const byFilenode = known.value.flatMap(({filenode, name, named}) =>
    typeof filenode === 'number'
      ? [[filenode, {name: typeof name === 'string' ? name : null, named: named === true}] as const]
      : [],
  );
  return succeed({
    major: Number(major),
    timeline: String(timeline),
    database: Number(database),
    segmentBytes: BigInt(String(bytes)),
    tables: new Map(byFilenode),
  });
};
