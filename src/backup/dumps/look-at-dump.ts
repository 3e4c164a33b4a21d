/** Reads a dump to its end before anything relies on it: whether it is whole, what is in it, what it needs of the server. */
import {createHash} from 'node:crypto';
import {createReadStream, existsSync, readFileSync} from 'node:fs';
import {fail, type Result, succeed} from '../../base/result.ts';
import {rowsOf} from '../../postgres/query.ts';
import {canRead, findServerUser, runAs} from '../../postgres/server-user.ts';
import {type DumpFacts, watchDump} from './dump-facts.ts';
import {type DumpFile, type DumpFormat, findDumpFile, isArchive} from './dump-format.ts';
import {throughStatements} from './dump-statements.ts';
import {type ArchiveReader, dumpText} from './dump-text.ts';
import {type DumpTime, timeOfDump} from './dump-time.ts';
import {findClient} from './find-client.ts';
import {onServer} from './in-database.ts';

export type DumpLook = DumpTime & {
  readonly dump: string;
  readonly format: DumpFormat;
  /** Nothing is wrong with the dump itself. */
  readonly ok: boolean;
  /** Why it cannot be relied on, a sentence each. */
  readonly problems: readonly string[];
  /** What this server lacks for it, or what the dump does not say: a sentence each. */
  readonly cautions: readonly string[];
  readonly tables: number;
  readonly rows: number;
  readonly rowsByTable: Readonly<Record<string, number>>;
  readonly objects: Readonly<Record<string, number>>;
  readonly serverVersion: string | null;
  readonly dumpedBy: string | null;
  readonly missingRoles: readonly string[];
  readonly missingExtensions: readonly string[];
  /** Settings and rights of the database itself, as the dump has them. */
  readonly ofDatabase: readonly string[];
};

export type LookRequest = {
  /** A database of the server that it is for. */
  readonly live: string;
  readonly dump: string;
  /** When it was begun, as somebody knows it; RFC 3339. */
  readonly takenAt?: string | undefined;
};

/** Changes nothing. Fails where nothing can be said of it; what is wrong with it is a problem. Needs pg_restore for archives. */
export const lookAtWholeDump = async ({live, dump: given, takenAt}: LookRequest): Promise<Result<DumpLook>> => {
  const dump = findDumpFile(given);
  if (!dump.ok) {
    return dump;
  }
  const server = await askServer(live);
  if (!server.ok) {
    return server;
  }
  const reader = await readerFor(dump.value, server.value.major);
  if (!reader.ok) {
    return reader;
  }
  const read = await readThrough(dump.value, reader.value);
  const archived = reader.value === null ? null : await headerOf(dump.value, reader.value);
  const {facts} = read;
  const problems = [...read.problems, ...(await digestProblems(dump.value)), ...wrongWith(facts, dump.value)];
  const missingRoles = facts.roles.filter(role => !server.value.roles.has(role));
  const missingExtensions = facts.extensions.filter(one => !server.value.extensions.has(one));
  const time = timeOfDump({path: dump.value.path, ofDump: archived ?? facts.startedAt, ofPerson: takenAt});
  const {rows, objects, serverVersion, dumpedBy, ofDatabase} = facts;
  return succeed({
    ...time,
    dump: dump.value.path,
    format: dump.value.format,
    ok: problems.length === 0,
    problems,
    cautions: cautionsOf({
      facts,
      missingRoles,
      missingExtensions,
      major: server.value.major,
      time,
      isChecked: dump.value.format !== 'plain' || existsSync(digestFile(dump.value)),
    }),
    tables: objects.TABLE ?? Object.keys(rows).length,
    rows: Object.values(rows).reduce((sum, some) => sum + some, 0),
    rowsByTable: rows,
    objects,
    serverVersion,
    dumpedBy,
    missingRoles,
    missingExtensions,
    ofDatabase,
  });
};

/** Who reads it; null for SQL. Its account must be able to: root can read everything, and does not read archives. */
export const readerFor = async (dump: DumpFile, major: number): Promise<Result<ArchiveReader | null>> => {
  if (!isArchive(dump)) {
    return succeed(null);
  }
  const user = findServerUser();
  if (!user.ok) {
    return user;
  }
  const tool = await findClient('pg_restore', major);
  if (!tool.ok) {
    return tool;
  }
  return (await canRead(user.value, dump.path))
    ? succeed({program: tool.value.path, user: user.value, words: ['--create']})
    : fail(`the account ${user.value.name} reads the dump and cannot read ${dump.path}`);
};

type Read = {readonly facts: DumpFacts; readonly problems: readonly string[]};

const readThrough = async (dump: DumpFile, reader: ArchiveReader | null): Promise<Read> => {
  const {watcher, facts} = watchDump();
  try {
    for await (const _ of throughStatements(dumpText(dump, reader), watcher)) {
      // Only what the watcher sees is wanted.
    }
    return {facts: facts(), problems: []};
  } catch (thrown) {
    const why = thrown instanceof Error ? thrown.message : String(thrown);
    return {facts: facts(), problems: [`it cannot be read to its end: ${why}`]};
  }
};

/** A dump without a word of pg_dump in it may be anybody's SQL. */
const wrongWith = (facts: DumpFacts, dump: DumpFile): readonly string[] => {
  if (facts.isOfCluster) {
    return ['it is of a whole cluster (pg_dumpall), and this takes the dump of one database'];
  }
  if (facts.dumpedBy === null && !isArchive(dump)) {
    return ['it does not say that pg_dump wrote it'];
  }
  return facts.isComplete ? [] : ['its last line is not that of a complete dump, so it was cut off'];
};

const digestProblems = async ({path, format}: DumpFile): Promise<readonly string[]> => {
  const beside = digestFile({path, format});
  if (format === 'directory' || !existsSync(beside)) {
    return [];
  }
  const [noted = ''] = readFileSync(beside, 'utf8').trim().split(/\s/);
  return noted.toLowerCase() === (await digestOf(path)) ? [] : [`its digest is not the one that ${beside} has`];
};

/** As `sha256sum` writes it. */
const digestFile = ({path}: DumpFile): string => `${path}.sha256`;

const digestOf = async (path: string): Promise<string> => {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) {
    hash.update(chunk);
  }
  return hash.digest('hex');
};

// The header of the list: `; Archive created at 2026-11-30 12:00:04 UTC`; the account has no zone of its own.
const headerOf = async ({path}: DumpFile, {program, user}: ArchiveReader): Promise<string | null> => {
  const list = await runAs(user, ['env', 'TZ=UTC', program, '--list', path]);
  const said = list.ok ? list.value.stdout : '';
  const [, day, time] = /Archive created at (\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)/.exec(said) ?? [];
  return day === undefined ? null : `${day}T${time}Z`;
};

type Known = {
  readonly facts: DumpFacts;
  readonly missingRoles: readonly string[];
  readonly missingExtensions: readonly string[];
  readonly major: number;
  readonly time: DumpTime;
  /** A byte that is another one now would have been seen. */
  readonly isChecked: boolean;
};

const cautionsOf = ({facts, missingRoles, missingExtensions, major, time, isChecked}: Known): readonly string[] => {
  const from = Number.parseInt(facts.serverVersion ?? '', 10);
  const reaching = Object.entries(facts.beyond);
  return [
    ...(missingRoles.length > 0 ? [`the server has no role ${missingRoles.join(', ')}; a dump brings no roles`] : []),
    ...(missingExtensions.length > 0
      ? [`the server does not offer the extension ${missingExtensions.join(', ')}`]
      : []),
    ...(reaching.length > 0
      ? [
          `statements that reach beyond its database are left out: ${reaching.map(([what, count]) => (count === 1 ? what : `${what} (${count} times)`)).join(', ')}`,
        ]
      : []),
    ...(from > major ? [`it comes from PostgreSQL ${from}, and this server is the older ${major}`] : []),
    ...(isChecked ? [] : ['SQL has no checksum, so a changed byte of it would not be seen; none is kept beside it']),
    ...(time.takenAt === null ? ['nothing says when it was begun, so somebody has to'] : []),
  ];
};

type Server = {readonly major: number; readonly roles: ReadonlySet<string>; readonly extensions: ReadonlySet<string>};

const askServer = async (live: string): Promise<Result<Server>> => {
  // The database itself may be what is gone.
  const rows = await onServer(live, connection =>
    rowsOf(
      connection,
      `select current_setting('server_version_num')::int / 10000 as major,
              (select json_agg(rolname) from pg_roles) as roles, (select json_agg(name) from pg_available_extensions) as extensions`,
    ),
  );
  if (!rows.ok) {
    return rows;
  }
  const {major, roles, extensions} = rows.value[0] ?? {};
  const names = (value: unknown): ReadonlySet<string> => new Set(Array.isArray(value) ? value.map(String) : []);
  return succeed({major: Number(major), roles: names(roles), extensions: names(extensions)});
};
