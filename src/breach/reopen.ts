/** Lets people and programs in again: the rules as they were, without the lines that must not come back, and the logins that were taken. */
import {releaseWrites} from '../backup/corruption/hold-writes.ts';
import {fail, type Result, succeed} from '../base/result.ts';
import {type Connection, withConnection} from '../postgres/connect.ts';
import {type DatabaseFailure, refusal} from '../postgres/failure.ts';
import {rowsOf} from '../postgres/query.ts';
import {systemIdentifier} from '../postgres/same-instance.ts';
import {cleaned} from './clean-session.ts';
import {switchHba} from './hba-switch.ts';
import {readRecord, writeRecord} from './isolation-record.ts';
import {joinedLines} from './joined-lines.ts';

export type ReopenRequest = {
  readonly database: string;
  /** The directory that isolating was given. */
  readonly recordDir: string;
  /** Lines of the old pg_hba.conf that are left out, as they stand there. */
  readonly withoutLines?: readonly string[];
  /** Roles that stay without a login. */
  readonly except?: readonly string[];
};

export type Reopened = {
  readonly roles: readonly string[];
  /** Roles of the record that are not there any more, or stay without a login. */
  readonly left: readonly string[];
  readonly linesLeftOut: readonly string[];
};

/** May be done twice. A line that is named and not there is a reason not to begin: it would come back unseen. */
export const reopen = async (request: ReopenRequest): Promise<Result<Reopened>> => {
  const done = await withConnection(cleaned(request.database), connection => reopenAll(connection, request));
  return done.ok ? done : fail(done.reason.message);
};

const reopenAll = async (
  connection: Connection,
  {database, recordDir, withoutLines = [], except = []}: ReopenRequest,
): Promise<Result<Reopened, DatabaseFailure>> => {
  const record = readRecord(recordDir);
  if (!record.ok) {
    return fail(refusal(record.reason));
  }
  if (record.value === null) {
    return fail(refusal(`${recordDir} has no record of a server that was isolated`));
  }
  const identifier = await systemIdentifier(connection);
  if (!identifier.ok) {
    return identifier;
  }
  if (identifier.value !== record.value.systemIdentifier) {
    return fail(refusal(`${recordDir} has the record of another cluster`));
  }
  const unwanted = new Set(withoutLines.map(bare));
  // Lines that end as on Windows mean the same, and COPY would put them into quotes.
  const hba = connection.serverVersion >= 140_000 ? joinedLines(record.value.hba) : record.value.hba;
  const lines = hba.split(/\r?\n/);
  const unknown = withoutLines.filter(line => !lines.some(one => bare(one) === bare(line)));
  if (unknown.length > 0) {
    return fail(refusal(`the old pg_hba.conf has no line "${unknown[0]}"; name lines as they stand there`));
  }
  const text = lines.filter(line => !unwanted.has(bare(line))).join('\n');
  const switched = await switchHba(connection, {path: record.value.hbaPath, text});
  if (!switched.ok) {
    return switched;
  }
  const roles = await rowsOf(
    connection,
    'select rolname from pg_roles where rolname = any($1) and not pg_is_in_recovery()',
    [record.value.roles.filter(role => !except.includes(role))],
  );
  if (!roles.ok) {
    return roles;
  }
  const released = await releaseWrites({
    database: cleaned(database),
    roles: roles.value.map(({rolname}) => String(rolname)),
  });
  if (!released.ok) {
    return fail(refusal(released.reason));
  }
  const noted = writeRecord(recordDir, {...record.value, isReopened: true});
  if (!noted.ok) {
    return fail(refusal(noted.reason));
  }
  const given = released.value.roles;
  return succeed({
    roles: given,
    left: record.value.roles.filter(role => !given.includes(role)),
    linesLeftOut: lines.filter(line => unwanted.has(bare(line))),
  });
};

/** Spaces between the words of a line mean nothing. */
const bare = (line: string): string => line.trim().replaceAll(/\s+/g, ' ');
