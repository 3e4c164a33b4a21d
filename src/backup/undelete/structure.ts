/** Everything that makes a table what it is, as statements: read on one server to make it on another, and on both to compare. */
import {type Result, succeed} from '../../base/result.ts';
import type {Connection} from '../../postgres/connect.ts';
import type {DatabaseFailure} from '../../postgres/failure.ts';
import {rowsOf} from '../../postgres/query.ts';
import {behaviourSql, constraintsSql, foreignKeysSql, indexesSql, viewsSql} from './around-sql.ts';
import {columnsSql, grantsSql, ownersSql, sequencesSql, tablesSql} from './table-sql.ts';

export type Structure = {
  /** Before the rows come in: sequences, tables, owners. */
  readonly before: readonly string[];
  /** When they are in: constraints, indexes, settings of columns. */
  readonly after: readonly string[];
  /** Foreign keys of the tables, and those of others that point at them. */
  readonly references: readonly string[];
  /** Triggers, rules, policies and the like: at the end, so that no row that comes back sets them off. */
  readonly behaviour: readonly string[];
  readonly grants: readonly string[];
  readonly views: readonly string[];
};

/** Tables are names as SQL; the session's search path must be pg_catalog, as `betweenBoth` sets it. */
export const readStructure = async (
  connection: Connection,
  tables: readonly string[],
): Promise<Result<Structure, DatabaseFailure>> => {
  const parts = {
    before: [sequencesSql, tablesSql, ownersSql],
    after: [constraintsSql, indexesSql, columnsSql],
    references: [foreignKeysSql],
    behaviour: [behaviourSql],
    grants: [grantsSql],
    views: [viewsSql],
  };
  const read: Record<string, readonly string[]> = {};
  for (const [part, queries] of Object.entries(parts)) {
    const texts = await textsOf(connection, queries, tables);
    if (!texts.ok) {
      return texts;
    }
    read[part] = texts.value;
  }
  const {before = [], after = [], references = [], behaviour = [], grants = [], views = []} = read;
  return succeed({before, after, references, behaviour, grants, views});
};

/** Statements of one that the other does not have. */
export const missingFrom = (there: Structure, then: Structure): readonly string[] => {
  const has = new Set(Object.values(there).flat());
  return Object.values(then)
    .flat()
    .filter(text => !has.has(text));
};

/** The texts of some queries, in order. */
export const textsOf = async (
  connection: Connection,
  queries: readonly string[],
  tables: readonly string[],
): Promise<Result<readonly string[], DatabaseFailure>> => {
  const texts: string[] = [];
  for (const query of queries) {
    const rows = await rowsOf(connection, query, [tables]);
    if (!rows.ok) {
      return rows;
    }
    texts.push(...rows.value.map(({text}) => String(text)));
  }
  return succeed(texts);
};
