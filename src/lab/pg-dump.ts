/** Where a pg_dump is that can read the servers of a lab. */
import {join} from 'node:path';
import {execa} from 'execa';
import {fail, type Result, succeed} from '../base/result.ts';
import type {ServerTools} from '../postgres/server.ts';
import {findProgram, isExecutable} from '../postgres/server-user.ts';

/** Finds a pg_dump that can read the server: the one beside it, else one of the search path that is not older (pg_dump, Notes). */
export const findPgDump = async ({binaries}: ServerTools): Promise<Result<string>> => {
  const beside = join(binaries.directory, 'pg_dump');
  if (isExecutable(beside)) {
    return succeed(beside);
  }
  const found = findProgram('pg_dump');
  const major = found === null ? null : await majorOf(found);
  return found !== null && major !== null && major >= binaries.major
    ? succeed(found)
    : fail(
        `This drill needs a dump, and there is no pg_dump for PostgreSQL ${binaries.major}; install the client programs, as with "apt-get install postgresql-client".`,
      );
};

const majorOf = async (program: string): Promise<number | null> => {
  const {stdout} = await execa(program, ['--version'], {reject: false, timeout: 10_000});
  const [, major] = /\(PostgreSQL\) (\d+)/.exec(stdout) ?? [];
  return major === undefined ? null : Number(major);
};
