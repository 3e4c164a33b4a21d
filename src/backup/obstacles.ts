/** What would refuse lost rows when they go back in: asked by query beforehand, so that nobody gives a go for what cannot be. */
import {type Result, succeed} from '../base/result.ts';
import type {Connection} from '../postgres/connect.ts';
import type {DatabaseFailure} from '../postgres/failure.ts';
import type {ForeignKeyAmong} from '../postgres/foreign-keys.ts';
import {rowsOf} from '../postgres/query.ts';
import {quoteIdentifier} from '../postgres/quote.ts';
import type {LostTable} from './lost-table.ts';
import type {ComparedTables} from './stage-and-compare.ts';

const examplesMax = 5;

/**
 * A sentence for each constraint in the way, with a few keys and the way out: a unique value that another row has taken
 * since, and a parent that is gone. Partial unique indexes, those on expressions or on columns that the server fills
 * itself, checks and exclusions are not asked about; those only show when the rows go in, which then rolls back as a whole.
 */
export const findObstacles = async (
  live: Connection,
  {compared, keys}: ComparedTables,
): Promise<Result<readonly string[], DatabaseFailure>> => {
  const tables = compared.map(({lost}) => lost);
  const obstacles: string[] = [];
  for (const table of tables) {
    const found = await obstaclesOf(live, {table, all: tables, keys});
    if (!found.ok) {
      return found;
    }
    obstacles.push(...found.value);
  }
  return succeed(obstacles);
};

type Asking = {
  readonly table: LostTable;
  readonly all: readonly LostTable[];
  readonly keys: readonly ForeignKeyAmong[];
};

const obstaclesOf = async (
  live: Connection,
  {table, all, keys}: Asking,
): Promise<Result<readonly string[], DatabaseFailure>> => {
  const indexes = await rowsOf(live, uniqueSql, [table.table]);
  if (!indexes.ok) {
    return indexes;
  }
  // What the server gives a column by itself is not known before.
  const isStaged = (column: string) => table.columns.some(({name}) => name === column);
  const questions = [
    ...indexes.value
      .map(({name, columns}) => ({name: String(name), columns: textsOf(columns)}))
      .filter(({columns}) => columns.every(isStaged))
      .map(({name, columns}) => takenQuestion(table, name, columns)),
    ...keys
      .filter(({child, childColumns}) => child === table.table && childColumns.every(isStaged))
      .map(key => orphanQuestion(table, key, all)),
  ];
  const obstacles: string[] = [];
  for (const {sql, sentence} of questions) {
    const rows = await rowsOf(live, sql);
    if (!rows.ok) {
      return rows;
    }
    const {found, keys: examples} = rows.value[0] ?? {};
    if (Number(found) > 0) {
      obstacles.push(sentence(`${found} of the lost rows of ${table.table} (${textsOf(examples).join('; ')})`));
    }
  }
  return succeed(obstacles);
};

type Question = {readonly sql: string; readonly sentence: (rows: string) => string};

const takenQuestion = (lost: LostTable, index: string, columns: readonly string[]): Question => ({
  sql: asking(lost, columns, `exists (select from ${lost.table} u where ${meets('u', columns, columns)})`),
  sentence: rows =>
    `${rows} cannot go back, because other rows have taken what is unique by ${index}; decide about those first`,
});

const orphanQuestion = (lost: LostTable, key: ForeignKeyAmong, all: readonly LostTable[]): Question => {
  const {childColumns, parent, parentColumns, parentsAmong} = key;
  const complete = childColumns.map(column => `s.${quoteIdentifier(column)} is not null`).join(' and ');
  const among = [parent, ...all.filter(({table}) => parentsAmong.includes(table)).map(({staged}) => staged)]
    .map(from => `not exists (select from ${from} p where ${meets('p', parentColumns, childColumns)})`)
    .join(' and ');
  return {
    sql: asking(lost, childColumns, `${complete} and ${among}`),
    sentence: rows =>
      `${rows} point at rows of ${parent} that are not there (${key.name}); bring back the transaction that deleted those first`,
  };
};

/** Whether a row, by its columns, is the one that a staged row (s) names by its own. */
const meets = (row: string, columns: readonly string[], ofStaged: readonly string[]): string =>
  columns
    .map((column, index) => `${row}.${quoteIdentifier(column)} = s.${quoteIdentifier(ofStaged[index] ?? '')}`)
    .join(' and ');

/** Counts the staged rows (s) that are lost and for which the condition holds, with the columns of a few of them. */
const asking = ({liveRows, stagedRows, sameRow}: LostTable, columns: readonly string[], condition: string): string => {
  const key = `row(${columns.map(column => `s.${quoteIdentifier(column)}`).join(', ')})::text`;
  return `with found as (
      select ${key} as key from ${stagedRows} s
       where not exists (select from ${liveRows} t where ${sameRow}) and ${condition})
    select count(*) as found, (select json_agg(key) from (select key from found order by key limit ${examplesMax}) few) as keys
      from found`;
};

const textsOf = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(String) : []);

const uniqueSql = `
  select c.relname as name, json_agg(a.attname order by k.place) as columns
    from pg_index i join pg_class c on c.oid = i.indexrelid,
         unnest(i.indkey::int2[]) with ordinality k(attnum, place), pg_attribute a
   where i.indrelid = to_regclass($1) and i.indisunique and i.indisvalid and i.indpred is null and i.indexprs is null
     and k.place <= i.indnkeyatts and a.attrelid = i.indrelid and a.attnum = k.attnum
   group by c.relname order by 1`;
