/** Stops the lab's primary for a piece of work on its files and starts it again as it was started, token and all. */
import {fail, type Result} from '../base/result.ts';
import {runningServer, stopServer} from '../postgres/server.ts';
import type {Estate} from './estate.ts';
import {startSite} from './sites/start-site.ts';

/**
 * A fast stop writes all that is in memory into the files and archives the last WAL; what is changed in the files then
 * is what the server reads first. `work` may throw what the file system throws.
 */
export const whileStopped = async <Value>(
  {sites: [site], token, tools}: Pick<Estate, 'sites' | 'token' | 'tools'>,
  work: () => Result<Value> | Promise<Result<Value>>,
): Promise<Result<Value>> => {
  if (site === undefined || runningServer(site.dataDirectory) === null) {
    return fail('the primary of the lab does not run, so it cannot be stopped for the fault');
  }
  const stopped = await stopServer(site.dataDirectory);
  if (!stopped.ok) {
    return stopped;
  }
  const done = await tried(work);
  const started = await startSite({token, tools, site});
  return started.ok ? done : fail(`the primary does not start again: ${started.reason}`);
};

const tried = async <Value>(work: () => Result<Value> | Promise<Result<Value>>): Promise<Result<Value>> => {
  try {
    return await work();
  } catch (thrown) {
    return fail(thrown instanceof Error ? thrown.message : String(thrown));
  }
};
