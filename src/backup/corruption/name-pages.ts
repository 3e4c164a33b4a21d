/** Damaged pages by the names of their relations: what a file number means is asked in the database that has it. */
import {type Result, succeed} from '../../base/result.ts';
import {type Connection, withConnection} from '../../postgres/connect.ts';
import type {DatabaseFailure} from '../../postgres/failure.ts';
import {rowsOf} from '../../postgres/query.ts';
import type {DamagedPage} from './scan-pages.ts';

export type RelationKind = 'table' | 'index' | 'toast' | 'sequence' | 'catalogue' | 'unknown';

export type NamedPage = {
  readonly database: string;
  /** Quoted and with its schema; null where the catalogue could not say. */
  readonly relation: string | null;
  readonly kind: RelationKind;
  /** The table itself, or that of an index or of a TOAST table. */
  readonly table: string | null;
  readonly block: number;
  readonly fork: string;
  readonly file: string;
  readonly stored: number;
  readonly computed: number;
  readonly lsn: string;
};

/** Objects that users make have higher numbers, and so have their files (PostgreSQL, transam.h, FirstNormalObjectId). */
const firstOfUsers = 16_384;

/** `connection` is in any database of the cluster. Pages whose catalogue is not readable keep their number and no name. */
export const namePages = async (
  connection: Connection,
  pages: readonly DamagedPage[],
): Promise<Result<readonly NamedPage[], DatabaseFailure>> => {
  if (pages.length === 0) {
    return succeed([]);
  }
  const databases = await rowsOf(connection, 'select oid, datname as name from pg_database');
  if (!databases.ok) {
    return databases;
  }

  const named: NamedPage[] = [];
  for (const database of new Set(pages.map(page => page.database))) {
    const own = pages.filter(page => page.database === database);
    const name = database === 0 ? connection.target.database : databases.value.find(row => row.oid === database)?.name;
    const relations =
      name === undefined ? null : await relationsIn({...connection.target, database: String(name)}, own);
    const shownName = database === 0 ? 'all databases' : String(name ?? `number ${database}`);
    named.push(...own.map(page => withName(page, shownName, relations)));
  }
  return succeed(named);
};

/** One of them, in words. */
export const describePage = ({database, relation, kind, file, block, fork}: NamedPage): string =>
  relation === null
    ? `${kind === 'catalogue' ? 'catalogue ' : ''}${file} block ${block} of database ${database}`
    : `${kind} ${relation}${fork === 'main' ? '' : ` (${fork})`} block ${block} of database ${database}`;

type Relation = Pick<NamedPage, 'relation' | 'kind' | 'table'>;
type Relations = ReadonlyMap<string, Relation>;

const relationsIn = async (target: Connection['target'], pages: readonly DamagedPage[]): Promise<Relations | null> => {
  const files = [...new Map(pages.map(page => [keyOf(page), page])).values()];
  const rows = await withConnection(target, connection =>
    rowsOf(connection, relationsSql, [files.map(({tablespace}) => tablespace), files.map(({filenode}) => filenode)]),
  );
  return rows.ok
    ? new Map(
        rows.value
          .filter(({relation}) => relation !== null)
          .map(row => [
            `${row.tablespace}/${row.filenode}`,
            {relation: String(row.relation), kind: kindOf(row), table: row.table === null ? null : String(row.table)},
          ]),
      )
    : null;
};

const keyOf = ({tablespace, filenode}: DamagedPage): string => `${tablespace}/${filenode}`;

const withName = (page: DamagedPage, database: string, relations: Relations | null): NamedPage => {
  const {path: file, block, fork, stored, computed, lsn, filenode} = page;
  const known = relations?.get(keyOf(page));
  const unnamed: Relation = {relation: null, kind: filenode < firstOfUsers ? 'catalogue' : 'unknown', table: null};
  return {database, ...(known ?? unnamed), block, fork, file, stored, computed, lsn};
};

const kindOf = ({is_catalogue: isCatalogue, kind}: Readonly<Record<string, unknown>>): RelationKind => {
  if (isCatalogue === true) {
    return 'catalogue';
  }
  const kinds: Readonly<Record<string, RelationKind>> = {
    r: 'table',
    m: 'table',
    i: 'index',
    t: 'toast',
    S: 'sequence',
  };
  return kinds[String(kind)] ?? 'unknown';
};

// An index on a TOAST table is the TOAST table's; both are the table's that the values belong to.
const relationsSql = `
  select f.tablespace, f.filenode, case when c.oid is not null then format('%I.%I', n.nspname, c.relname) end as relation,
         c.relkind as kind, c.oid < ${firstOfUsers} as is_catalogue,
         (select format('%I.%I', tn.nspname, t.relname)
            from pg_class t join pg_namespace tn on tn.oid = t.relnamespace
           where t.oid = coalesce(
             (select o.oid from pg_class o where o.reltoastrelid = coalesce(i.indrelid, c.oid)), i.indrelid, c.oid)) as "table"
    from unnest($1::oid[], $2::oid[]) f(tablespace, filenode)
    left join pg_class c on c.oid = pg_filenode_relation(f.tablespace, f.filenode)
    left join pg_namespace n on n.oid = c.relnamespace
    left join pg_index i on i.indexrelid = c.oid`;
