/** `below_checksums`: one bit of a key is another, and the checksum of its page fits: memory that fails writes such pages. */
import {fail, type Result, succeed} from '../../base/result.ts';
import type {Connection} from '../../postgres/connect.ts';
import {isPageSound, writePageChecksum} from '../../postgres/page-checksum.ts';
import type {Fault} from '../fault.ts';
import {readLostRows} from '../fingerprint.ts';
import {inLab, inLabNow} from '../in-lab.ts';
import {findRelationFile, readPage, writePage} from '../relation-pages.ts';
import {damageFiles, type FileDamage, wantChecksums} from './damaged-files.ts';
import {readParameters} from './fault-parameters.ts';
import {lookForLostRows} from './lost-rows.ts';
import {findNumbers, findSpot, littleEndian, onlyPlaceOf} from './one-bit.ts';
import {findTable} from './one-transaction.ts';

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
  const column = await findNumbers(connection, table.value, wantedColumn);
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
