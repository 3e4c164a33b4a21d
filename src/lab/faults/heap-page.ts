/** `heap_page`: a disk gives back other bytes of a table's page than were written, where rows are. */
import {fail, type Result, succeed} from '../../base/result.ts';
import type {Connection} from '../../postgres/connect.ts';
import {isPageSound} from '../../postgres/page-checksum.ts';
import {rowsOf} from '../../postgres/query.ts';
import type {DamageDetail} from '../damage.ts';
import type {Fault, Symptom} from '../fault.ts';
import {readLostRows} from '../fingerprint.ts';
import {inLab, inLabNow} from '../in-lab.ts';
import {findRelationFile, type RelationFile, readPage, unsoundBlocks, writePage} from '../relation-pages.ts';
import {damageFiles, type FileDamage, wantChecksums} from './damaged-files.ts';
import {readParameters} from './fault-parameters.ts';
import {findTable} from './one-transaction.ts';
import {columnsFrom, itemsOf, scramble} from './page-items.ts';

const name = 'heap_page';

export const heapPage: Fault = {
  name,
  summary: 'Damage a page of a table on the disk, so that its checksum does not fit any more.',
  parameters: {
    table: {summary: 'the table', isNeeded: true},
    block: {summary: 'the number of the page; the one in the middle by default', isNeeded: false},
    row: {
      summary: 'instead of `block`: a condition in SQL, and the page of the first row that it names',
      isNeeded: false,
    },
  },
  prepare: async (estate, parameters) => {
    const wanted = readParameters(heapPage, parameters);
    if (!wanted.ok) {
      return wanted;
    }
    const chosen = await inLab(estate, connection => choose(connection, wanted.value));
    if (!chosen.ok) {
      return chosen;
    }
    const {table, place, damage} = chosen.value;
    return succeed({
      summary: `damage block ${place.block} of ${table}, which holds ${damage.rowsLost} rows`,
      symptom: () => inLab(estate, connection => lookAtTable(connection, table)),
      inject: () =>
        damageFiles(estate, name, async connection => {
          // The very page that was chosen, with the rows that are on it by now.
          const again = await describe(connection, table, place);
          return again;
        }),
    });
  },
  symptomOf: (estate, {detail}) => inLabNow(estate, connection => lookAtTable(connection, String(detail?.table))),
};

type Chosen = {readonly table: string; readonly place: Place; readonly damage: FileDamage};

const choose = async (
  connection: Connection,
  {table: wanted = '', block, row}: Readonly<Record<string, string>>,
): Promise<Result<Chosen>> => {
  if (block !== undefined && row !== undefined) {
    return fail('heap_page takes a block or a row, and not both');
  }
  const sums = await wantChecksums(connection);
  const table = sums.ok ? await findTable(connection, wanted) : sums;
  if (!table.ok) {
    return table;
  }
  const place = block === undefined ? await placeOfRow(connection, table.value, row) : placeOfBlock(block);
  if (!place.ok) {
    return place;
  }
  const damage = await describe(connection, table.value, place.value);
  return damage.ok ? succeed({table: table.value, place: place.value, damage: damage.value}) : damage;
};

/** The damage to a page, with the rows that are on it now. */
const describe = async (connection: Connection, table: string, {block, item}: Place): Promise<Result<FileDamage>> => {
  const file = await findRelationFile(connection, table);
  if (!file.ok || file.value === null) {
    return file.ok ? fail(`${table} has no pages of its own; name one of its partitions`) : file;
  }
  const rows = await readLostRows(connection, table, `ctid >= '(${block},0)' and ctid < '(${block + 1},0)'`);
  if (!rows.ok) {
    return rows;
  }
  const relation = file.value;
  const rowsLost = rows.value.rows.length;
  return rowsLost === 0
    ? fail(`block ${block} of ${table} holds no row; a drill without damage is no drill`)
    : succeed({lost: [rows.value], tablesLost: [], rowsLost, change: () => damageRow(relation, table, {block, item})});
};

const damageRow = (file: RelationFile, table: string, {block, item: wanted}: Place): Result<DamageDetail> => {
  const page = readPage(file, block);
  const items = itemsOf(page);
  const item = items.find(({number}) => number === wanted) ?? items[Math.floor(items.length / 2)];
  if (item === undefined || !isPageSound(page, block)) {
    return fail(`block ${block} of ${table} is not whole on the disk before it is damaged`);
  }
  const from = columnsFrom(page, item);
  scramble(page, from, Math.min(item.to, from + scrambledBytes));
  writePage(file, block, page);
  return succeed({table, block, file: file.path});
};

/** Enough to be more than a bit that a strong checksum could mend, and within one row. */
const scrambledBytes = 64;

type Place = {readonly block: number; readonly item: number | null};

const placeOfBlock = (text: string): Result<Place> =>
  /^\d{1,9}$/.test(text) ? succeed({block: Number(text), item: null}) : fail(`"${text}" is not the number of a block`);

/** Of the row that is named, or of the one in the middle of the table. */
const placeOfRow = async (connection: Connection, table: string, row: string | undefined): Promise<Result<Place>> => {
  const found = await rowsOf(
    connection,
    row === undefined
      ? `select ctid::text as ctid from ${table} order by ctid offset (select count(*) / 2 from ${table}) limit 1`
      : `select ctid::text as ctid from ${table} t where (${row}\n) order by ctid limit 1`,
  );
  if (!found.ok) {
    return fail(found.reason.message);
  }
  const [, block, item] = /^\((\d+),(\d+)\)$/.exec(String(found.value[0]?.ctid)) ?? [];
  return block === undefined
    ? fail(`no row of ${table} is named; a drill without damage is no drill`)
    : succeed({block: Number(block), item: Number(item)});
};

/** The server reads every row, and what is on the disk fits its checksums: what is in memory hides what is not. */
const lookAtTable = async (connection: Connection, table: string): Promise<Result<Symptom>> => {
  const file = await findRelationFile(connection, table);
  if (!file.ok) {
    return file;
  }
  if (file.value === null) {
    return succeed({seen: true, detail: `${table} is not there`});
  }
  const read = await rowsOf(connection, `select count(t::text) as rows from ${table} t`);
  if (!read.ok) {
    return succeed({seen: true, detail: `${table} cannot be read: ${read.reason.message}`});
  }
  await connection.run('checkpoint');
  const unsound = await unsoundBlocks(file.value);
  return succeed({
    seen: unsound.length > 0,
    detail:
      unsound.length > 0
        ? `the checksum of ${table} does not fit in block ${unsound.slice(0, 5).join(', ')}`
        : `all ${file.value.blocks} pages of ${table} fit their checksums, and the server reads every row`,
  });
};
