/** The same search in the WAL archive, by pg_waldump: for servers without pg_walinspect and for WAL that is no longer on the server. */
import {readdirSync, statSync} from 'node:fs';
import {join} from 'node:path';
import {fail, type Result, succeed} from '../base/result.ts';
import {findServerBinaries} from '../postgres/server-binaries.ts';
import {canRead, findServerUser, isExecutable, linesAs, type ServerUser} from '../postgres/server-user.ts';
import {type DeletedRows, type Deletion, inMicroseconds} from './deletion.ts';
import {readWalContext, type WalContext, type WalTable} from './wal-context.ts';
import {firstGap} from './wal-segment.ts';
import {parseWalLine, type WalRecord} from './wal-text.ts';

type Search = WalContext & {
  readonly archiveDir: string;
  /** RFC 3339: segments that were archived more than an hour before are not read. */
  readonly from: string;
};

/** Rows are counted of all tables, addresses kept of those that were asked for. */
export type ArchiveFinding = Deletion & {readonly deleted: DeletedRows};

/** `complete` is false where a segment is missing between others: what it held is not known. */
export type ArchiveFindings = {readonly findings: readonly ArchiveFinding[]; readonly complete: boolean};

const marginMs = 60 * 60_000;

export type ArchiveRequest = {
  readonly live: string;
  readonly archiveDir: string;
  readonly from: string;
  readonly tables?: readonly string[];
  readonly except?: readonly string[];
};

/** Every transaction in the archive that deleted rows of those tables, with all that it deleted; the live server names them. */
export const searchArchive = async (request: ArchiveRequest): Promise<Result<ArchiveFindings>> => {
  const context = await readWalContext(request);
  return context.ok ? searchFiles({...request, ...context.value}) : context;
};

const searchFiles = async (search: Search): Promise<Result<ArchiveFindings>> => {
  const user = findServerUser();
  const binaries = user.ok ? await findServerBinaries(user.value, {major: search.major}) : user;
  if (!user.ok || !binaries.ok) {
    return fail(user.ok ? (binaries.ok ? '' : binaries.reason) : user.reason);
  }
  const program = join(binaries.value.directory, 'pg_waldump');
  if (!isExecutable(program)) {
    return fail(
      `pg_waldump of PostgreSQL ${search.major} is needed to search the archive and is not in ${binaries.value.directory}`,
    );
  }
  if (!(await canRead(user.value, search.archiveDir))) {
    return fail(`the account ${user.value.name} cannot read the WAL archive ${search.archiveDir}`);
  }

  const segments = segmentsOf(search);
  const [first] = segments;
  const last = segments.at(-1);
  if (first === undefined || last === undefined) {
    return fail(`the WAL archive ${search.archiveDir} has no segment of timeline ${search.timeline}`);
  }
  const {missing} = firstGap({first, last, names: new Set(segments)}, search.segmentBytes);
  // With the first segment alone it would read no other.
  const read = await dump(user.value, [program, '-p', search.archiveDir, ...managers, first, last], search);
  return read.ok ? succeed({findings: read.value, complete: missing === null}) : read;
};

/** One option for each: a list in one is an error. */
const managers = ['-r', 'Heap', '-r', 'Transaction', '-r', 'Standby'];

/** From the first that was written to within an hour before the window, as on the server; the last one alone where all are older. */
const segmentsOf = ({archiveDir, timeline, from}: Search): readonly string[] => {
  const segments = readdirSync(archiveDir)
    .filter(name => /^[0-9A-F]{24}$/.test(name) && name.startsWith(timeline))
    .sort();
  const sinceMs = new Date(from).getTime() - marginMs;
  const start = segments.findIndex(name => statSync(join(archiveDir, name)).mtimeMs >= sinceMs);
  return segments.slice(start);
};

const dump = async (
  user: ServerUser,
  command: readonly string[],
  search: Search,
): Promise<Result<readonly ArchiveFinding[]>> => {
  const collected = collect(search);
  const lines = linesAs(user, ['env', 'TZ=UTC', ...command]);
  let step = await lines.next();
  for (; step.done !== true; step = await lines.next()) {
    const record = parseWalLine(step.value);
    if (record !== null) {
      collected.take(record);
    }
  }

  // It ends with an error where the archive ends, so its exit code says nothing; only other words do.
  const complaint = step.value.trim().split('\n').at(-1) ?? '';
  return complaint === '' ||
    /invalid record length|could not find file|could not open file|unexpected pageaddr|there is no contrecord/.test(
      complaint,
    )
    ? succeed(collected.findings)
    : fail(`pg_waldump cannot read the archive: ${complaint}`);
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
          {xid, committedAt: inMicroseconds(at), firstLsn: deleted[0]?.lsn ?? lsn, commitLsn: lsn, whole},
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
