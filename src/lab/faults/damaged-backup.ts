/** `damaged_backup`: one byte of the base backup is another, and nobody knows until it is needed. */
import {existsSync, statSync} from 'node:fs';
import {join} from 'node:path';
import {fail, type Result, succeed} from '../../base/result.ts';
import type {Connection} from '../../postgres/connect.ts';
import {isPageSound, pageBytes} from '../../postgres/page-checksum.ts';
import {rowsOf} from '../../postgres/query.ts';
import {firstUnsoundPage} from '../backup-pages.ts';
import type {Damage, DamageDetail} from '../damage.ts';
import type {Estate} from '../estate.ts';
import type {Fault, Symptom} from '../fault.ts';
import {inLab, inLabNow} from '../in-lab.ts';
import {findBackups} from '../known-backups.ts';
import {readMomentBefore} from '../moment-before.ts';
import {findRelationFile, type RelationFile, readPage, writePage} from '../relation-pages.ts';
import {wantChecksums} from './damaged-files.ts';
import {readParameters} from './fault-parameters.ts';
import {noRowsLost} from './no-rows-lost.ts';
import {findTable} from './one-transaction.ts';
import {columnsFrom, itemsOf} from './page-items.ts';

const name = 'damaged_backup';

export const damagedBackup: Fault = {
  name,
  summary: 'Flip a byte of a table in the base backup; the database itself is whole.',
  parameters: {table: {summary: 'the table; the largest one by default', isNeeded: false}},
  owes: ['archive'],
  prepare: async (estate, parameters) => {
    const wanted = readParameters(damagedBackup, parameters);
    if (!wanted.ok) {
      return wanted;
    }
    const chosen = await inLab(estate, connection => choose(connection, estate, wanted.value.table));
    if (!chosen.ok) {
      return chosen;
    }
    const {table, file, block} = chosen.value;
    return succeed({
      summary: `flip a byte of ${table} in the base backup`,
      symptom: async () => succeed(lookAtBlock(file, block, table)),
      inject: () => inject(estate, chosen.value),
    });
  },
  symptomOf: (estate, {detail}) =>
    inLabNow(estate, async connection => {
      const rows = await rowsOf(connection, 'select system_identifier::text as identifier from pg_control_system()');
      return rows.ok
        ? succeed(lookAtBackups(estate, String(rows.value[0]?.identifier), detail))
        : fail(rows.reason.message);
    }),
};

/** As a restore comes upon them: where backups are kept there is one of this cluster, and of each every page is whole. */
const lookAtBackups = ({backup: place}: Estate, identifier: string, detail: DamageDetail = {}): Symptom => {
  const found = findBackups(place).filter(one => one.identifier === identifier);
  const damaged = found.flatMap(({directory, startLsn}) => {
    const unsound = firstUnsoundPage(directory, startLsn);
    return unsound === null
      ? []
      : [`block ${unsound.block} of ${unsound.path} in ${directory} does not fit its checksum`];
  });
  if (found.length === 0) {
    return {
      seen: true,
      detail: `there is no base backup in ${place} any more, since that of ${String(detail.table)} was damaged`,
    };
  }
  return damaged.length > 0
    ? {seen: true, detail: damaged.join('; ')}
    : {seen: false, detail: `every page of ${found.map(({directory}) => directory).join(' and ')} fits its checksum`};
};

type Chosen = {readonly table: string; readonly file: RelationFile; readonly block: number};

const choose = async (connection: Connection, estate: Estate, wanted: string | undefined): Promise<Result<Chosen>> => {
  const sums = await wantChecksums(connection);
  if (!sums.ok) {
    return sums;
  }
  if (!existsSync(join(estate.backup, 'backup_label'))) {
    return fail(`there is no base backup in ${estate.backup} to be damaged`);
  }
  const largest = wanted === undefined ? await rowsOf(connection, largestSql) : succeed([{name: wanted}]);
  const table = largest.ok ? await findTable(connection, String(largest.value[0]?.name)) : fail(largest.reason.message);
  if (!table.ok) {
    return table;
  }
  const file = await fileInBackup(connection, estate, table.value);
  if (!file.ok || file.value === null) {
    return file.ok ? fail(`the base backup has no file of ${table.value}`) : file;
  }
  const relation = file.value;
  // A copy of a running server has pages that were being written; those are mended by the WAL, and are not chosen.
  const whole = Array.from({length: relation.blocks}, (_, block) => block).filter(block => {
    const page = readPage(relation, block);
    return isPageSound(page, block) && itemsOf(page).length > 0;
  });
  const block = whole[Math.floor(whole.length / 2)];
  return block === undefined
    ? fail(`${table.value} has no page with rows in the base backup; a drill without damage is no drill`)
    : succeed({table: table.value, file: relation, block});
};

const fileInBackup = async (
  connection: Connection,
  {backup}: Estate,
  table: string,
): Promise<Result<RelationFile | null>> => {
  const file = await findRelationFile(connection, table);
  if (!file.ok || file.value === null) {
    return file;
  }
  const size = statSync(join(backup, file.value.path), {throwIfNoEntry: false})?.size;
  return succeed(
    size === undefined ? null : {dataDirectory: backup, path: file.value.path, blocks: Math.floor(size / pageBytes)},
  );
};

const inject = async (estate: Estate, {table, file, block}: Chosen): Promise<Result<Damage>> => {
  const before = await inLab(estate, connection => readMomentBefore(connection, estate.dataset));
  if (!before.ok) {
    return before;
  }
  const page = readPage(file, block);
  const [item] = itemsOf(page);
  const at = item === undefined ? pageBytes - 1 : columnsFrom(page, item);
  page[at] = (page[at] ?? 0) ^ 0xff;
  writePage(file, block, page);
  return succeed(noRowsLost(name, {before: before.value, detail: {table, block, file: file.path}}));
};

const lookAtBlock = (file: RelationFile, block: number, table: string): Symptom => {
  const isThere = block < file.blocks;
  const seen = !(isThere && isPageSound(readPage(file, block), block));
  return {
    seen,
    detail: seen
      ? `block ${block} of ${table} in the base backup ${isThere ? 'does not fit its checksum' : 'is not there'}`
      : `block ${block} of ${table} in the base backup fits its checksum`,
  };
};

const largestSql = `
  select format('%I.%I', n.nspname, c.relname) as name
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
   where c.relkind = 'r' and n.nspname not in ('pg_catalog', 'information_schema') and n.nspname !~ '^pg_'
   order by pg_relation_size(c.oid) desc, 1 limit 1`;
