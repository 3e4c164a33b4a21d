/** Fills a database from a file of SQL: by psql, whose language dumps are written in, and without it as far as SQL alone goes. */
import {readFileSync} from 'node:fs';
import {execa} from 'execa';
import {fail, type Result, succeed} from '../../base/result.ts';
import {connect} from '../../postgres/connect.ts';
import {findTool} from '../../postgres/find-tool.ts';
import type {ServerTools} from '../../postgres/server.ts';

/** The database that `uri` names takes it as its superuser. The first error ends it. */
export const loadFile = async (uri: string, file: string, {binaries}: ServerTools): Promise<Result<void>> => {
  const psql = await findTool('psql', {major: binaries.major});
  if (psql.ok) {
    return byPsql(psql.value.path, uri, file);
  }
  const text = readText(file);
  if (!text.ok) {
    return text;
  }
  return needsPsql(text.value)
    ? fail(
        `${file} has words of psql in it (a backslash, or rows behind COPY), and ${psql.reason.sentence}; ${psql.reason.install}`,
      )
    : bySql(uri, text.value);
};

// Not under the server's account, which need not be able to read the file; the socket lets us in, too.
const byPsql = async (program: string, uri: string, file: string): Promise<Result<void>> => {
  const args = ['--no-psqlrc', '--quiet', '--set=ON_ERROR_STOP=1', `--file=${file}`, uri];
  const done = await execa(program, args, {
    reject: false,
    stdin: 'ignore',
    stdout: 'ignore',
    extendEnv: false,
    env: {PATH: process.env.PATH ?? '/usr/bin:/bin', PGCLIENTENCODING: 'UTF8'},
  });
  return done.failed
    ? fail(`${file} cannot be loaded: ${firstLine(done.stderr) || done.shortMessage}`)
    : succeed(undefined);
};

const bySql = async (uri: string, text: string): Promise<Result<void>> => {
  const connection = await connect(uri, {statementTimeoutMs: 0});
  if (!connection.ok) {
    return fail(connection.reason.message);
  }
  const done = await connection.value.run(text);
  await connection.value.close();
  return done.ok ? succeed(undefined) : fail(`the file of SQL cannot be loaded: ${done.reason.message}`);
};

/** A line that begins with a backslash, or data that follow a statement. */
const needsPsql = (text: string): boolean => /^\\/m.test(text) || /^\s*copy\b[^;]*\bfrom\s+stdin\b/im.test(text);

const readText = (file: string): Result<string> => {
  try {
    return succeed(readFileSync(file, 'utf8'));
  } catch (thrown) {
    return fail(`${file} cannot be read: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
  }
};

const firstLine = (text: string): string => text.split('\n').find(line => line.trim() !== '') ?? '';
