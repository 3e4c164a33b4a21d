/** What isolating will write and take away, worked out before anything is changed; a second try goes by the record of the first. */
import {fail, type Result, succeed} from '../base/result.ts';
import type {Connection} from '../postgres/connect.ts';
import {type DatabaseFailure, refusal} from '../postgres/failure.ts';
import {rowsOf} from '../postgres/query.ts';
import {systemIdentifier} from '../postgres/same-instance.ts';
import {hbaPath} from './hba-switch.ts';
import {digestOf, type IsolationRecord, readRecord} from './isolation-record.ts';
import {readServerText} from './server-files.ts';
import {isolatedFile, type Login, linesFor, ownLogin} from './way-in.ts';

export type IsolationPlan = {
  readonly record: IsolationRecord;
  /** Of pg_hba.conf while isolated. */
  readonly text: string;
  /** Roles that can log in now and are not to; the record also has those of earlier tries, which may be gone. */
  readonly roles: readonly string[];
};

/** Reads only. */
export const planIsolation = async (
  connection: Connection,
  {recordDir, keep = []}: {readonly recordDir: string; readonly keep?: readonly Login[]},
): Promise<Result<IsolationPlan, DatabaseFailure>> => {
  const former = await formerRecord(connection, recordDir);
  if (!former.ok) {
    return former;
  }
  const own = await ownLogin(connection);
  if (!own.ok) {
    return own;
  }
  const stay = [own.value, ...keep];
  const roles = await rowsOf(
    connection,
    'select rolname from pg_roles where rolcanlogin and rolname <> all($1) order by 1',
    [stay.map(({role}) => role)],
  );
  if (!roles.ok) {
    return roles;
  }
  const files = await filesFor(connection, stay, former.value.record);
  if (!files.ok) {
    return files;
  }
  const taken = roles.value.map(({rolname}) => String(rolname));
  const {record, systemIdentifier: identifier} = former.value;
  return succeed({
    text: files.value.text,
    roles: taken,
    record: {
      systemIdentifier: identifier,
      hbaPath: files.value.path,
      hba: files.value.before,
      isolatedDigest: digestOf(files.value.text),
      roles: [...new Set([...(record?.roles ?? []), ...taken])],
      isolatedAt: record?.isolatedAt ?? new Date().toISOString(),
      isReopened: false,
    },
  });
};

type Former = {readonly record: IsolationRecord | null; readonly systemIdentifier: string};

const formerRecord = async (connection: Connection, directory: string): Promise<Result<Former, DatabaseFailure>> => {
  const identifier = await systemIdentifier(connection);
  if (!identifier.ok) {
    return identifier;
  }
  const record = readRecord(directory);
  if (!record.ok) {
    return fail(refusal(record.reason));
  }
  if (record.value !== null && record.value.systemIdentifier !== identifier.value) {
    return fail(refusal(`${directory} has the record of another cluster; name another directory`));
  }
  const isOpen = record.value === null || record.value.isReopened;
  return succeed({record: isOpen ? null : record.value, systemIdentifier: identifier.value});
};

type Files = {readonly path: string; readonly before: string; readonly text: string};

const filesFor = async (
  connection: Connection,
  stay: readonly Login[],
  record: IsolationRecord | null,
): Promise<Result<Files, DatabaseFailure>> => {
  const path = await hbaPath(connection);
  if (!path.ok) {
    return path;
  }
  const there = await readServerText(connection, path.value);
  if (!there.ok) {
    return there;
  }
  // A try that died may have left half of a file: the rules of before are in the record, and nowhere else.
  const before = record === null ? there.value : record.hba;
  if (record !== null && digestOf(there.value) === record.isolatedDigest) {
    return succeed({path: path.value, before, text: there.value});
  }
  const lines: string[] = [];
  for (const login of stay) {
    const some = await linesFor(connection, login);
    if (!some.ok) {
      return some;
    }
    lines.push(...some.value);
  }
  return succeed({path: path.value, before, text: isolatedFile(lines)});
};
