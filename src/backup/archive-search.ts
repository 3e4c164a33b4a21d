/** The same search in the WAL archive, by pg_waldump: for servers without pg_walinspect and for WAL that is no longer on the server. */
import {type Result, succeed} from '../base/result.ts';
import {readArchive} from './archive-lines.ts';
import {type Change, type DeletedRows, type Deletion, inMicroseconds} from './deletion.ts';
import {readWalContext, type WalContext, type WalTable} from './wal-context.ts';
import {parseWalLine, type WalRecord} from './wal-text.ts';

type Search = WalContext & {
  readonly archiveDir: string;
  /** RFC 3339: segments that were archived more than an hour before are not read. */
  readonly from: string;
  readonly change?: Change;
};

/** Rows are counted of all tables, addresses kept of those that were asked for. */
export type ArchiveFinding = Deletion & {readonly deleted: DeletedRows};

/** `complete` is false where a segment is missing between others: what it held is not known. */
export type ArchiveFindings = {readonly findings: readonly ArchiveFinding[]; readonly complete: boolean};

export type ArchiveRequest = {
  readonly live: string;
  readonly archiveDir: string;
  readonly from: string;
  readonly tables?: readonly string[];
  readonly except?: readonly string[];
  readonly change?: Change;
};

/** Every transaction in the archive that deleted rows of those tables, with all that it deleted; the live server names them. */
export const searchArchive = async (request: ArchiveRequest): Promise<Result<ArchiveFindings>> => {
  const context = await readWalContext(request);
  return context.ok ? searchFiles({...request, ...context.value}) : context;
};

const searchFiles = async (search: Search): Promise<Result<ArchiveFindings>> => {
  const collected = collect(search);
  const read = await readArchive({...search, managers: ['Heap', 'Transaction', 'Standby']}, line => {
    const record = parseWalLine(line, search.change);
    if (record !== null) {
      collected.take(record);
    }
  });
  return read.ok ? succeed({findings: collected.findings, complete: read.value.complete}) : read;
};

type Deleted = {readonly place: number; readonly lsn: string; readonly table: WalTable; readonly ctid: string};

/** A table that was rewritten or dropped since. */
const gone: WalTable = {name: null, named: false};

/** Keeps the deletions of open transactions until their commit says that they count. */
const collect = ({database, tables}: Search) => {
  const open = new Map<string, Deleted[]>();
  const findings: ArchiveFinding[] = [];
  let firstNextXid = Number.POSITIVE_INFINITY;
  let place = 0;

  const remove = ({xid, lsn, ctid, ...record}: WalRecord & {readonly kind: 'delete'}): void => {
    const table = tables.get(record.filenode) ?? gone;
    if (record.database === database && (table.name !== null || table === gone)) {
      place += 1;
      const of = open.get(xid) ?? [];
      of.push({place, lsn, table, ctid});
      open.set(xid, of);
    }
  };

  const commit = ({xid, lsn, at, savepoints}: WalRecord & {readonly kind: 'commit'}): void => {
    const members = [xid, ...savepoints];
    const deleted = members.flatMap(member => open.get(member) ?? []).sort((a, b) => a.place - b.place);
    for (const member of members) {
      open.delete(member);
    }
    if (deleted.some(({table}) => table.named)) {
      const whole = firstNextXid <= Number(xid);
      findings.push(
        describe(
          {xid, committedAt: inMicroseconds(at), firstLsn: deleted[0]?.lsn ?? lsn, commitLsn: lsn, savepoints, whole},
          deleted,
        ),
      );
    }
  };

  const take = (record: WalRecord): void => {
    switch (record.kind) {
      case 'delete':
        remove(record);
        break;
      case 'commit':
        commit(record);
        break;
      case 'running':
        firstNextXid = Math.min(firstNextXid, record.nextXid);
    }
  };
  return {take, findings};
};

const describe = (
  of: Omit<Deletion, 'rows' | 'unknownRows' | 'tables'>,
  deleted: readonly Deleted[],
): ArchiveFinding => {
  const named = deleted.flatMap(({table: {name, named: wanted}, ctid}) =>
    name === null ? [] : [{name, wanted, ctid}],
  );
  const byTable = [...Map.groupBy(named, ({name}) => name)].sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    ...of,
    rows: named.length,
    unknownRows: deleted.length - named.length,
    tables: Object.fromEntries(byTable.map(([table, rows]) => [table, rows.length])),
    deleted: Object.fromEntries(
      byTable.filter(([, rows]) => rows[0]?.wanted).map(([table, rows]) => [table, rows.map(({ctid}) => ctid)]),
    ),
  };
};
