/** The rows of a table as one number a block, from both servers: blocks that differ, and those that one of them cannot read. */
import {type Result, succeed} from '../../base/result.ts';
import type {Connection} from '../../postgres/connect.ts';
import type {DatabaseFailure} from '../../postgres/failure.ts';
import {rowsOf} from '../../postgres/query.ts';
import {damagedBlockOf, isDamage} from './damaged-block.ts';

export type BlockSums = {
  /** Number of rows and sum of their fingerprints, by block; blocks without rows are not in it. */
  readonly sums: ReadonlyMap<number, string>;
  readonly unreadable: readonly number[];
};

export type BlockRange = {
  /** Quoted and with its schema. */
  readonly table: string;
  readonly filenode: number;
  readonly from: number;
  /** Not included. */
  readonly to: number;
};

/**
 * Reads a range of blocks, around those that cannot be read. A block that gives an error is named by the server; where it
 * names none of this table (its row leads to a damaged TOAST page), the range is halved until the block stands alone.
 * Needs PostgreSQL 14, which reads a range of addresses without reading the rest.
 */
export const sumBlocks = async (
  connection: Connection,
  range: BlockRange,
): Promise<Result<BlockSums, DatabaseFailure>> => {
  const sums = new Map<number, string>();
  const unreadable: number[] = [];
  const open: BlockRange[] = [range];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const {table, from, to} = next;
    if (from >= to) {
      continue;
    }
    const rows = await rowsOf(connection, sumsSql(table), [`(${from},0)`, `(${to},0)`]);
    if (rows.ok) {
      for (const {block, rows: count, sum} of rows.value) {
        sums.set(Number(block), `${count} ${sum}`);
      }
      continue;
    }
    if (!isDamage(rows.reason)) {
      return rows;
    }
    const around = aroundDamage(next, rows.reason);
    unreadable.push(...around.unreadable);
    open.push(...around.rest);
  }
  return succeed({sums, unreadable: unreadable.sort((a, b) => a - b)});
};

const aroundDamage = (
  range: BlockRange,
  failure: DatabaseFailure,
): {readonly unreadable: readonly number[]; readonly rest: readonly BlockRange[]} => {
  const {filenode, from, to} = range;
  const damaged = damagedBlockOf(failure);
  if (to - from === 1) {
    return {unreadable: [from], rest: []};
  }
  const isNamed = damaged?.filenode === filenode && damaged.block >= from && damaged.block < to;
  const middle = isNamed ? damaged.block : Math.floor((from + to) / 2);
  return {
    unreadable: isNamed ? [middle] : [],
    rest: [
      {...range, from: isNamed ? middle + 1 : middle},
      {...range, to: middle},
    ],
  };
};

/** Of one row, at its place: equal only when every column is, byte for byte, and the row lies there on both servers. */
export const rowFingerprint = `hashtextextended(t::text || t.ctid::text, 0)`;

const sumsSql = (table: string): string => `
  select (t.ctid::text::point)[0]::bigint as block, count(*) as rows, sum(${rowFingerprint}::numeric)::text as sum
    from only ${table} t where t.ctid >= $1::tid and t.ctid < $2::tid group by 1`;
