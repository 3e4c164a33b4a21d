/** Configuration of before, as it was saved, held against what the server has now: lines that came and lines that went. */
import {existsSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {fail, type Result, succeed} from '../base/result.ts';
import {type Connection, withConnection} from '../postgres/connect.ts';
import {type DatabaseFailure, refusal} from '../postgres/failure.ts';
import {rowsOf} from '../postgres/query.ts';
import {cleaned} from './clean-session.ts';
import {digestOf, type IsolationRecord, readRecord} from './isolation-record.ts';
import {joinedLines} from './joined-lines.ts';
import {findServerFile, readServerText} from './server-files.ts';

export type FileDifference = {
  readonly file: string;
  /** Lines without comments, as they stand. */
  readonly added: readonly string[];
  readonly gone: readonly string[];
};

export type KnownFiles = {
  readonly differing: readonly FileDifference[];
  /** Lines of pg_hba.conf that were added: those that reopening leaves out. */
  readonly hbaAdded: readonly string[];
  /** Files that were not saved, so that nothing can be said of them. */
  readonly notSaved: readonly string[];
  readonly summary: string;
};

export type KnownRequest = {
  readonly database: string;
  /** Directory here with the files as they were: a base backup, or saved configuration. */
  readonly knownDir: string;
  /** The record of isolating: its pg_hba.conf is the one of before that. */
  readonly recordDir?: string;
};

/** Reads only. */
export const compareKnownFiles = async (request: KnownRequest): Promise<Result<KnownFiles>> => {
  const done = await withConnection(cleaned(request.database), connection => compareFiles(connection, request));
  return done.ok ? done : fail(done.reason.message);
};

const compareFiles = async (
  connection: Connection,
  {knownDir, recordDir}: KnownRequest,
): Promise<Result<KnownFiles, DatabaseFailure>> => {
  const record = recordDir === undefined ? succeed(null) : readRecord(recordDir);
  if (!record.ok) {
    return fail(refusal(record.reason));
  }
  const paths = await rowsOf(connection, pathsSql);
  if (!paths.ok) {
    return paths;
  }
  const differing: FileDifference[] = [];
  const notSaved: string[] = [];
  for (const row of paths.value) {
    const file = String(row.file);
    const saved = join(knownDir, file);
    if (!existsSync(saved)) {
      notSaved.push(file);
      continue;
    }
    const now = await textBefore(connection, String(row.path), record.value);
    if (!now.ok) {
      return now;
    }
    const read = (text: string) => linesOf(isContinued(connection, file) ? joinedLines(text) : text);
    const found = differences(read(readFileSync(saved, 'utf8')), read(now.value));
    // Lines of pg_hba.conf are named as they stand; a setting may have a password in it, which no record is to have.
    const difference = file === 'pg_hba.conf' ? {file, ...found} : {file, ...withoutPasswords(found)};
    if (difference.added.length + difference.gone.length > 0) {
      differing.push(difference);
    }
  }
  return succeed({
    differing,
    hbaAdded: differing.find(({file}) => file === 'pg_hba.conf')?.added ?? [],
    notSaved,
    summary: inWords(differing, notSaved),
  });
};

/** The file as it stands; while isolated, pg_hba.conf as it stood before that. One that is not there is empty. */
const textBefore = async (
  connection: Connection,
  path: string,
  record: IsolationRecord | null,
): Promise<Result<string, DatabaseFailure>> => {
  const there = await findServerFile(connection, path);
  if (!there.ok) {
    return there;
  }
  const text = there.value === null ? succeed('') : await readServerText(connection, path);
  const isIsolated = text.ok && record !== null && digestOf(text.value) === record.isolatedDigest;
  return isIsolated ? succeed(record.hba) : text;
};

const inWords = (differing: readonly FileDifference[], notSaved: readonly string[]): string =>
  [
    ...differing.map(({file, added, gone}) =>
      [`${file}:`, ...added.map(line => `added "${line}"`), ...gone.map(line => `gone "${line}"`)].join(' '),
    ),
    ...(notSaved.length > 0 ? [`not saved, so not compared: ${notSaved.join(', ')}`] : []),
  ].join('; ') || 'as saved';

/** A line of the two files of who may come in goes on behind a backslash, also a comment, from PostgreSQL 14 on; settings have no such lines. */
const isContinued = ({serverVersion}: Connection, file: string): boolean =>
  serverVersion >= 140_000 && (file === 'pg_hba.conf' || file === 'pg_ident.conf');

const differences = (then: readonly string[], today: readonly string[]): Omit<FileDifference, 'file'> => {
  return {
    added: today.filter(line => !then.includes(line)),
    gone: then.filter(line => !today.includes(line)),
  };
};

const withoutPasswords = ({added, gone}: Omit<FileDifference, 'file'>): Omit<FileDifference, 'file'> => {
  const hide = (line: string) => line.replaceAll(/(passw(?:or)?d\s*=\s*)(?:''[^']*''|"[^"]*"|[^\s'"]+)/gi, '$1…');
  return {added: added.map(hide), gone: gone.map(hide)};
};

const linesOf = (text: string): readonly string[] =>
  text
    .split('\n')
    .map(line =>
      line
        .replace(/^\s*#.*$/, '')
        .trim()
        .replaceAll(/\s+/g, ' '),
    )
    .filter(line => line !== '');

const pathsSql = `
  select 'pg_hba.conf' as file, current_setting('hba_file') as path
  union all select 'pg_ident.conf', current_setting('ident_file')
  union all select 'postgresql.conf', current_setting('config_file')
  union all select 'postgresql.auto.conf', current_setting('data_directory') || '/postgresql.auto.conf'`;
