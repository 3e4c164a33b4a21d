/** Which transactions dropped or emptied tables, or dropped a database: read from WAL, on the server or in the archive. */
import {fail, type Result, succeed} from '../../base/result.ts';
import {type Connection, withConnection} from '../../postgres/connect.ts';
import type {DatabaseFailure} from '../../postgres/failure.ts';
import {rowsOf} from '../../postgres/query.ts';
import {readArchive} from '../archive-lines.ts';
import {archiveWal} from '../archive-wal.ts';
import {searchContextSql} from '../deletion-sql.ts';
import {explainSearch, longReach, searchTimeouts, startOfSearch} from '../server-search.ts';
import {collectRemovals, type FoundRemoval} from './collect-removals.ts';
import {type CatalogNames, namesInBackup} from './names-in-backup.ts';
import type {Removal, RemovalKind, RemovalRequest, Removals} from './removal.ts';
import {parseRemovalRecord, walTextOf} from './removal-records.ts';

/** Lists them, newest first. Reads only, except for the extension when asked to. */
export const findRemoval = async (request: RemovalRequest): Promise<Result<Removals>> => {
  const surroundings = await withConnection(request.live, readSurroundings);
  if (!surroundings.ok) {
    return fail(`what was removed cannot be looked for: ${surroundings.reason.message}`);
  }
  const names = request.backupDir === undefined ? null : namesInBackup(request.backupDir, surroundings.value.database);
  if (names?.ok === false) {
    return names;
  }
  const found = await search(request, surroundings.value);
  return found.ok
    ? succeed({
        ...found.value,
        removals: within(request, found.value.removals)
          .flatMap(removal => name(removal, surroundings.value, names?.value ?? null))
          .reverse(),
      })
    : found;
};

type Surroundings = {
  readonly major: number;
  readonly timeline: string;
  readonly segmentBytes: bigint;
  readonly database: number;
  /** Tables that are there, by number. */
  readonly tables: ReadonlyMap<number, string>;
  /** Numbers of all relations that are there. */
  readonly known: ReadonlySet<number>;
};

const readSurroundings = async (connection: Connection): Promise<Result<Surroundings, DatabaseFailure>> => {
  const about = await rowsOf(connection, searchContextSql);
  const relations = await rowsOf(
    connection,
    `select c.oid, c.relkind, format('%I.%I', n.nspname, c.relname) as name
       from pg_class c join pg_namespace n on n.oid = c.relnamespace`,
  );
  if (!about.ok) {
    return about;
  }
  if (!relations.ok) {
    return relations;
  }
  const {major, timeline, database, segment_bytes: bytes} = about.value[0] ?? {};
  return succeed({
    major: Number(major),
    timeline: String(timeline),
    database: Number(database),
    segmentBytes: BigInt(String(bytes)),
    tables: new Map(
      relations.value.filter(({relkind}) => relkind === 'r').map(({oid, name: table}) => [Number(oid), String(table)]),
    ),
    known: new Set(relations.value.map(({oid}) => Number(oid))),
  });
};

type Search = Omit<Removals, 'removals'> & {readonly removals: readonly FoundRemoval[]};

/** The server first; the archive too, where the server's WAL does not reach back far enough or cannot be read. */
const search = async (request: RemovalRequest, surroundings: Surroundings): Promise<Result<Search>> => {
  const onServer = await withConnection(
    request.live,
    connection => searchServer(connection, request, surroundings.database),
    searchTimeouts,
  );
  const why = onServer.ok ? '' : `what was removed cannot be looked for: ${explainSearch(onServer.reason)}`;
  const {archiveDir} = request;
  if (archiveDir === undefined || (onServer.ok && onServer.value.complete)) {
    return onServer.ok ? onServer : fail(why);
  }

  // What the server's own functions cannot be asked for is in no archive before its segment is full.
  const switched = onServer.ok || !request.switchWal ? null : await archiveWal({live: request.live});
  const collected = collectRemovals(surroundings.database);
  const managers = ['Transaction', 'Storage', 'Standby', 'Database', 'Heap'];
  const read = await readArchive({...request, ...surroundings, archiveDir, managers}, line => {
    const text = walTextOf(line);
    const record = text === null ? null : parseRemovalRecord(text);
    if (record !== null) {
      collected.take(record);
    }
  });
  if (!read.ok) {
    return onServer.ok ? onServer : fail(`${why}; and ${read.reason}`);
  }
  const seen = new Set(collected.found.map(({commitLsn}) => commitLsn));
  return succeed({
    removals: [
      ...collected.found,
      ...(onServer.ok ? onServer.value.removals.filter(({commitLsn}) => !seen.has(commitLsn)) : []),
    ],
    complete: read.value.complete && (onServer.ok || switched?.ok === true),
    searched: onServer.ok ? ['server', 'archive'] : ['archive'],
  });
};

const searchServer = async (
  connection: Connection,
  {from, createExtension = false}: RemovalRequest,
  database: number,
): Promise<Result<Search, DatabaseFailure>> => {
  const start = await startOfSearch(connection, {from, reach: longReach, createExtension});
  if (!start.ok) {
    return start;
  }
  const {lsn, covers} = start.value;
  const rows = await rowsOf(connection, recordsSql, [lsn]);
  if (!rows.ok) {
    return rows;
  }
  const collected = collectRemovals(database);
  for (const row of rows.value) {
    const [manager, xid, position, text] = [row.manager, row.xid, row.lsn, row.text].map(String);
    const record = parseRemovalRecord({manager: manager ?? '', xid: xid ?? '', lsn: position ?? '', text: text ?? ''});
    if (record !== null) {
      collected.take(record);
    }
  }
  return succeed({removals: collected.found, complete: covers, searched: ['server']});
};

// Commits and aborts that removed nothing are most of them, and only those of transactions with a lock or a file matter.
const recordsSql = `
  with record as materialized (
    select start_lsn, xid, resource_manager, record_type || ' ' || description || ' ' || coalesce(block_ref, '') as text
      from pg_get_wal_records_info($1::pg_lsn, pg_current_wal_flush_lsn())
     where resource_manager in ('Storage', 'Database')
        or (resource_manager = 'Transaction' and (record_type like 'COMMIT%' or record_type like 'ABORT%'))
        or (resource_manager = 'Standby' and record_type = 'LOCK')
        or (resource_manager = 'Heap' and record_type like 'INPLACE%' and block_ref like '%1664/0/1262%')
  )
  select resource_manager as manager, xid::text as xid, start_lsn::text as lsn, text from record r
   where resource_manager <> 'Transaction' or text like '%; rels:%' or text like '%\\_PREPARED%'
      or exists (select from record o where o.xid = r.xid and o.resource_manager <> 'Transaction')
   order by r.start_lsn`;

const within = ({from, to}: RemovalRequest, found: readonly FoundRemoval[]): readonly FoundRemoval[] => {
  const toMs = to === undefined ? Number.POSITIVE_INFINITY : Date.parse(to);
  return found
    .filter(({committedAt}) => Date.parse(committedAt) >= Date.parse(from) && Date.parse(committedAt) <= toMs)
    .toSorted((a, b) => (a.committedAt < b.committedAt ? -1 : 1));
};

/** Nothing where tables were only rewritten, or indexes made anew: then no row is missing. */
const name = (found: FoundRemoval, here: Surroundings, names: CatalogNames | null): readonly Removal[] => {
  // Before 15 the record does not say what is gone; then it is what was locked and is there no more.
  const gone = here.major >= 15 ? found.gone : found.locked.filter(number => !here.known.has(number));
  const named = gone.map(number => names?.relations.get(number));
  const dropped = named.flatMap(relation => (relation?.kind === 'r' ? [relation.name] : []));
  const unnamed = named.filter(relation => relation === undefined).length;
  const truncated = found.emptied
    ? found.locked.filter(number => !gone.includes(number)).flatMap(number => tableOf(number, here, names))
    : [];
  const kind = kindOf(found, dropped.length + unnamed, truncated.length);
  const {xid, committedAt, commitLsn, beforeLsn, files} = found;
  const database =
    found.database === null ? null : (names?.databases.get(found.database) ?? `number ${found.database}`);
  return kind === null
    ? []
    : [{xid, kind, committedAt, commitLsn, beforeLsn, truncated, dropped, unnamed, database, files}];
};

/** A table of a user; one that was dropped since has its name from the backup. */
const tableOf = (number: number, {tables}: Surroundings, names: CatalogNames | null): readonly string[] => {
  const inBackup = names?.relations.get(number);
  const found = tables.get(number) ?? (inBackup?.kind === 'r' ? inBackup.name : undefined);
  return found === undefined || /^"?pg_/.test(found) ? [] : [found];
};

const kindOf = ({database}: FoundRemoval, dropped: number, truncated: number): RemovalKind | null => {
  if (database !== null) {
    return 'database';
  }
  if (dropped > 0) {
    return 'dropped';
  }
  return truncated > 0 ? 'truncated' : null;
};
