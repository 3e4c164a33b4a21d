/** The columns of a table that rows can be brought back by: what was altered since the deletion is seen before anything moves. */
import {fail, type Result, succeed} from '../base/result.ts';
import type {Connection} from '../postgres/connect.ts';
import {type DatabaseFailure, refusal} from '../postgres/failure.ts';
import {rowsOf} from '../postgres/query.ts';

export type Column = {readonly name: string; readonly type: string};

export type BothColumns = {
  /** On both servers, with the same type; without those that the live server computes. */
  readonly columns: readonly Column[];
  /** Added on the live server since: rows that come back get their default. */
  readonly filledByDefault: readonly string[];
};

type Described = Column & {
  readonly isGenerated: boolean;
  /** Whether a row may go in without a value for it. */
  readonly mayBeLeftOut: boolean;
};

/** A reason where a value of a lost row has no place on the live server, or a column there would get no value. */
export const columnsOfBoth = async (
  side: Connection,
  live: Connection,
  table: string,
): Promise<Result<BothColumns, DatabaseFailure>> => {
  const then = await describedColumns(side, table);
  if (!then.ok) {
    return then;
  }
  const now = await describedColumns(live, table);
  if (!now.ok) {
    return now;
  }
  if (now.value.length === 0) {
    return fail(refusal(`there is no table ${table} on the live server`));
  }
  if (then.value.length === 0) {
    return fail(
      refusal(
        `the side instance has no table ${table}; it was renamed since the deletion: give it its old name back until its rows are there, or ${byHand}`,
      ),
    );
  }

  const problems = [...unplaced(then.value, now.value), ...unfilled(then.value, now.value)];
  if (problems.length > 0) {
    return fail(
      refusal(
        `${table} is no longer as it was when its rows were deleted: ${problems.join('; ')}; undo that until the rows are back, or ${byHand}`,
      ),
    );
  }
  const writable = now.value.filter(({isGenerated}) => !isGenerated);
  const isKnown = ({name}: Column) => then.value.some(column => column.name === name);
  return succeed({
    columns: writable.filter(isKnown).map(({name, type}) => ({name, type})),
    filledByDefault: writable.filter(column => !isKnown(column)).map(({name}) => name),
  });
};

const byHand = 'leave this table out and put its rows back by hand from the side instance';

/** Values that were there then, and that the table of today does not take as they were. */
const unplaced = (then: readonly Described[], now: readonly Described[]): readonly string[] =>
  then.flatMap(({name, type, isGenerated}) => {
    const today = now.find(column => column.name === name);
    if (today === undefined) {
      return isGenerated ? [] : [`its column ${name} was dropped or renamed`];
    }
    if (today.isGenerated) {
      return isGenerated ? [] : [`its column ${name} is now computed by the server`];
    }
    return today.type === type ? [] : [`its column ${name} was ${type} and is ${today.type} now`];
  });

const unfilled = (then: readonly Described[], now: readonly Described[]): readonly string[] =>
  now
    .filter(({name, mayBeLeftOut}) => !mayBeLeftOut && then.every(column => column.name !== name))
    .map(({name}) => `its column ${name} is new, takes no null and has no default`);

const describedColumns = async (
  connection: Connection,
  table: string,
): Promise<Result<readonly Described[], DatabaseFailure>> => {
  const rows = await rowsOf(connection, columnsSql, [table]);
  return rows.ok
    ? succeed(
        rows.value.map(({name, type, generated, optional}) => ({
          name: String(name),
          type: String(type),
          isGenerated: generated === true,
          mayBeLeftOut: optional === true,
        })),
      )
    : rows;
};

const columnsSql = `
  select a.attname as name, format_type(a.atttypid, a.atttypmod) as type, a.attgenerated <> '' as generated,
         not a.attnotnull or a.atthasdef or a.attidentity <> '' or t.typdefault is not null as optional
    from pg_attribute a join pg_type t on t.oid = a.atttypid
   where a.attrelid = to_regclass($1) and a.attnum > 0 and not a.attisdropped
   order by a.attnum`;
