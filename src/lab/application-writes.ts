/** Whether the application has what it wrote and nothing besides, and whether it can write again. */
import {fail, type Result, succeed} from '../base/result.ts';
import type {Connection} from '../postgres/connect.ts';
import {rowsOf} from '../postgres/query.ts';
import {currentTarget} from './accounts/accounts.ts';
import type {Estate} from './estate.ts';
import {connectToLab} from './proof.ts';
import type {Writes} from './truth.ts';

/** Rows of the application that nobody was told of, by table: more than its unanswered writes can have left. */
export const unknownWrites = async (
  connection: Connection,
  writtenRows: Readonly<Record<string, string>>,
  {acknowledged, unanswered}: Writes,
): Promise<Result<readonly string[]>> => {
  const tooMany: string[] = [];
  for (const [table, isWritten] of Object.entries(writtenRows)) {
    const keys = acknowledged.flatMap(write => write.keys[table] ?? []);
    const rows = await rowsOf(
      connection,
      `select count(*) as n from ${table} t
        where (${isWritten}) and not exists (select from unnest($1::bigint[]) k(id) where k.id = t.id)`,
      [keys],
    );
    if (!rows.ok) {
      return fail(rows.reason.message);
    }
    const eachWrite = Math.max(0, ...acknowledged.map(write => write.keys[table]?.length ?? 0));
    const unknown = Number(rows.value[0]?.n);
    if (unknown > unanswered * eachWrite) {
      tooMany.push(`${table} has ${unknown} rows of the application that it was never told of`);
    }
  }
  return succeed(tooMany);
};

/** Writes once as the application does, with its login and its rights, and takes it back. The reason says why it could not. */
export const writeAsApplication = async ({current, token, dataset, scale, accounts}: Estate): Promise<Result<void>> => {
  const site = await current();
  const way = site.ok && accounts !== null ? currentTarget(accounts, dataset.applicationRole) : null;
  const connection = site.ok ? await connectToLab(way ?? site.value.application, token) : site;
  if (!connection.ok) {
    return connection;
  }
  const {run, close} = connection.value;
  try {
    const begun = await run(`begin; set local lock_timeout = '5s'; set local statement_timeout = '30s'`);
    const written = begun.ok
      ? await rowsOf(connection.value, dataset.write.sql, dataset.write.values(1, scale))
      : begun;
    const undone = await run('rollback');
    return written.ok && undone.ok
      ? succeed(undefined)
      : fail(written.ok ? 'the session broke' : written.reason.message);
  } finally {
    await close();
  }
};
