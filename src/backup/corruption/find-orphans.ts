/** Rows that point at nothing, with where they lie: what silent damage below the checksums gives away. */
import {type Result, succeed} from '../../base/result.ts';
import type {Connection} from '../../postgres/connect.ts';
import type {DatabaseFailure} from '../../postgres/failure.ts';
import {type ForeignKey, foreignKeys} from '../../postgres/foreign-keys.ts';
import {rowsOf} from '../../postgres/query.ts';
import {quoteIdentifier} from '../../postgres/quote.ts';
import {isDamage} from './damaged-block.ts';

export type OrphanFinding = {
  readonly constraint: string;
  readonly table: string;
  readonly references: string;
  readonly orphans: number;
  /** Blocks of the table that hold them, a few at most. */
  readonly blocks: readonly number[];
  /** Why the question could not be answered: a page in the way is damaged. */
  readonly unanswered: string | null;
};

const blocksMax = 20;

/** Each key is asked by itself, so that one damaged table hides nothing of the others. Only what is wrong is told. */
export const findOrphans = async (
  connection: Connection,
): Promise<Result<readonly OrphanFinding[], DatabaseFailure>> => {
  const keys = await foreignKeys(connection);
  if (!keys.ok) {
    return keys;
  }
  // An index that is damaged itself must not answer for its table.
  const plain = await connection.run(
    'set enable_indexscan = off; set enable_indexonlyscan = off; set enable_bitmapscan = off',
  );
  if (!plain.ok) {
    return plain;
  }
  const found: OrphanFinding[] = [];
  for (const key of keys.value) {
    const one = await askAbout(connection, key);
    if (!one.ok) {
      return one;
    }
    if (one.value.orphans > 0 || one.value.unanswered !== null) {
      found.push(one.value);
    }
  }
  const reset = await connection.run('reset enable_indexscan; reset enable_indexonlyscan; reset enable_bitmapscan');
  return reset.ok ? succeed(found) : reset;
};

const askAbout = async (connection: Connection, key: ForeignKey): Promise<Result<OrphanFinding, DatabaseFailure>> => {
  const rows = await rowsOf(connection, orphanBlocksSql(key));
  const of = {constraint: key.name, table: key.child, references: key.parent};
  if (!rows.ok) {
    return isDamage(rows.reason) ? succeed({...of, orphans: 0, blocks: [], unanswered: rows.reason.message}) : rows;
  }
  const {orphans, blocks} = rows.value[0] ?? {};
  return succeed({
    ...of,
    orphans: Number(orphans),
    blocks: Array.isArray(blocks) ? blocks.map(Number) : [],
    unanswered: null,
  });
};

const orphanBlocksSql = ({child, childColumns, parent, parentColumns}: ForeignKey): string => {
  const pairs = childColumns.map((column, index) => ({
    own: `c.${quoteIdentifier(column)}`,
    other: `p.${quoteIdentifier(parentColumns[index] ?? '')}`,
  }));
  const joined = pairs.map(({own, other}) => `${own} = ${other}`).join(' and ');
  const complete = pairs.map(({own}) => `${own} is not null`).join(' and ');
  return `
    with orphan as (
      select (c.ctid::text::point)[0]::bigint as block from ${child} c
       where ${complete} and not exists (select from ${parent} p where ${joined}))
    select count(*) as orphans,
           (select json_agg(block) from (select distinct block from orphan order by block limit ${blocksMax}) few) as blocks
      from orphan`;
};
