/** Looks into every table and index of a database, beyond checksums: what amcheck says of each, and what it cannot look at. */
import {type Result, succeed} from '../../base/result.ts';
import type {Connection} from '../../postgres/connect.ts';
import type {DatabaseFailure} from '../../postgres/failure.ts';
import {rowsOf} from '../../postgres/query.ts';
import {damagedBlockOf, isDamage} from './damaged-block.ts';

export type RelationFinding = {
  /** Quoted and with its schema. */
  readonly relation: string;
  readonly kind: 'table' | 'index';
  readonly table: string;
  readonly isCatalogue: boolean;
  /** Where amcheck names one. */
  readonly block: number | null;
  readonly message: string;
};

export type CheckedRelations = {
  readonly checked: number;
  readonly findings: readonly RelationFinding[];
  /** Indexes of kinds that amcheck does not know. */
  readonly unchecked: readonly string[];
};

/** A table that is one heap of rubble needs no complete list. */
const findingsOfOneMax = 50;

/**
 * Each B-tree is checked against its table (heapallindexed), each table row by row with its TOAST. It asks the extension
 * itself: pg_amcheck is only a client of it, and packages of servers alone lack it. A damaged heap page would be told
 * again for each index of its table, so a finding is kept once for each relation and block.
 */
export const checkRelations = async (
  connection: Connection,
  {createExtension = false} = {},
): Promise<Result<CheckedRelations, DatabaseFailure>> => {
  const ready = await findAmcheck(connection, createExtension);
  if (!ready.ok) {
    return ready;
  }
  const relations = await rowsOf(connection, relationsSql);
  if (!relations.ok) {
    return relations;
  }
  const schema = ready.value;
  const findings = new Map<string, RelationFinding>();
  const unchecked: string[] = [];
  let checked = 0;
  for (const row of relations.value) {
    const relation = toRelation(row);
    if (relation.kind === 'index' && row.method !== 'btree') {
      unchecked.push(`${relation.relation} (${row.method})`);
      continue;
    }
    checked += 1;
    const found =
      relation.kind === 'table'
        ? await checkTable(connection, {schema, relation})
        : await checkIndex(connection, {schema, relation});
    if (!found.ok) {
      return found;
    }
    for (const finding of found.value) {
      const key = `${finding.relation} ${finding.block ?? finding.message}`;
      findings.set(key, findings.get(key) ?? finding);
    }
  }
  return succeed({checked, findings: [...findings.values()], unchecked});
};

type Relation = Pick<RelationFinding, 'relation' | 'kind' | 'table' | 'isCatalogue'> & {
  readonly oid: number;
  readonly filenode: number;
  /** Of the table that an index belongs to. */
  readonly tableFilenode: number;
  readonly blocks: number;
};
type Check = {readonly schema: string; readonly relation: Relation};

/** The schema of the extension, quoted. */
const findAmcheck = async (
  connection: Connection,
  createExtension: boolean,
): Promise<Result<string, DatabaseFailure>> => {
  if (createExtension) {
    const made = await connection.run('create extension if not exists amcheck');
    if (!made.ok) {
      return made;
    }
  }
  const rows = await rowsOf(
    connection,
    `select quote_ident(n.nspname) as schema from pg_extension e join pg_namespace n on n.oid = e.extnamespace
      where e.extname = 'amcheck'`,
  );
  if (!rows.ok) {
    return rows;
  }
  const schema = rows.value[0]?.schema;
  return schema === undefined
    ? {
        ok: false,
        reason: {
          message:
            'this database lacks the extension amcheck; let it be created (--create-extension), it adds functions only',
          sqlstate: null,
          uncertain: false,
        },
      }
    : succeed(String(schema));
};

const checkIndex = async (
  connection: Connection,
  {schema, relation}: Check,
): Promise<Result<readonly RelationFinding[], DatabaseFailure>> => {
  const done = await rowsOf(connection, `select ${schema}.bt_index_check($1::oid::regclass, true)`, [relation.oid]);
  return done.ok ? succeed([]) : asFinding(done.reason, relation);
};

/** What is found behind a block that cannot be read counts too, so the look goes on behind it. */
const checkTable = async (
  connection: Connection,
  {schema, relation}: Check,
): Promise<Result<readonly RelationFinding[], DatabaseFailure>> => {
  const findings: RelationFinding[] = [];
  for (let from = 0; from < relation.blocks && findings.length < findingsOfOneMax; ) {
    const rows = await rowsOf(
      connection,
      `select blkno, msg from ${schema}.verify_heapam($1::oid::regclass, check_toast => true, startblock => $2::bigint)
        limit ${findingsOfOneMax}`,
      [relation.oid, from],
    );
    if (rows.ok) {
      const {relation: name, kind, table, isCatalogue} = relation;
      findings.push(
        ...rows.value.map(({blkno, msg}) => ({
          relation: name,
          kind,
          table,
          isCatalogue,
          block: Number(blkno),
          message: String(msg),
        })),
      );
      break;
    }
    const found = asFinding(rows.reason, relation);
    if (!found.ok) {
      return found;
    }
    findings.push(...found.value);
    const damaged = damagedBlockOf(rows.reason);
    if (damaged === null || damaged.filenode !== relation.filenode || damaged.block < from) {
      break;
    }
    from = damaged.block + 1;
  }
  return succeed(findings);
};

/** Only what says that data are damaged is a finding; anything else is a failure of the look. */
const asFinding = (
  failure: DatabaseFailure,
  {relation, kind, table, isCatalogue, filenode, tableFilenode}: Relation,
): Result<readonly RelationFinding[], DatabaseFailure> => {
  if (!isDamage(failure)) {
    return {ok: false, reason: {...failure, message: `${relation} cannot be checked: ${failure.message}`}};
  }
  const damaged = damagedBlockOf(failure);
  // An index is read beside its table: the page that is broken may be the table's.
  const isOfTable = damaged !== null && damaged.filenode === tableFilenode && damaged.filenode !== filenode;
  return succeed([
    {
      relation: isOfTable ? table : relation,
      kind: isOfTable ? 'table' : kind,
      table,
      isCatalogue,
      block: damaged?.block ?? null,
      message: failure.message,
    },
  ]);
};

const toRelation = (row: Readonly<Record<string, unknown>>): Relation => ({
  relation: String(row.relation),
  kind: row.kind === 'i' ? 'index' : 'table',
  table: String(row.table),
  isCatalogue: row.is_catalogue === true,
  oid: Number(row.oid),
  filenode: Number(row.filenode),
  tableFilenode: Number(row.table_filenode),
  blocks: Number(row.blocks),
});

// With TOAST tables and their indexes. What is temporary belongs to other sessions.
const relationsSql = `
  select c.oid, format('%I.%I', n.nspname, c.relname) as relation, c.relkind as kind, m.amname as method,
         format('%I.%I', coalesce(tn.nspname, n.nspname), coalesce(t.relname, c.relname)) as "table",
         coalesce(i.indrelid, c.oid) < 16384 as is_catalogue, pg_relation_filenode(c.oid) as filenode,
         pg_relation_filenode(coalesce(i.indrelid, c.oid)) as table_filenode,
         pg_relation_size(c.oid) / current_setting('block_size')::int as blocks
    from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_am m on m.oid = c.relam
    left join pg_index i on i.indexrelid = c.oid
    left join pg_class t on t.oid = i.indrelid left join pg_namespace tn on tn.oid = t.relnamespace
   where c.relkind in ('r', 'm', 't', 'i') and c.relpersistence <> 't' and (i.indexrelid is null or i.indisvalid)
     and (c.relpersistence = 'p' or not pg_is_in_recovery())
   order by is_catalogue, c.relkind desc, 2`;
