/** A whole number in a row that can be changed by one bit, alone in its row, so that it leads nowhere. */
import {fail, type Result, succeed} from '../../base/result.ts';
import type {Connection} from '../../postgres/connect.ts';
import {foreignKeys} from '../../postgres/foreign-keys.ts';
import {rowsOf} from '../../postgres/query.ts';
import {quoteIdentifier} from '../../postgres/quote.ts';
import {type RelationFile, readPage} from '../relation-pages.ts';
import {columnsFrom, itemsOf} from './page-items.ts';

export type Numbers = {
  readonly name: string;
  readonly bytes: number;
  /** What it refers to, where it is a foreign key. */
  readonly parent: string | null;
  readonly parentColumn: string;
};

/** A column of whole numbers: the one that is named, else the first foreign key that is one. */
export const findNumbers = async (
  connection: Connection,
  table: string,
  wanted: string | undefined,
): Promise<Result<Numbers>> => {
  const keys = await foreignKeys(connection);
  const columns = await rowsOf(
    connection,
    `select attname as name, attlen as bytes from pg_attribute
      where attrelid = $1::regclass and attnum > 0 and not attisdropped
        and atttypid in ('int2'::regtype, 'int4'::regtype, 'int8'::regtype) order by attnum`,
    [table],
  );
  if (!keys.ok || !columns.ok) {
    return fail(keys.ok ? 'the columns cannot be read' : keys.reason.message);
  }
  const single = keys.value.filter(({child, childColumns}) => child === table && childColumns.length === 1);
  const key = single.find(({childColumns}) => wanted === undefined || childColumns[0] === wanted);
  const column = columns.value.find(({name: known}) => known === (wanted ?? key?.childColumns[0]));
  return column === undefined
    ? fail(
        `${table} has no ${wanted === undefined ? 'foreign key that is one whole number' : `column "${wanted}" of whole numbers`}`,
      )
    : succeed({
        name: String(column.name),
        bytes: Number(column.bytes),
        parent: key?.parent ?? null,
        parentColumn: key?.parentColumns[0] ?? '',
      });
};

export type Spot = {
  /** The row, its page and its number there. */
  readonly ctid: string;
  readonly block: number;
  readonly item: number;
  /** What the column has, and the same with one other bit. */
  readonly value: bigint;
  readonly wrong: bigint;
};

type Searched = {readonly table: string; readonly column: Numbers; readonly file: RelationFile};

/** A row of the middle page whose key can be told from every other number in it, and a bit that leads nowhere. */
export const findSpot = async (connection: Connection, {table, column, file}: Searched): Promise<Result<Spot>> => {
  const quoted = quoteIdentifier(column.name);
  // What stands in memory is on the disk then, and rows that were loaded do not change.
  await connection.run('checkpoint');
  const rows = await rowsOf(
    connection,
    `select ctid::text as ctid, ${quoted}::text as value from ${table} where ${quoted} is not null
      order by ctid offset (select count(*) / 2 from ${table}) limit 50`,
  );
  if (!rows.ok) {
    return fail(rows.reason.message);
  }
  for (const row of rows.value) {
    const [, block, item] = /^\((\d+),(\d+)\)$/.exec(String(row.ctid)) ?? [];
    const found = {ctid: String(row.ctid), block: Number(block), item: Number(item), value: BigInt(String(row.value))};
    const wrong = await leadingNowhere(connection, column, found.value);
    if (wrong !== null && onlyPlaceOf(readPage(file, found.block), found, column.bytes) !== null) {
      return succeed({...found, wrong});
    }
  }
  return fail(
    `no row in the middle of ${table} can be changed in ${column.name} alone; a drill without damage is no drill`,
  );
};

/** The value with one other bit, so that the reference leads nowhere; null where each of them is a parent. */
const leadingNowhere = async (connection: Connection, column: Numbers, value: bigint): Promise<bigint | null> => {
  const bits = Array.from({length: column.bytes * 8 - 2}, (_, bit) => BigInt(bit)).reverse();
  // Not the highest ones: a wrong number should look like a number.
  for (const bit of bits.filter(one => one < 24n)) {
    const wrong = value ^ (1n << bit);
    if (column.parent === null) {
      return wrong;
    }
    const there = await rowsOf(
      connection,
      `select from ${column.parent} where ${quoteIdentifier(column.parentColumn)} = $1`,
      [String(wrong)],
    );
    if (there.ok && there.value.length === 0) {
      return wrong;
    }
  }
  return null;
};

/** Where in its page the number stands; null where it stands twice in the row, or not at all. */
export const onlyPlaceOf = (
  page: Uint8Array,
  {item, value}: Pick<Spot, 'item' | 'value'>,
  bytes: number,
): number | null => {
  const found = itemsOf(page).find(({number}) => number === item);
  if (found === undefined) {
    return null;
  }
  const wanted = littleEndian(value, bytes);
  const places: number[] = [];
  for (let at = columnsFrom(page, found); at + bytes <= found.to; at += bytes) {
    if (wanted.every((byte, index) => page[at + index] === byte)) {
      places.push(at);
    }
  }
  return places.length === 1 ? (places[0] ?? null) : null;
};

/** As the processors that PostgreSQL is packaged for write a number. */
export const littleEndian = (value: bigint, bytes: number): Uint8Array =>
  Uint8Array.from({length: bytes}, (_, index) => Number((value >> BigInt(index * 8)) & 0xffn));
