/** The questions about deletions that the live server's own WAL answers, as SQL that a runbook may use too. */
import type {Change} from './deletion.ts';

/**
 * Needs the extension pg_walinspect (PostgreSQL 15 and later) and a superuser or pg_read_server_files with pg_monitor.
 * `xmax: 1267, off: 5, …` in 16 and later and `off 5 flags …` in 15 are the two spellings of a deletion record; an update
 * says `old_off: 5` or `off 5` of the row as it was. Where the new form went to another page, that page is block 0 and the
 * old one block 1, so the last block that is named is the old row's.
 */
const recordTypes = {
  delete: `record_type like 'DELETE%'`,
  update: `(record_type like 'UPDATE%' or record_type like 'HOT_UPDATE%')`,
} as const satisfies Record<Change, string>;

/** A table that was given, or a partition of one. */
const among = (parameter: string): string => `c.oid in (
  select t.oid from unnest(${parameter}::text[]) given, lateral (
    select to_regclass(given)::oid union select relid::oid from pg_partition_tree(to_regclass(given))) t(oid))`;

/** All tables whose rows can be brought back; `named` are those that were asked for: of $1 (null for all), and none of `except`. */
const relation = (except?: string): string => `
  relation as materialized (
    select pg_relation_filenode(c.oid) as filenode, format('%I.%I', n.nspname, c.relname) as name,
           ($1::text[] is null or ${among('$1')})${except === undefined ? '' : ` and not coalesce(${among(except)}, false)`} as named
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind = 'r' and c.relpersistence = 'p'
       and n.nspname not in ('pg_catalog', 'information_schema') and n.nspname !~ '^pg_'
  )`;

/** Every file that a deletion can be in now, catalogs and long values included: what is in none was rewritten or dropped since. */
const known = `
  known as materialized (select pg_relation_filenode(oid) as filenode from pg_class where relkind in ('r', 't', 'm'))`;

/**
 * A record is ours when it is in this database; the filenode is the third number of its block reference. Without a name
 * are those of tables that were rewritten or dropped since: rows were deleted, and nobody can say of what.
 */
const deletion = (change: Change): string => `
  deletion as materialized (
    select record.xid::text as xid, record.start_lsn, relation.name, relation.named,
           format('(%s,%s)', (regexp_match(block_ref, '.*blk (\\d+)'))[1], (regexp_match(description, 'off:? (\\d+)'))[1]) as ctid
      from record
      join lateral (select regexp_match(block_ref, 'rel \\d+/(\\d+)/(\\d+)') as rel) r on true
      left join relation on relation.filenode = r.rel[2]::oid
     where (relation.name is not null or r.rel[2]::oid not in (select filenode from known where filenode is not null))
       and resource_manager = 'Heap' and ${recordTypes[change]}
       and r.rel[1]::oid = (select oid from pg_database where datname = current_database())
  )`;

/** A savepoint has a number of its own; the commit record lists those that belong to it. */
const committed = `
  committed as materialized (
    select coalesce((regexp_match(description, '^(\\d+): '))[1], xid::text) as xid, start_lsn as commit_lsn,
           (regexp_match(description, '(\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d(?:\\.\\d+)? ?[A-Z+-][A-Za-z0-9:+-]*)'))[1]::timestamptz as committed_at,
           string_to_array((regexp_match(description, 'subxacts: (\\d+(?: \\d+)*)'))[1], ' ') as savepoints
      from record where resource_manager = 'Transaction' and record_type like 'COMMIT%'
  ),
  member as (
    select xid as top, xid as xid from committed
    union all select xid, savepoint from committed, unnest(savepoints) savepoint
  )`;

const record = (change: Change, from: string, to: string): string => `
  record as materialized (
    select start_lsn, xid, resource_manager, record_type, description, block_ref
      from pg_get_wal_records_info(${from}, ${to})
     where (resource_manager = 'Heap' and ${recordTypes[change]})
        or (resource_manager = 'Transaction' and record_type like 'COMMIT%')
        or (resource_manager = 'Standby' and record_type = 'RUNNING_XACTS')
  )`;

/**
 * A transaction whose number was not yet given out when the server noted its running ones began after that note, so all
 * of it lies in what was searched. Numbers are compared as the server does it: they begin again after 2^32.
 */
const began = `
  noted as materialized (
    select (array_agg((regexp_match(description, 'nextXid (\\d+)'))[1]::bigint order by start_lsn))[1] as next_xid
      from record where record_type = 'RUNNING_XACTS'
  )`;

const beganAfterNote = (xid: string): string =>
  `(${xid}::bigint - (select next_xid from noted) + 4294967296) % 4294967296 < 2147483648`;

/**
 * Transactions that deleted rows of the tables of $1 (text[], partitions count with their table, null for all), with all
 * that they deleted, in other tables too: a cascade reaches tables of which nobody thinks;
 * $2 and $3: the window of their commits; $4: the WAL position to search from, see `walStartSql`.
 * Each row says with `settled` whether all that committed in the window lies in what was searched; where nothing was found
 * there is one row that says only that.
 */
export const deletionsSql = (change: Change): string => `
  with ${relation()}, ${known}, ${record(change, '$4::pg_lsn', 'pg_current_wal_flush_lsn()')}, ${deletion(change)}, ${committed}, ${began},
  counted as (
    select m.top, d.name, d.named, count(*) as rows, min(d.start_lsn) as first_lsn
      from deletion d join member m on m.xid = d.xid group by 1, 2, 3
  ),
  found as (
    select c.xid, c.committed_at, c.savepoints, c.commit_lsn::text as commit_lsn, min(t.first_lsn)::text as first_lsn,
           sum(t.rows) filter (where t.name is not null)::bigint as rows,
           coalesce(sum(t.rows) filter (where t.name is null), 0)::bigint as unknown_rows,
           json_object_agg(t.name, t.rows order by t.name) filter (where t.name is not null) as tables,
           coalesce(${beganAfterNote('c.xid')}, false) as whole
      from counted t join committed c on c.xid = t.top
     where c.committed_at >= $2::timestamptz and c.committed_at <= $3::timestamptz
     group by c.xid, c.committed_at, c.commit_lsn, c.savepoints
    having bool_or(t.named)
  ),
  settled as (
    select coalesce(bool_and(${beganAfterNote('xid')}), (select next_xid from noted) is not null) as settled
      from committed where committed_at >= $2::timestamptz and committed_at <= $3::timestamptz
  )
  select settled, found.* from settled left join found on true order by committed_at`;

/**
 * Where exactly the rows lay that one transaction deleted. $1: tables or null; $2: transaction; $3, $4: its WAL, from and to;
 * $5: tables to leave out, or null.
 */
export const deletedRowsSql = (change: Change): string => `
  with ${relation('$5')}, ${known}, ${record(change, '$3::pg_lsn', '$4::pg_lsn')}, ${deletion(change)}, ${committed}
  select d.name as "table", json_agg(d.ctid order by d.start_lsn) as rows
    from deletion d join member m on m.xid = d.xid where m.top = $2 and d.named
   group by 1 order by 1`;

/**
 * The position to search from: the first segment written to within $2 (an interval) before $1, since a transaction may have
 * begun long before it committed. `covers` is false when older WAL is gone already; before the first segment of all there is none.
 */
export const walStartSql = `
  with timeline as (select substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8) as id),
  segment as (
    select name, modification from pg_ls_waldir(), timeline
     where name ~ '^[0-9A-F]{24}$' and substr(name, 1, 8) = timeline.id and name <= pg_walfile_name(pg_current_wal_lsn())
  ),
  chosen as (
    select coalesce(min(name) filter (where modification >= $1::timestamptz - $2::interval), max(name)) as name,
           bool_or(modification < $1::timestamptz) or min(name) = '000000010000000000000001' as covers
      from segment
  ),
  size as (select setting::numeric as bytes from pg_settings where name = 'wal_segment_size')
  select (pg_lsn '0/0' + (('x' || substr(name, 9, 8))::bit(32)::bigint::numeric * 4294967296
           + ('x' || substr(name, 17, 8))::bit(32)::bigint::numeric * size.bytes))::text as lsn,
         covers
    from chosen, size`;

/** What a search outside the server must know of it. */
export const searchContextSql = `
  select current_setting('server_version_num')::int / 10000 as major,
         substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8) as timeline,
         (select oid from pg_database where datname = current_database()) as database,
         (select setting from pg_settings where name = 'wal_segment_size') as segment_bytes`;

/** Which table a filenode in the WAL means, without a name where it is a catalog. $1: the tables that are asked for, null for all; $2: those to leave out, or null. */
export const searchTablesSql = `
  with ${relation('$2')}, ${known}
  select known.filenode, name, named from known left join relation using (filenode) where known.filenode is not null`;
