/** `below_checksums`: one bit of a key is another, and the checksum of its page fits: memory that fails writes such pages. */
import {fail, type Result, succeed} from '../../base/result.ts';
import type {Connection} from '../../postgres/connect.ts';
import {foreignKeys} from '../../postgres/foreign-keys.ts';
import {isPageSound, writePageChecksum} from '../../postgres/page-checksum.ts';
import {rowsOf} from '../../postgres/query.ts';
import {quoteIdentifier} from '../../postgres/quote.ts';
import type {Fault} from '../fault.ts';
import {readLostRows} from '../fingerprint.ts';
import {inLab, inLabNow} from '../in-lab.ts';
import {findRelationFile, type RelationFile, readPage, writePage} from '../relation-pages.ts';
import {damageFiles, type FileDamage, wantChecksums} from './damaged-files.ts';
import {readParameters} from './fault-parameters.ts';
import {lookForLostRows} from './lost-rows.ts';
import {findTable} from './one-transaction.ts';
import {columnsFrom, itemsOf} from './page-items.ts';

const name = 'below_checksums';

export const belowChecksums: Fault = {
  name,
  summary: 'Change one bit of a foreign key in one row on the disk, and make the checksum of the page right again.',
  parameters: {
    table: {summary: 'the table', isNeeded: true},
    column: {summary: 'a column of whole numbers; its first foreign key by default', isNeeded: false},
  },
  prepare: async (estate, parameters) => {
    const wanted = readParameters(belowChecksums, parameters);
    if (!wanted.ok) {
      return wanted;
    }
    const chosen = await inLab(estate, connection => choose(connection, wanted.value));
    if (!chosen.ok) {
      return chosen;
    }
    const {lost} = chosen.value.damage;
    return succeed({
      summary: `change one bit of ${chosen.value.what} in a row of ${lost[0]?.table}, unseen by the checksums`,
      symptom: () => inLab(estate, connection => lookForLostRows(connection, lost)),
      // The very row that was chosen: the one in the middle is another one as soon as the application has written.
      inject: () => damageFiles(estate, name, async () => succeed(chosen.value.damage)),
    });
  },
  symptomOf: (estate, {lost}) => inLabNow(estate, connection => lookForLostRows(connection, lost)),
};

type Chosen = {readonly what: string; readonly damage: FileDamage};

const choose = async (
  connection: Connection,
  {table: wanted = '', column: wantedColumn}: Readonly<Record<string, string>>,
): Promise<Result<Chosen>> => {
  const sums = await wantChecksums(connection);
  const table = sums.ok ? await findTable(connection, wanted) : sums;
  if (!table.ok) {
    return table;
  }
  const column = await findColumn(connection, table.value, wantedColumn);
  if (!column.ok) {
    return column;
  }
  const file = await findRelationFile(connection, table.value);
  if (!file.ok || file.value === null) {
    return file.ok ? fail(`${table.value} has no pages of its own; name one of its partitions`) : file;
  }
  const spot = await findSpot(connection, {table: table.value, column: column.value, file: file.value});
  if (!spot.ok) {
    return spot;
  }
  const {block, item, ctid} = spot.value;
  const lost = await readLostRows(connection, table.value, `ctid = '${ctid}'`);
  if (!lost.ok) {
    return lost;
  }
  const relation = file.value;
  const detail = {table: table.value, column: column.value.name, block, item, file: relation.path};
  return succeed({
    what: column.value.name,
    damage: {
      lost: [lost.value],
      tablesLost: [],
      rowsLost: 1,
      change: () => {
        const page = readPage(relation, block);
        const at = isPageSound(page, block) ? onlyPlaceOf(page, spot.value, column.value.bytes) : null;
        if (at === null) {
          return fail(`block ${block} of ${table.value} is not what it was a moment ago`);
        }
        page.set(littleEndian(spot.value.wrong, column.value.bytes), at);
        writePageChecksum(page, block);
        writePage(relation, block, page);
        return succeed({...detail, was: String(spot.value.value), is: String(spot.value.wrong)});
      },
    },
  });
};

type Column = {
  readonly name: string;
  readonly bytes: number;
  readonly parent: string | null;
  readonly parentColumn: string;
};

const findColumn = async (
  connection: Connection,
  table: string,
  wanted: string | undefined,
): Promise<Result<Column>> => {
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

type Spot = {
  readonly ctid: string;
  readonly block: number;
  readonly item: number;
  readonly value: bigint;
  readonly wrong: bigint;
};

type Searched = {readonly table: string; readonly column: Column; readonly file: RelationFile};

/** A row of the middle page whose key can be told from every other number in it, and a bit that leads nowhere. */
const findSpot = async (connection: Connection, {table, column, file}: Searched): Promise<Result<Spot>> => {
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
const leadingNowhere = async (connection: Connection, column: Column, value: bigint): Promise<bigint | null> => {
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
const onlyPlaceOf = (page: Uint8Array, {item, value}: Pick<Spot, 'item' | 'value'>, bytes: number): number | null => {
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

const littleEndian = (value: bigint, bytes: number): Uint8Array =>
  Uint8Array.from({length: bytes}, (_, index) => Number((value >> BigInt(index * 8)) & 0xffn));
