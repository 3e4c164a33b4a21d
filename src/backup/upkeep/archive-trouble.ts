/** Why a server archives no WAL: looked for on its own host, with the eyes of its own account. Changes nothing. */
import {existsSync} from 'node:fs';
import {isAbsolute, join} from 'node:path';
import {fail, type Result, succeed} from '../../base/result.ts';
import {withConnection} from '../../postgres/connect.ts';
import {findServer} from '../../postgres/found-server.ts';
import {rowsOf} from '../../postgres/query.ts';
import {findOwner, type ServerUser} from '../../postgres/server-user.ts';
import {findsProgram, inTheWay, type Trouble, troubleOf, troubleWith} from './archive-place.ts';
import {namesIn} from './command-words.ts';
import {lastLines} from './log-lines.ts';

export type ExplainedArchive = Trouble & {
  readonly command: string | null;
  /** The segment that its last failed try was about. */
  readonly segment: string | null;
  /** What the server's log says of it last. */
  readonly says: readonly string[];
};

type Asked = {
  readonly mode: string;
  readonly command: string;
  readonly library: string;
  readonly failed: string | null;
  readonly isFailing: boolean;
  readonly dataDirectory: string;
  readonly log: string | null;
  readonly segmentBytes: number;
};

/**
 * The archive_command is read and never run: one that succeeds by hand makes the archiver's own try fail for good, because
 * a segment is then there already. Needs a superuser, and the host of the server.
 */
export const explainArchive = async (live: string): Promise<Result<ExplainedArchive>> => {
  const asked = await ask(live);
  if (!asked.ok) {
    return asked;
  }
  const {command, library, failed, dataDirectory} = asked.value;
  if (!existsSync(dataDirectory)) {
    return fail(`the data directory ${dataDirectory} is not on this host; look for the cause where the server is`);
  }
  const user = findOwner(dataDirectory);
  if (!user.ok) {
    return user;
  }
  try {
    return succeed({
      ...(await explain(asked.value, user.value)),
      command: library === '' ? command : null,
      segment: failed,
      says: saysOf(asked.value),
    });
  } catch (thrown) {
    return fail(`the archive cannot be looked at: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
  }
};

const explain = async (asked: Asked, user: ServerUser): Promise<Trouble> => {
  const {mode, command, library, failed, isFailing, dataDirectory, segmentBytes} = asked;
  if (mode === 'off') {
    return troubleOf('off', 'archive_mode is off, which only a restart changes; nothing is archived');
  }
  if (library !== '') {
    return troubleOf(
      'library',
      `the library ${library} archives here, not a command; the server's log has what it says`,
    );
  }
  if (command === '') {
    return troubleOf('no_command', 'archive_command is empty, so every segment is kept and none is archived');
  }
  const segment = failed ?? '000000010000000000000001';
  const {programs, files, places} = namesIn(command, segment, dataDirectory);
  for (const program of programs) {
    if (!(await findsProgram(user, program))) {
      return troubleOf('no_program', `the account of the server (${user.name}) finds no program ${program}`, program);
    }
  }
  for (const place of places) {
    const trouble = await troubleWith(user, place, segmentBytes);
    if (trouble !== null) {
      return trouble;
    }
  }
  if (!isFailing || failed === null) {
    return troubleOf('none', 'the last try to archive went well, and nothing is seen that would stop the next one');
  }
  const blocked = files.map(file => inTheWay(file, join(dataDirectory, 'pg_wal', segment))).find(one => one !== null);
  return blocked ?? troubleOf('unknown', unknown(programs));
};

const unknown = (programs: readonly string[]): string =>
  `nothing is seen to be wrong with programs, places and room of the archive_command (${programs.join(', ')}); ask the program itself, such as "pgbackrest check", and read the server's log`;

const saysOf = ({dataDirectory, log}: Asked): readonly string[] => {
  const path = log === null ? findServer(dataDirectory).logFile : isAbsolute(log) ? log : join(dataDirectory, log);
  return path === null ? [] : lastLines(path, /archive command (failed|was terminated)/, 2);
};

const ask = async (live: string): Promise<Result<Asked>> => {
  const rows = await withConnection(live, connection =>
    rowsOf(
      connection,
      `select current_setting('archive_mode') as mode, current_setting('archive_command') as command,
              coalesce(current_setting('archive_library', true), '') as library, last_failed_wal as failed,
              coalesce(last_failed_time > last_archived_time, last_failed_time is not null) as failing,
              current_setting('data_directory') as data, pg_current_logfile() as log,
              (select setting::bigint * case unit when 'B' then 1 else 8192 end from pg_settings
                where name = 'wal_segment_size') as bytes
         from pg_stat_archiver`,
    ),
  );
  if (!rows.ok) {
    return fail(`the archive cannot be looked at: ${rows.reason.message}`);
  }
  const {mode, command, library, failed, failing, data, log, bytes} = rows.value[0] ?? {};
  return succeed({
    mode: String(mode),
    command: String(command),
    library: String(library),
    failed: typeof failed === 'string' ? failed : null,
    isFailing: failing === true,
    dataDirectory: String(data),
    log: typeof log === 'string' ? log : null,
    segmentBytes: Number(bytes),
  });
};
