/** Makes dropped tables anew in the live database, with their rows and all that hung on them, in the caller's transaction. */
import {fail, type Result, succeed} from '../../base/result.ts';
import type {Connection} from '../../postgres/connect.ts';
import {copyBetween} from '../../postgres/copy-between.ts';
import {type DatabaseFailure, refusal} from '../../postgres/failure.ts';
import {rowsOf} from '../../postgres/query.ts';
import {quoteIdentifier} from '../../postgres/quote.ts';
import {missingFrom, readStructure, type Structure, textsOf} from './structure.ts';
import {grantsSql, revokesSql} from './table-sql.ts';

/** The tables and their rows; what refers to them, or acts on rows, comes later with `finishRecreated`. */
export const recreate = async (
  side: Connection,
  live: Connection,
  tables: readonly string[],
): Promise<Result<Structure, DatabaseFailure>> => {
  const structure = await readStructure(side, tables);
  if (!structure.ok) {
    return structure;
  }
  const made = await runAll(live, structure.value.before);
  if (!made.ok) {
    return made;
  }
  for (const table of tables) {
    const copied = await copyTable(side, live, table);
    if (!copied.ok) {
      return copied;
    }
  }
  const indexed = await runAll(live, structure.value.after);
  const analyzed = indexed.ok ? await live.run(`analyze ${tables.join(', ')}`) : indexed;
  return analyzed.ok ? structure : analyzed;
};

/** References, triggers, rights and views, when all rows are in; then the proof that nothing is missing or different. */
export const finishRecreated = async (
  side: Connection,
  live: Connection,
  {tables, structure}: {readonly tables: readonly string[]; readonly structure: Structure},
): Promise<Result<void, DatabaseFailure>> => {
  const {references, behaviour, grants, views} = structure;
  const rights = await rightsStatements(live, tables, grants);
  if (!rights.ok) {
    return rights;
  }
  const done = await runAll(live, [...references, ...behaviour, ...rights.value, ...views]);
  if (!done.ok) {
    return done;
  }
  const now = await readStructure(live, tables);
  if (!now.ok) {
    return now;
  }
  const different = [...missingFrom(now.value, structure), ...missingFrom(structure, now.value)];
  if (different.length > 0) {
    return fail(
      refusal(
        `what was made is not what was there, so nothing was changed: ${different.slice(0, shownMax).join('; ')}`,
      ),
    );
  }
  return proveRows(side, live, tables);
};

const shownMax = 3;

/** Only for objects whose rights are not as they were: what nobody was ever granted anything on stays like that. */
const rightsStatements = async (
  live: Connection,
  tables: readonly string[],
  grants: readonly string[],
): Promise<Result<readonly string[], DatabaseFailure>> => {
  const revokes = await textsOf(live, [revokesSql], tables);
  const now = revokes.ok ? await textsOf(live, [grantsSql], tables) : revokes;
  if (!revokes.ok || !now.ok) {
    return now;
  }
  const different = new Set(
    [...now.value, ...grants].filter(one => !(now.value.includes(one) && grants.includes(one))),
  );
  const objects = new Set([...different].map(objectOf));
  return succeed([...revokes.value, ...grants].filter(statement => objects.has(objectOf(statement))));
};

const objectOf = (statement: string): string => / on ((?:table|sequence) .+) (?:to|from) /.exec(statement)?.[1] ?? '';

/** COPY starts no trigger here, because none is there yet; columns that the server computes are computed again. */
const copyTable = async (
  side: Connection,
  live: Connection,
  table: string,
): Promise<Result<number, DatabaseFailure>> => {
  const columns = await rowsOf(
    side,
    `select attname as name from pg_attribute
      where attrelid = to_regclass($1) and attnum > 0 and not attisdropped and attgenerated = '' order by attnum`,
    [table],
  );
  if (!columns.ok) {
    return columns;
  }
  const names = columns.value.map(({name}) => quoteIdentifier(String(name))).join(', ');
  const copied = await copyBetween(
    {from: side, select: `select ${names} from only ${table}`},
    {into: live, table: `${table} (${names})`},
  );
  return copied.ok
    ? copied
    : fail({...copied.reason, message: `the rows of ${table} cannot be copied: ${copied.reason.message}`});
};

/** Independent of the order of rows; every value as text, as PostgreSQL writes it on both. */
const proveRows = async (
  side: Connection,
  live: Connection,
  tables: readonly string[],
): Promise<Result<void, DatabaseFailure>> => {
  for (const table of tables) {
    const sums: string[] = [];
    for (const connection of [side, live]) {
      const rows = await rowsOf(
        connection,
        `select count(*) || ' rows ' || coalesce(sum(hashtextextended(t::text, 0)::numeric), 0) as sum from only ${table} t`,
      );
      if (!rows.ok) {
        return rows;
      }
      sums.push(String(rows.value[0]?.sum));
    }
    if (sums[0] !== sums[1]) {
      return fail(refusal(`the rows of ${table} are not as they were once written; nothing was changed`));
    }
  }
  return succeed(undefined);
};

const runAll = async (live: Connection, statements: readonly string[]): Promise<Result<void, DatabaseFailure>> => {
  for (const statement of statements) {
    const ran = await live.run(statement);
    if (!ran.ok) {
      const {message, detail} = ran.reason;
      const why = `${message}${detail === undefined ? '' : ` ${detail}`}`;
      return fail({...ran.reason, message: `${why}; it was in the way of: ${statement}; nothing was changed`});
    }
  }
  return succeed(undefined);
};
