/** The pg_dump that reads the servers of a lab. */
import {fail, type Result, succeed} from '../base/result.ts';
import {findTool} from '../postgres/find-tool.ts';
import type {ServerTools} from '../postgres/server.ts';

/** Finds it, or says before anything is built that there will be no dump. */
export const findPgDump = async ({binaries}: ServerTools): Promise<Result<string>> => {
  const found = await findTool('pg_dump', {major: binaries.major});
  return found.ok
    ? succeed(found.value.path)
    : fail(`The lab is to have a dump, and ${found.reason.sentence}; ${found.reason.install}.`);
};
