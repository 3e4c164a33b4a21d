/** Who did what, by the logs of the evidence: which rows were read, which were changed and in which transactions, from which address. */
import {fail, type Result, succeed} from '../base/result.ts';
import {type Connection, withConnection} from '../postgres/connect.ts';
import type {DatabaseFailure} from '../postgres/failure.ts';
import {rowsOf} from '../postgres/query.ts';
import {type AuditLine, auditLine, type LogLine} from './audit-lines.ts';
import {cleaned} from './clean-session.ts';
import {type Suspect, whoCouldHide} from './could-hide.ts';
import {evidenceLogs} from './evidence-logs.ts';
import {everybodyInWords, scopeInWords} from './scope-words.ts';
import type {Visitor} from './visitor.ts';

export type ScopeRequest = {
  readonly database: string;
  /** The evidence: its copies of the logs are read, not what may have been changed since. */
  readonly evidenceDir: string;
  /** The window, RFC 3339. */
  readonly from: string;
  readonly to?: string;
  /** The moment to go back to where the logs know no better one. */
  readonly otherwise: string;
  /** Addresses and roles that are the intruder's: what came from one of them counts as theirs. */
  readonly addresses?: readonly string[];
  readonly roles?: readonly string[];
};

export type Scope = {
  readonly visitors: readonly Visitor[];
  /** Transactions of the intruder that wrote. */
  readonly transactions: readonly string[];
  /** Writes of the intruder that carry no number of a transaction in the log: look for theirs in the WAL. */
  readonly withoutNumber: number;
  /** Lines that pgaudit wrote in the window; none means that nothing can be told. */
  readonly auditLines: number;
  /** When the intruder was first seen; null where never. */
  readonly firstSeen: string | null;
  /**
   * The last moment before the intruder's first change could commit: pgaudit writes its line before that. Null where
   * nothing was changed.
   */
  readonly firstChange: string | null;
  /** The moment to go back to: before the first change, else before the intruder was seen, else the one that was given. */
  readonly moment: string;
  /** Intruders who could keep lines out of the log, each with the reason: then what is told may not be all. */
  readonly couldHide: readonly string[];
  /** Everybody who was there, in a sentence; where no log was read, that nobody knows. */
  readonly everybody: string;
  readonly summary: string;
};

/** Reads the files of the evidence. The server is asked only for its zone, in which the log writes its times. */
export const auditScope = async (request: ScopeRequest): Promise<Result<Scope>> => {
  const done = await withConnection(cleaned(request.database), connection => scopeOf(connection, request));
  return done.ok ? done : fail(done.reason.message);
};

const scopeOf = async (connection: Connection, request: ScopeRequest): Promise<Result<Scope, DatabaseFailure>> => {
  const window = await rowsOf(
    connection,
    `select to_char($1::timestamptz at time zone current_setting('log_timezone'), '${logTime}') as from,
            to_char(coalesce($2::timestamptz, clock_timestamp()) at time zone current_setting('log_timezone'), '${logTime}') as to`,
    [request.from, request.to ?? null],
  );
  if (!window.ok) {
    return window;
  }
  const {from, to} = window.value[0] ?? {};
  const seen = new Map<string, Seen>();
  let auditLines = 0;
  let lines = 0;
  for (const line of evidenceLogs(request.evidenceDir)) {
    // Times in one zone compare as texts; the hour that a clock is set back by is taken in, rather than left out.
    if (line.at < String(from) || line.at.slice(0, String(to).length) > String(to)) {
      continue;
    }
    lines += 1;
    const visitor = seenOf(seen, line, request);
    const audit = auditLine(line);
    if (audit !== null) {
      auditLines += 1;
      count(visitor, audit);
    }
  }
  return tell(connection, [...seen.values()], {lines, auditLines, request});
};

/** As PostgreSQL begins its log lines. */
const logTime = 'YYYY-MM-DD HH24:MI:SS.MS';

type Seen = {
  readonly role: string;
  readonly address: string;
  readonly isIntruder: boolean;
  readonly sessions: Set<string>;
  readonly programs: Set<string>;
  readonly read: Record<string, number | null>;
  readonly changed: Record<string, number | null>;
  readonly commands: Set<string>;
  readonly transactions: Set<string>;
  changedRoles: boolean;
  withoutNumber: number;
  first: string;
  last: string;
  /** Empty where nothing was changed. */
  firstChange: string;
};

const seenOf = (seen: Map<string, Seen>, line: LogLine, {addresses = [], roles = []}: ScopeRequest): Seen => {
  const key = `${line.role} ${line.address}`;
  const known = seen.get(key) ?? {
    role: line.role,
    address: line.address,
    isIntruder: addresses.includes(line.address) || roles.includes(line.role),
    sessions: new Set<string>(),
    programs: new Set<string>(),
    read: {},
    changed: {},
    commands: new Set<string>(),
    transactions: new Set<string>(),
    changedRoles: false,
    withoutNumber: 0,
    first: line.at,
    last: line.at,
    firstChange: '',
  };
  known.sessions.add(line.session);
  known.programs.add(line.program);
  if (line.at < known.first) {
    known.first = line.at;
  }
  if (line.at > known.last) {
    known.last = line.at;
  }
  seen.set(key, known);
  return known;
};

/** More than a person reads through are not listed. */
const commandsMax = 50;
/** Classes of pgaudit that change something. What a function or a DO block changes is told by lines of its own. */
const changing: ReadonlySet<string> = new Set(['WRITE', 'DDL', 'ROLE']);

const count = (seen: Seen, line: AuditLine): void => {
  if (line.class === 'READ') {
    add(seen.read, line);
    return;
  }
  if (changing.has(line.class) && (seen.firstChange === '' || line.at < seen.firstChange)) {
    seen.firstChange = line.at;
  }
  // Asked of every line: the list of commands ends where nobody reads on.
  seen.changedRoles ||= line.class === 'ROLE';
  if (line.class === 'WRITE') {
    add(seen.changed, line);
  } else if (seen.commands.size < commandsMax && line.class !== 'MISC') {
    seen.commands.add(`${line.command}${line.object === '' ? '' : ` ${line.object}`}`);
  }
  if (line.xid !== null) {
    seen.transactions.add(line.xid);
  } else if (line.class === 'WRITE') {
    seen.withoutNumber += 1;
  }
};

const add = (tables: Record<string, number | null>, {object, command, rows}: AuditLine): void => {
  // Without pgaudit.log_relation there is but the statement, whose values are no business of a record.
  const name = object === '' ? `what no line names (${command})` : object;
  const before = tables[name] ?? 0;
  tables[name] = rows === null ? null : before + rows;
};

const tell = async (
  connection: Connection,
  seen: readonly Seen[],
  {lines, auditLines, request}: {readonly lines: number; readonly auditLines: number; readonly request: ScopeRequest},
): Promise<Result<Scope, DatabaseFailure>> => {
  const times = await rowsOf(
    connection,
    `select json_agg((left(at, 23)::timestamp at time zone current_setting('log_timezone')) order by place) as times
       from unnest($1::text[]) with ordinality given(at, place)`,
    [seen.flatMap(({first, last, firstChange}) => [first, last, firstChange === '' ? last : firstChange])],
  );
  if (!times.ok) {
    return times;
  }
  const given = Array.isArray(times.value[0]?.times) ? times.value[0].times.map(asUtc) : [];
  const visitors = seen.map(
    ({role, address, isIntruder, sessions, programs, read, changed, commands}, index): Visitor => ({
      role,
      address,
      isIntruder,
      sessions: sessions.size,
      programs: [...programs],
      first: given[3 * index] ?? '',
      last: given[3 * index + 1] ?? '',
      read,
      changed,
      commands: [...commands],
    }),
  );
  const theirs = seen.filter(({isIntruder}) => isIntruder);
  const intruders = visitors.filter(({isIntruder}) => isIntruder);
  const couldHide = await whoCouldHide(connection, suspectsOf(theirs, request));
  if (!couldHide.ok) {
    return couldHide;
  }
  const changes = seen.flatMap(({isIntruder, firstChange}, index) =>
    isIntruder && firstChange !== '' ? [given[3 * index + 2] ?? ''] : [],
  );
  const firstSeen = intruders.map(({first}) => first).toSorted()[0] ?? null;
  const firstChange = changes.toSorted()[0] ?? null;
  return succeed({
    visitors,
    transactions: [...new Set(theirs.flatMap(({transactions}) => [...transactions]))],
    withoutNumber: theirs.reduce((sum, {withoutNumber}) => sum + withoutNumber, 0),
    auditLines,
    firstSeen,
    firstChange,
    moment: firstChange ?? firstSeen ?? request.otherwise,
    couldHide: couldHide.value,
    everybody: everybodyInWords({visitors, lines}),
    summary: scopeInWords({visitors, auditLines, couldHide: couldHide.value}),
  });
};

/** Also roles that are named and left no line: who turned the log off left none. */
const suspectsOf = (theirs: readonly Seen[], {roles = []}: ScopeRequest): readonly Suspect[] =>
  [...new Set([...theirs.map(({role}) => role), ...roles])].map(role => ({
    role,
    changedRoles: theirs.some(one => one.role === role && one.changedRoles),
  }));

const asUtc = (time: unknown): string => new Date(String(time)).toISOString();
