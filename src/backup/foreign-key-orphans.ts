/** Rows that point at nothing: one question per foreign key, generated from the catalog. */
import {fail, type Result, succeed} from '../base/result.ts';
import {withConnection} from '../postgres/connect.ts';
import type {DatabaseFailure} from '../postgres/failure.ts';
import {foreignKeys, orphansSql} from '../postgres/foreign-keys.ts';
import {rowsOf} from '../postgres/query.ts';
import {catalogNames} from './known-tables.ts';

export type OrphanCount = {
  readonly constraint: string;
  readonly table: string;
  readonly references: string;
  readonly orphans: number;
};
export type Orphans = {readonly orphans: number; readonly constraints: readonly OrphanCount[]};

export type OrphansRequest = {
  readonly database: string;
  /** Foreign keys from or to these; left out: all. */
  readonly tables?: readonly string[];
};

/**
 * Counts them. A valid constraint does not make this needless: one validates nothing that was already there, and
 * triggers that check it may have been off.
 */
export const foreignKeyOrphans = async ({database, tables}: OrphansRequest): Promise<Result<Orphans>> => {
  const counted = await withConnection(
    database,
    async (connection): Promise<Result<readonly OrphanCount[], DatabaseFailure>> => {
      const keys = await foreignKeys(connection);
      const named = await catalogNames(connection, tables ?? []);
      if (!keys.ok) {
        return keys;
      }
      if (!named.ok) {
        return named;
      }

      const meant = new Set(named.value);
      const counts: OrphanCount[] = [];
      for (const key of keys.value.filter(
        ({child, parent}) => tables === undefined || meant.has(child) || meant.has(parent),
      )) {
        const rows = await rowsOf(connection, orphansSql(key));
        if (!rows.ok) {
          return rows;
        }
        counts.push({
          constraint: key.name,
          table: key.child,
          references: key.parent,
          orphans: Number(rows.value[0]?.orphans),
        });
      }
      return succeed(counts);
    },
  );

  return counted.ok
    ? succeed({orphans: counted.value.reduce((sum, {orphans}) => sum + orphans, 0), constraints: counted.value})
    : fail(`the foreign keys cannot be checked: ${counted.reason.message}`);
};
