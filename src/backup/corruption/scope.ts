/** How far the damage goes, and by that which cure is the smallest that is enough. */
import type {RelationFinding} from './check-relations.ts';
import type {OrphanFinding} from './find-orphans.ts';
import {describePage, type NamedPage} from './name-pages.ts';

/** From the smallest cure to the largest; `none` where nothing is damaged. */
export type Cure = 'none' | 'reindex' | 'rows' | 'cluster';

export type Scope = {
  readonly cure: Cure;
  /** Damaged blocks that a page checksum or amcheck names, each counted once. */
  readonly blocks: number;
  /** Quoted and with their schemas. */
  readonly indexes: readonly string[];
  readonly tables: readonly string[];
  /** Pages of tables that cannot be read, as `public.orders:4321`. */
  readonly tablePages: readonly string[];
  /** Damage outside the tables and indexes of users of this database. */
  readonly beyond: readonly string[];
  readonly orphans: number;
  readonly summary: string;
};

export type ScopeFindings = {
  readonly pages: readonly NamedPage[];
  readonly relations: readonly RelationFinding[];
  readonly orphans: readonly OrphanFinding[];
  /** The database cannot be used at all. */
  readonly unusable: boolean;
  readonly database: string;
};

/**
 * An index is made again from its table. Rows of a few pages of tables, and rows that point at nothing, come from a copy.
 * Catalogues, TOAST, other databases and what has no name need the files themselves: the whole cluster restored, or
 * another one in its place.
 */
export const scopeOf = ({pages, relations, orphans, unusable, database}: ScopeFindings): Scope => {
  const own = pages.filter(page => page.database === database && page.fork === 'main');
  const isOrdinary = (page: NamedPage) => own.includes(page) && (page.kind === 'table' || page.kind === 'index');
  const beyond = unique([
    ...pages.filter(page => !isOrdinary(page)).map(describePage),
    ...relations.filter(({isCatalogue}) => isCatalogue).map(({relation}) => `catalogue ${relation}`),
    ...(unusable ? [`database ${database} cannot be used`] : []),
  ]);
  const users = relations.filter(({isCatalogue}) => !isCatalogue);
  // Index and table disagree, and no page of the index is damaged: then the table may as well be what is wrong.
  const unsoundIndexes = new Set(own.filter(({kind}) => kind === 'index').map(({relation}) => relation));
  const isDoubtful = ({kind, relation}: RelationFinding) => kind === 'index' && !unsoundIndexes.has(relation);
  const unsound = own.filter(({kind}) => kind === 'table');
  const tables = unique([
    ...unsound.map(({relation}) => relation ?? ''),
    ...users.filter(one => one.kind === 'table' || isDoubtful(one)).map(({table}) => table),
    ...orphans.filter(one => one.orphans > 0).map(({table}) => table),
  ]);
  const indexes = unique([
    ...own.filter(({kind}) => kind === 'index').map(({relation}) => relation ?? ''),
    ...users.filter(({kind}) => kind === 'index').map(({relation}) => relation),
  ]);
  const orphanRows = orphans.reduce((sum, one) => sum + one.orphans, 0);
  const scope = {
    blocks: new Set([
      ...pages.map(({database: where, relation, file, block}) => `${where} ${relation ?? file} ${block}`),
      ...relations.filter(({block}) => block !== null).map(({relation, block}) => `${database} ${relation} ${block}`),
    ]).size,
    indexes,
    tables,
    tablePages: unsound.map(({relation, block}) => `${relation}:${block}`),
    beyond,
    orphans: orphanRows,
  };
  return {...scope, cure: cureOf(scope), summary: inWords(scope)};
};

type Extent = Omit<Scope, 'cure' | 'summary'>;

const cureOf = ({beyond, tables, indexes}: Extent): Cure => {
  if (beyond.length > 0) {
    return 'cluster';
  }
  if (tables.length > 0) {
    return 'rows';
  }
  return indexes.length > 0 ? 'reindex' : 'none';
};

const inWords = ({tables, indexes, beyond, tablePages, orphans}: Extent): string =>
  [
    tables.length > 0 ? `tables ${tables.join(', ')}` : '',
    tablePages.length > 0 ? `pages that cannot be read: ${firstFew(tablePages)}` : '',
    indexes.length > 0 ? `indexes ${indexes.join(', ')}` : '',
    orphans > 0 ? `${orphans} rows that point at nothing` : '',
    beyond.length > 0 ? `beyond the tables: ${firstFew(beyond)}` : '',
  ]
    .filter(part => part !== '')
    .join('; ') || 'no damage found';

/** More than a person reads through in a hurry are only counted. */
const shownMax = 5;

/** For a sentence. */
export const firstFew = (items: readonly string[]): string =>
  items.length > shownMax
    ? `${items.slice(0, shownMax).join(', ')} and ${items.length - shownMax} more`
    : items.join(', ');

const unique = (items: readonly string[]): readonly string[] => [...new Set(items)];
