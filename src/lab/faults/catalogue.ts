/** `catalogue`: the first page of pg_class is damaged, so nobody can use the database, and the server runs on. */

import type {Result} from '../../base/result.ts';
import {fail, succeed} from '../../base/result.ts';
import {isPageSound} from '../../postgres/page-checksum.ts';
import type {Estate} from '../estate.ts';
import type {Fault, Symptom} from '../fault.ts';
import {inLab, inLabNow, inServerNow} from '../in-lab.ts';
import {findRelationFile, readPage, writePage} from '../relation-pages.ts';
import {damageFiles, wantChecksums} from './damaged-files.ts';
import {readParameters} from './fault-parameters.ts';
import {columnsFrom, itemsOf, scramble} from './page-items.ts';

const name = 'catalogue';

/** Every session of a database reads it before anything else. */
const catalogue = 'pg_catalog.pg_class';

export const damagedCatalogue: Fault = {
  name,
  summary: 'Damage the catalogue of the database on the disk, so that nobody can connect to it any more.',
  parameters: {},
  prepare: async (estate, parameters) => {
    const wanted = readParameters(damagedCatalogue, parameters);
    const sums = wanted.ok ? await inLab(estate, wantChecksums) : wanted;
    if (!sums.ok) {
      return sums;
    }
    return succeed({
      summary: `damage the catalogue of ${estate.dataset.database}`,
      symptom: () => connects(estate),
      inject: () =>
        damageFiles(estate, name, async connection => {
          const file = await findRelationFile(connection, catalogue);
          if (!file.ok || file.value === null) {
            return file.ok ? fail('pg_class has no file') : file;
          }
          const relation = file.value;
          return succeed({
            lost: [],
            tablesLost: [],
            rowsLost: 0,
            change: () => {
              const page = readPage(relation, 0);
              const [item] = itemsOf(page);
              if (item === undefined || !isPageSound(page, 0)) {
                return fail('the first page of pg_class is not whole before it is damaged');
              }
              scramble(page, columnsFrom(page, item), item.to);
              writePage(relation, 0, page);
              return succeed({file: relation.path, block: 0});
            },
          });
        }),
    });
  },
  symptomOf: estate => connects(estate),
};

/** The server itself has to answer: another database of it can be used. */
const connects = async (estate: Estate): Promise<Result<Symptom>> => {
  const server = await inServerNow(estate, async () => succeed(undefined));
  if (!server.ok) {
    return server;
  }
  const used = await inLabNow(estate, async connection => {
    const read = await connection.run('select count(*) from pg_class');
    return read.ok ? succeed(undefined) : fail(read.reason.message);
  });
  const {database} = estate.dataset;
  return succeed(
    used.ok
      ? {seen: false, detail: `${database} can be used`}
      : {seen: true, detail: `${database} cannot be used: ${used.reason}`},
  );
};
