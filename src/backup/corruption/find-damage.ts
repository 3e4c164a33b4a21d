/** All that can be found out about the damage of a database without a copy of it, as one scope to decide by. */
import {type Result, succeed} from '../../base/result.ts';
import type {Connection} from '../../postgres/connect.ts';
import type {DatabaseFailure} from '../../postgres/failure.ts';
import {type AnyDatabase, withAnyDatabase} from './any-database.ts';
import {checkRelations, type RelationFinding} from './check-relations.ts';
import {findOrphans, type OrphanFinding} from './find-orphans.ts';
import {type NamedPage, namePages} from './name-pages.ts';
import {type ScanRequest, scanServed} from './scan-cluster.ts';
import {type Scope, scopeOf} from './scope.ts';

export type FindRequest = ScanRequest & {
  /** Installs amcheck where it is missing; it adds functions and changes no data. */
  readonly createExtension?: boolean;
};

export type FoundDamage = {
  readonly scope: Scope;
  readonly pages: readonly NamedPage[];
  readonly relations: readonly RelationFinding[];
  readonly orphans: readonly OrphanFinding[];
  /** What nobody looked at, and why; an empty list is the only proof that everything was. */
  readonly unseen: readonly string[];
  readonly pagesChecked: number;
  readonly relationsChecked: number;
};

/** Reads only, except for the extension when asked to. What one look cannot see is said, and the others go on. */
export const findDamage = (request: FindRequest): Promise<Result<FoundDamage>> =>
  withAnyDatabase(request.database, any => lookAtAll(any, request));

const lookAtAll = async (any: AnyDatabase, request: FindRequest): Promise<Result<FoundDamage, DatabaseFailure>> => {
  const {connection, whyNot, named} = any;
  const scanned = await scanServed(any, request);
  const pages = scanned.ok ? await namePages(connection, scanned.value.found) : succeed([]);
  if (!pages.ok) {
    return pages;
  }
  const inside = whyNot === null ? await lookInside(connection, request) : nothingInside(`${named}: ${whyNot}`);
  const {relations, orphans} = inside;
  return succeed({
    scope: scopeOf({pages: pages.value, relations, orphans, unusable: whyNot !== null, database: named}),
    pages: pages.value,
    relations,
    orphans,
    unseen: [...(scanned.ok ? [] : [`the pages on the disk: ${scanned.reason.message}`]), ...inside.unseen],
    pagesChecked: scanned.ok ? scanned.value.pages : 0,
    relationsChecked: inside.checked,
  });
};

type Inside = Pick<FoundDamage, 'relations' | 'orphans' | 'unseen'> & {readonly checked: number};

const nothingInside = (why: string): Inside => ({
  relations: [],
  orphans: [],
  unseen: [`what is in the tables, because the database cannot be used (${why})`],
  checked: 0,
});

const lookInside = async (
  connection: Connection,
  {createExtension = false, onProgress}: FindRequest,
): Promise<Inside> => {
  onProgress?.('checking tables and indexes');
  const relations = await checkRelations(connection, {createExtension});
  onProgress?.('checking foreign keys');
  const orphans = await findOrphans(connection);
  const uncheckedIndexes = relations.ok && relations.value.unchecked.length > 0 ? relations.value.unchecked : [];
  return {
    relations: relations.ok ? relations.value.findings : [],
    orphans: orphans.ok ? orphans.value : [],
    unseen: [
      ...(relations.ok ? [] : [`what is in tables and indexes: ${relations.reason.message}`]),
      ...(orphans.ok ? [] : [`foreign keys: ${orphans.reason.message}`]),
      ...(uncheckedIndexes.length > 0
        ? [`indexes of kinds that amcheck does not know: ${uncheckedIndexes.join(', ')}`]
        : []),
    ],
    checked: relations.ok ? relations.value.checked : 0,
  };
};
