/** The driver of pg_dump: logical backups of one database, in its directory format, so that a single table can be taken out. */
import {chmodSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync} from 'node:fs';
import {join} from 'node:path';
import {fail, type Result, succeed} from '../../base/result.ts';
import {withConnection} from '../../postgres/connect.ts';
import {findTool} from '../../postgres/find-tool.ts';
import {rowsOf} from '../../postgres/query.ts';
import {findServerUser, giveTo, runAs, type ServerUser} from '../../postgres/server-user.ts';
import {type ConnectionTarget, parseConnection} from '../../postgres/uri.ts';
import {bytesIn} from '../in-place/room.ts';
import {directoryOf, newLabel, notedBackups, readNote, toVerify, writeNote} from './backup-notes.ts';
import {
  type BackupDriver,
  type KnownBackup,
  type Repository,
  secondsSince,
  type TakeRequest,
  type VerifyRequest,
  verdictOn,
} from './driver.ts';
import {fileDigest} from './file-digest.ts';

/** Dumps of large databases take hours. */
const timeoutMs = 24 * 60 * 60_000;

const list = async (repository: Repository): Promise<Result<readonly KnownBackup[]>> => {
  const directory = directoryOf(repository, true);
  return directory.ok ? succeed(notedBackups(directory.value, 'pg_dump')) : directory;
};

const take = async ({repository, live, onProgress}: TakeRequest) => {
  const startedMs = performance.now();
  const directory = directoryOf(repository, false);
  const user = findServerUser();
  if (!directory.ok) {
    return directory;
  }
  if (!user.ok) {
    return user;
  }
  const asked = await askDatabase(live);
  if (!asked.ok) {
    return asked;
  }
  const tool = await findTool('pg_dump', {major: asked.value.major});
  if (!tool.ok) {
    return fail(`${tool.reason.sentence}; ${tool.reason.install}`);
  }
  const startedAt = new Date();
  const label = newLabel(directory.value, startedAt, '-dump');
  const path = join(directory.value, label);
  onProgress(`dumping ${asked.value.database}`);
  try {
    makeFor(user.value, directory.value);
    const dumped = await dump({program: tool.value.path, user: user.value, live, into: `${path}.part`});
    if (!dumped.ok) {
      rmSync(`${path}.part`, {recursive: true, force: true});
      return dumped;
    }
    renameSync(`${path}.part`, path);
    const note = {
      format: 1,
      driver: 'pg_dump',
      label,
      startedAt: startedAt.toISOString(),
      stoppedAt: new Date().toISOString(),
      bytes: await bytesIn(path),
      identifier: asked.value.identifier,
      major: asked.value.major,
      timeline: null,
      startLsn: null,
      stopLsn: null,
    } as const;
    writeNote(directory.value, {...note, digests: digestsOf(path)});
    const {format: _format, ...known} = note;
    return succeed({...known, path, problems: [], seconds: secondsSince(startedMs)});
  } catch (thrown) {
    return fail(`the dump cannot be written: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
  }
};

type Asked = {readonly major: number; readonly database: string; readonly identifier: string | null};

const askDatabase = async (live: string): Promise<Result<Asked>> => {
  const rows = await withConnection(live, connection =>
    rowsOf(
      connection,
      `select current_setting('server_version_num')::int / 10000 as major, current_database() as database,
              (select system_identifier::text from pg_control_system()) as identifier`,
    ),
  );
  if (!rows.ok) {
    return fail(rows.reason.message);
  }
  const {major, database, identifier} = rows.value[0] ?? {};
  return succeed({
    major: Number(major),
    database: String(database),
    identifier: typeof identifier === 'string' ? identifier : null,
  });
};

const makeFor = (user: ServerUser, directory: string): void => {
  if (!existsSync(directory)) {
    mkdirSync(directory, {recursive: true, mode: 0o700});
    chmodSync(directory, 0o700);
    giveTo(user, directory);
  }
};

type Dumping = {readonly program: string; readonly user: ServerUser; readonly live: string; readonly into: string};

/** A password would stand in the list of processes, so a connection with one is refused here. */
const dump = async ({program, user, live, into}: Dumping): Promise<Result<void>> => {
  const target = parseConnection(live);
  if (!target.ok) {
    return target;
  }
  if (target.value.password !== undefined) {
    return fail('pg_dump is not given a password here; use a socket, a certificate or a password file of the account');
  }
  const words = [
    '--format=directory',
    '--jobs=2',
    '--compress=1',
    `--file=${into}`,
    `--dbname=${inPairs(target.value)}`,
  ];
  const done = await runAs(user, [program, ...words], {timeoutMs});
  return done.ok ? succeed(undefined) : fail(`pg_dump failed: ${done.reason.output.trim().split('\n').at(-1) ?? ''}`);
};

/** In libpq's own spelling: it takes the plus that stands for a space in other addresses for a plus. */
const inPairs = ({host, port, user, database, options}: ConnectionTarget): string =>
  Object.entries({...options, host, port, user, dbname: database})
    .map(([name, value]) => `${name}='${String(value).replaceAll(/[\\']/g, '\\$&')}'`)
    .join(' ');

/** The table of contents has no checksum of its own, and pg_restore lists a damaged dump without a word. */
const digestsOf = (path: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    readdirSync(path)
      .filter(name => statSync(join(path, name)).isFile())
      .map(name => [name, fileDigest(join(path, name))]),
  );

const verify = async ({repository, label, onProgress}: VerifyRequest) => {
  const startedMs = performance.now();
  const all = await list(repository);
  const found = all.ok ? toVerify(all.value, label) : all;
  if (!found.ok) {
    return found;
  }
  const {path, label: name} = found.value;
  const note = readNote(repository.directory ?? '', name);
  onProgress(`verifying ${path}`);
  const now = digestsOf(path ?? '');
  const before = note?.digests ?? {};
  const problems = [...new Set([...Object.keys(before), ...Object.keys(now)])]
    .filter(file => before[file] !== now[file])
    .map(
      file =>
        `${file} ${now[file] === undefined ? 'is missing' : before[file] === undefined ? 'was not there' : 'is not as it was written'}`,
    );
  const read = await readAll(path ?? '', found.value.major);
  const looked = [
    `Its files (${Object.keys(before).length}) were compared with the digests of when they were written.`,
  ];
  return succeed(
    verdictOn(
      {
        driver: 'pg_dump',
        label: name,
        looked: read.isRead ? [...looked, 'pg_restore read all of it.'] : looked,
        unseen: read.unseen,
      },
      [...problems, ...read.problems],
      startedMs,
    ),
  );
};

type Read = {readonly isRead: boolean; readonly unseen: readonly string[]; readonly problems: readonly string[]};

/** To nowhere: everything is decompressed, and nothing is done. Its list alone proves nothing. */
const readAll = async (path: string, major: number | null): Promise<Read> => {
  const tool = await findTool('pg_restore', major === null ? {} : {major});
  const user = findServerUser();
  if (!tool.ok || !user.ok) {
    const why = tool.ok ? (user.ok ? '' : user.reason) : tool.reason.sentence;
    return {isRead: false, unseen: [`Nothing read it through: ${why}.`], problems: []};
  }
  const done = await runAs(user.value, [tool.value.path, '--file=/dev/null', path], {timeoutMs});
  return done.ok && done.value.stderr.trim() === ''
    ? {isRead: true, unseen: [], problems: []}
    : {
        isRead: false,
        unseen: [],
        problems: [
          `pg_restore cannot read it: ${(done.ok ? done.value.stderr : done.reason.output).trim().split('\n').at(-1)}`,
        ],
      };
};

export const pgDump: BackupDriver = {
  name: 'pg_dump',
  take,
  list,
  verify,
  open: async () =>
    fail(
      'a dump holds rows and no files, so no cluster is restored in place from it; bring back a table or a database with pg_restore',
    ),
  wal: async () => fail('a dump has no WAL, so it leads to the moment when it was taken and to no other'),
};
