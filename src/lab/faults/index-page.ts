/** `index_page`: a disk gives back other bytes of an index than were written; the rows themselves are whole. */
import {fail, type Result, succeed} from '../../base/result.ts';
import type {Connection} from '../../postgres/connect.ts';
import {isPageSound, pageBytes} from '../../postgres/page-checksum.ts';
import {rowsOf} from '../../postgres/query.ts';
import {hasAmcheck, misfitIndexes} from '../amcheck.ts';
import type {DamageDetail} from '../damage.ts';
import type {Fault, Symptom} from '../fault.ts';
import {inLab, inLabNow} from '../in-lab.ts';
import {findRelationFile, type RelationFile, readPage, unsoundBlocks, writePage} from '../relation-pages.ts';
import {damageFiles, type FileDamage, wantChecksums} from './damaged-files.ts';
import {readParameters} from './fault-parameters.ts';
import {isLeafWithKeys, itemsOf, scramble} from './page-items.ts';

const name = 'index_page';

export const indexPage: Fault = {
  name,
  summary: 'Damage a page of a B-tree index on the disk, where its keys are.',
  parameters: {index: {summary: 'the index', isNeeded: true}},
  prepare: async (estate, parameters) => {
    const wanted = readParameters(indexPage, parameters);
    if (!wanted.ok) {
      return wanted;
    }
    const chosen = await inLab(estate, connection => choose(connection, wanted.value.index ?? ''));
    if (!chosen.ok) {
      return chosen;
    }
    const {index} = chosen.value;
    return succeed({
      summary: `damage a page of the index ${index}`,
      symptom: () => inLab(estate, connection => lookAtIndex(connection, index)),
      inject: () =>
        damageFiles(estate, name, async connection => {
          const again = await choose(connection, index);
          return again.ok ? succeed(again.value.damage) : again;
        }),
    });
  },
  symptomOf: (estate, {detail}) => inLabNow(estate, connection => lookAtIndex(connection, String(detail?.index))),
};

type Chosen = {readonly index: string; readonly damage: FileDamage};

const choose = async (connection: Connection, wanted: string): Promise<Result<Chosen>> => {
  const sums = await wantChecksums(connection);
  const found = sums.ok ? await rowsOf(connection, indexSql, [wanted]) : sums;
  if (!found.ok) {
    return fail(typeof found.reason === 'string' ? found.reason : found.reason.message);
  }
  const {index, method} = found.value[0] ?? {};
  if (typeof index !== 'string' || method !== 'btree') {
    return fail(`the lab has no B-tree index "${wanted}"`);
  }
  const file = await findRelationFile(connection, index);
  if (!file.ok || file.value === null) {
    return file.ok ? fail(`the index ${index} has no pages`) : file;
  }
  const relation = file.value;
  return succeed({
    index,
    damage: {lost: [], tablesLost: [], rowsLost: 0, change: () => damageLeaf(index, relation)},
  });
};

/** The leaf in the middle of those that hold keys. */
const damageLeaf = (index: string, file: RelationFile): Result<DamageDetail> => {
  const leaves = Array.from({length: file.blocks}, (_, block) => block).filter(block => {
    const page = readPage(file, block);
    return isPageSound(page, block) && isLeafWithKeys(page);
  });
  const block = leaves[Math.floor(leaves.length / 2)];
  if (block === undefined) {
    return fail(`no page of the index ${index} holds keys; a drill without damage is no drill`);
  }
  const page = readPage(file, block);
  const items = itemsOf(page);
  const from = items[Math.floor(items.length / 2)]?.from ?? pageBytes / 2;
  scramble(page, from, from + scrambledBytes);
  writePage(file, block, page);
  return succeed({index, block, file: file.path});
};

/** The keys in the middle of a page, and the addresses of their rows. */
const scrambledBytes = 32;

const lookAtIndex = async (connection: Connection, index: string): Promise<Result<Symptom>> => {
  const file = await findRelationFile(connection, index);
  if (!file.ok) {
    return file;
  }
  if (file.value === null) {
    return succeed({seen: true, detail: `the index ${index} is not there`});
  }
  await connection.run('checkpoint');
  const unsound = await unsoundBlocks(file.value);
  if (unsound.length > 0) {
    return succeed({seen: true, detail: `the checksum of ${index} does not fit in block ${unsound.join(', ')}`});
  }
  const misfits = (await hasAmcheck(connection)) ? await misfitIndexes(connection, [index]) : succeed([]);
  if (!misfits.ok) {
    return misfits;
  }
  const [misfit] = misfits.value;
  return succeed({
    seen: misfit !== undefined,
    detail: misfit?.reason ?? `all ${file.value.blocks} pages of ${index} fit their checksums, and it holds every row`,
  });
};

const indexSql = `
  select format('%I.%I', n.nspname, c.relname) as index, a.amname as method
    from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_am a on a.oid = c.relam
   where c.oid = to_regclass($1) and c.relkind = 'i'`;
